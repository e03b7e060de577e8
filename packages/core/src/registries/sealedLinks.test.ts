import { expect, test } from "vitest";
import { SealedLinks } from "./sealedLinks.ts";

const link = { registry: 1, url: "https://user:hunter2@files.example.com/a-1.0.whl?signature=abc" };

test("a link comes back from its word, and the same link has the same word", () => {
  const links = new SealedLinks();
  expect(links.open(links.seal(link))).toEqual(link);
  expect(links.seal(link)).toBe(links.seal(link));
});

test("[registries.credentials] a word shows nothing of its link", () => {
  const word = new SealedLinks().seal(link);
  expect(word).toMatch(/^[\w-]+$/);
  expect(Buffer.from(word, "base64url").toString("latin1")).not.toMatch(/hunter2|example|signature/);
});

test("[registries.reach] a word that was changed, made elsewhere or made up opens nothing", () => {
  const links = new SealedLinks();
  const bytes = Buffer.from(links.seal(link), "base64url");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(links.open(changed.toString("base64url")), String(index)).toBeUndefined();
  }
  expect(links.open(new SealedLinks().seal(link))).toBeUndefined();
  expect(links.open(bytes.subarray(0, 20).toString("base64url"))).toBeUndefined();
  expect(links.open(Buffer.from(JSON.stringify(link)).toString("base64url"))).toBeUndefined();
  expect(links.open("")).toBeUndefined();
});
