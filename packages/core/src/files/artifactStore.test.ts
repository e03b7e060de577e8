import { readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { ArtifactStore } from "./artifactStore.ts";
import { BlobStore } from "./blobStore.ts";

function temporary(): ArtifactStore {
  return new ArtifactStore(new BlobStore({ mostBytes: 1024 ** 3 }));
}

function put(store: ArtifactStore, id: string, name: string, content: string) {
  const writer = store.begin(id, name);
  writer.write(Buffer.from(content));
  return writer.finish();
}

/** The temporary folders of this process. */
function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`glovebox-${process.pid}-`));
}

test("an artifact is described, and read back byte for byte", () => {
  using store = temporary();
  const writer = store.begin("1", "a/plot.png");
  writer.write(Buffer.from("he"));
  writer.write(Buffer.from("llo"));
  expect(writer.finish()).toEqual({
    id: "1/a/plot.png",
    name: "a/plot.png",
    size: 5,
    mimeType: "image/png",
    sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  });
  expect(Buffer.from(store.read("1", "a/plot.png")).toString()).toBe("hello");
});

test("an ending that nobody knows is of the type of plain bytes", () => {
  using store = temporary();
  expect(put(store, "1", "a.nobodyknows", "").mimeType).toBe("application/octet-stream");
});

test("an artifact is not there before it is finished, nor after it was discarded", () => {
  using store = temporary();
  const writer = store.begin("1", "a");
  expect(() => store.read("1", "a")).toThrow(GloveboxError);
  writer.discard();
  expect(() => store.read("1", "a")).toThrow(GloveboxError);
});

test("names of another execution, and names that lead elsewhere, are unknown", () => {
  using store = temporary();
  put(store, "1", "a", "x");
  for (const [id, name] of [
    ["2", "a"],
    ["1", "b"],
    ["1", "../a"],
    ["1", "/etc/passwd"],
    ["__proto__", "toString"],
  ]) {
    expect(() => store.read(id ?? "", name ?? "")).toThrow(expect.objectContaining({ code: "not_found" }));
  }
});

test("the oldest executions' artifacts go once there are more than 256", () => {
  using store = temporary();
  for (let id = 0; id <= 256; id++) put(store, String(id), "a", String(id));
  expect(() => store.read("0", "a")).toThrow("kept");
  expect(Buffer.from(store.read("1", "a")).toString()).toBe("1");
  expect(Buffer.from(store.read("256", "a")).toString()).toBe("256");
  const folder = folders().map((name) => join(tmpdir(), name));
  expect(folder.flatMap((path) => readdirSync(path))).toHaveLength(256);
});

test("executions that left the same content share it, and it goes with the last of them", () => {
  using store = temporary();
  put(store, "0", "a", "same");
  put(store, "late", "b", "same");
  for (let id = 1; id <= 255; id++) put(store, String(id), "a", String(id));
  expect(() => store.read("0", "a")).toThrow("kept");
  expect(Buffer.from(store.read("late", "b")).toString()).toBe("same");
});

test("a name that is left twice has its last content", () => {
  using store = temporary();
  put(store, "1", "a", "first");
  put(store, "1", "a", "second");
  expect(Buffer.from(store.read("1", "a")).toString()).toBe("second");
});

test("the folder is this user's alone, has no artifact's name in it, and goes with the store", () => {
  const before = folders();
  const store = temporary();
  put(store, "1", "secret-name", "x");
  const [made = ""] = folders().filter((name) => !before.includes(name));
  const folder = join(tmpdir(), made);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(
    readdirSync(folder).map((name) => [name.includes("secret"), statSync(join(folder, name)).mode & 0o777]),
  ).toEqual([[false, 0o600]]);
  store[Symbol.dispose]();
  expect(folders()).toEqual(before);
});
