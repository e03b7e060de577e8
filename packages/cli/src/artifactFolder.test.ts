import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ArtifactFolder } from "./artifactFolder.ts";

let place = "";
let out = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "artifact-test-"));
  out = join(place, "out");
});
afterEach(() => rmSync(place, { recursive: true }));

function save(name: string, content = "new", force = false) {
  return new ArtifactFolder(out, force).save(name, Buffer.from(content));
}

function read(name: string): string {
  return readFileSync(join(out, name), "utf8");
}

test("an artifact lands in the folder, which is made with those in it, and cannot be executed", () => {
  expect(save("plots/a.sh")).toEqual({ path: join(out, "plots/a.sh"), note: undefined });
  expect(read("plots/a.sh")).toBe("new");
  expect(statSync(join(out, "plots/a.sh")).mode & 0o111).toBe(0);
});

test("nothing is made where nothing is saved", () => {
  new ArtifactFolder(out, false);
  expect(existsSync(out)).toBe(false);
});

test("an existing file stays, and the artifact gets a number before its ending", () => {
  for (const content of ["one", "two", "three"]) save("a/b.tar.gz", content);
  expect(readdirSync(join(out, "a")).sort()).toEqual(["b.tar-2.gz", "b.tar-3.gz", "b.tar.gz"]);
  expect([read("a/b.tar.gz"), read("a/b.tar-3.gz")]).toEqual(["one", "three"]);
  expect(save("a/b.tar.gz")).toMatchObject({ note: expect.stringContaining("--force") });
});

test("--force replaces a file", () => {
  save("a", "old");
  expect(save("a", "new", true)).toEqual({ path: join(out, "a"), note: undefined });
  expect(read("a")).toBe("new");
  expect(readdirSync(out)).toEqual(["a"]);
});

test.each([true, false])("a link in the folder is never written through (--force %s)", (force) => {
  const victim = join(place, "victim");
  writeFileSync(victim, "precious");
  mkdirSync(out);
  symlinkSync(victim, join(out, "a.txt"));
  symlinkSync(join(place, "not-yet"), join(out, "b.txt"));
  symlinkSync(place, join(out, "folder"));
  expect(save("a.txt", "new", force)).toMatchObject({ path: join(out, "a-2.txt") });
  expect(save("b.txt", "new", force)).toMatchObject({ path: join(out, "b-2.txt") });
  expect(save("folder/c", "new", force)).toMatchObject({ refused: expect.stringContaining("in the way") });
  expect(readFileSync(victim, "utf8")).toBe("precious");
  expect(readdirSync(place).sort()).toEqual(["out", "victim"]);
});

test.each([
  [".bashrc", "hidden"],
  ["a/.ssh/authorized_keys", "hidden"],
  [".git/hooks/pre-commit", "hidden"],
  ["../a", '".."'],
  ["a/../../b", '".."'],
  ["/etc/passwd", "absolute"],
  ["", "empty"],
  ["a\0b", "NUL"],
  ["a//b", "empty component"],
  ["x".repeat(300), "longer"],
])("%j is refused, and nothing is made for it", (name, reason) => {
  expect(save(name)).toMatchObject({ refused: expect.stringContaining(reason) });
  expect(readdirSync(place)).toEqual([]);
});

test("a file where a folder is needed, or the other way round, is no reason to stop", () => {
  save("a");
  expect(save("a/b")).toMatchObject({ refused: expect.stringContaining("in the way") });
  save("c/d");
  expect(save("c")).toMatchObject({ path: join(out, "c-2") });
  expect(save("c", "new", true)).toMatchObject({ path: join(out, "c-3") });
});

test("--out that is a file, or has no name, is refused before anything runs", () => {
  writeFileSync(out, "");
  expect(() => new ArtifactFolder(out, false)).toThrow(/^--out /);
  expect(() => new ArtifactFolder("", false)).toThrow(/^--out /);
  expect(() => new ArtifactFolder("x".repeat(300), false)).toThrow(/^--out /);
});

test("a folder that cannot be made is a reason, and does not hold anybody up", () => {
  expect(new ArtifactFolder("/proc/none/here", false).save("a", Buffer.from("x"))).toEqual({
    refused: expect.stringContaining("ENOENT"),
  });
});
