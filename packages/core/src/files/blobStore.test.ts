import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BlobStore } from "./blobStore.ts";
import { BlobWriter } from "./blobWriter.ts";
import { onDisk } from "./diskFailure.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "blobs-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(store: BlobStore, content: string): string {
  const writer = store.begin();
  writer.write(Buffer.from(content));
  return writer.finish().sha256;
}

async function read(store: BlobStore, sha256: string): Promise<string> {
  return new Response((await store.open(sha256)).stream()).text();
}

test("what is stored comes back by its hash, also after the store was opened again", async () => {
  const first = new BlobStore({ directory, mostBytes: 1000 });
  const sha256 = put(first, "hello");
  expect(await read(first, sha256)).toBe("hello");
  first[Symbol.dispose]();
  expect(await read(new BlobStore({ directory, mostBytes: 1000 }), sha256)).toBe("hello");
});

test("equal contents are kept once, and only this user can read them", () => {
  const store = new BlobStore({ directory, mostBytes: 1000 });
  const sha256 = put(store, "hello");
  expect(put(store, "hello")).toBe(sha256);
  expect(readdirSync(directory)).toEqual([sha256]);
  expect(statSync(join(directory, sha256)).mode & 0o777).toBe(0o600);
});

test("past its bytes the blobs that were written longest ago go, and one written again counts as new", async () => {
  const store = new BlobStore({ directory, mostBytes: 10 });
  const [a, b] = [put(store, "aaaaa"), put(store, "bbbbb")];
  put(store, "aaaaa");
  const c = put(store, "ccccc");
  await expect(store.open(b)).rejects.toMatchObject({ code: "not_found" });
  expect([await read(store, a), await read(store, c)]).toEqual(["aaaaa", "ccccc"]);
});

test("the blobs of an earlier process count, the oldest first", async () => {
  const first = new BlobStore({ directory, mostBytes: 1000 });
  const [a, b] = [put(first, "aaaaa"), put(first, "bbbbb")];
  utimesSync(join(directory, b), 1, 1);
  const second = new BlobStore({ directory, mostBytes: 12 });
  await second.ready;
  put(second, "cc");
  expect(await read(second, a)).toBe("aaaaa");
  put(second, "d");
  await expect(second.open(b)).rejects.toMatchObject({ code: "not_found" });
});

test("what a dead process left half written goes, what a living one writes and what is not ours stays", () => {
  const living = new BlobStore({ directory, mostBytes: 1000 }).begin();
  writeFileSync(join(directory, "incoming-999999999-1-0"), "half");
  writeFileSync(join(directory, "somebody's"), "else");
  new BlobStore({ directory, mostBytes: 1000 });
  expect(readdirSync(directory).filter((name) => name.includes("999999999"))).toEqual([]);
  expect(readdirSync(directory)).toHaveLength(2);
  living.discard();
});

test.each(["", "../secret", "0", "x".repeat(64)])("%j is no hash, and finds nothing", async (name) => {
  const store = new BlobStore({ directory, mostBytes: 1000 });
  await expect(store.open(name)).rejects.toMatchObject({ code: "not_found" });
});

test("a disk that is full is told as such, and a bug of ours is not", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const fail = () => {
    throw full;
  };
  expect(() => onDisk(fail)).toThrow(expect.objectContaining({ code: "unavailable", cause: full }));
  const gone = Object.assign(new Error("ENOENT: no such file or directory, open"), { code: "ENOENT" });
  const lose = () => {
    throw gone;
  };
  expect(() => onDisk(lose)).toThrow(expect.objectContaining({ code: "unavailable", cause: gone }));
  const bug = new TypeError("a bug");
  expect(() =>
    onDisk(() => {
      throw bug;
    }),
  ).toThrow(bug);
});

test("a blob that cannot be published is told as the disk's failure, and discarding it closes nothing of others", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, rename"), { code: "ENOSPC" });
  const path = join(directory, "incoming");
  const writer = new BlobWriter(path, () => {
    throw full;
  });
  expect(() => writer.finish()).toThrow(expect.objectContaining({ code: "unavailable", cause: full }));
  const other = openSync(join(directory, "other"), "wx"); // has the number that the writer's file had
  writer.discard();
  writer.discard();
  expect(fstatSync(other).isFile()).toBe(true);
  closeSync(other);
  expect(readdirSync(directory)).toEqual(["other"]);
});

test.each(["stat", "read"] as const)("a blob whose %s fails is closed", async (method) => {
  const sha256 = put(new BlobStore({ directory, mostBytes: 1000 }), "hello");
  await using any = await open(join(directory, sha256));
  const failed: FileHandle[] = [];
  const spy = vi.spyOn(Object.getPrototypeOf(any) as FileHandle, method).mockImplementation(async function (
    this: FileHandle,
  ) {
    failed.push(this);
    throw new Error("EIO");
  });
  const store = new BlobStore({ directory, mostBytes: 1000 });
  await expect(read(store, sha256)).rejects.toThrow("EIO");
  spy.mockRestore();
  expect(failed.map(({ fd }) => fd)).toEqual([-1]);
});

test("a blob that is being read can be removed, and is read to its end", async () => {
  const store = new BlobStore({ directory, mostBytes: 1_000_000 });
  const content = "x".repeat(200_000);
  const sha256 = put(store, content);
  const blob = await store.open(sha256);
  store.remove(sha256);
  expect(await new Response(blob.stream()).text()).toBe(content);
});
