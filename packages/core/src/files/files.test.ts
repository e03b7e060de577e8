import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ArtifactStore } from "./artifactStore.ts";
import { BlobStore } from "./blobStore.ts";
import { Files } from "./files.ts";
import { MemoryFileIndex } from "./memoryFileIndex.ts";
import { holdReferences, refersToFiles } from "./references.ts";

let directory: string;
let files: Files;
let artifacts: ArtifactStore;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "files-"));
  artifacts = new ArtifactStore(new BlobStore({ mostBytes: 1_000_000 }));
  files = open(1_000_000);
  await files.ready;
});
afterEach(() => {
  files[Symbol.dispose]();
  artifacts[Symbol.dispose]();
  rmSync(directory, { recursive: true });
});

const open = (mostBytes: number, index = new MemoryFileIndex()) =>
  new Files({ index, directory, mostBytes, artifacts });

async function text(id: string, principal?: string): Promise<string> {
  return new Response((await files.open(id, { principal })).stream()).text();
}

describe("putting", () => {
  test("[files.kept] bytes, a stream and what is iterated are all kept, described and read back", async () => {
    async function* iterated() {
      yield Buffer.from("hel");
      yield Buffer.from("lo");
    }
    const sources = [Buffer.from("hello"), new Response("hello").body ?? iterated(), iterated()];
    const put = await Promise.all(sources.map((source) => files.put(source, { name: "a.txt" })));
    expect(new Set(put.map(({ id }) => id)).size).toBe(1);
    expect(put[0]).toMatchObject({ size: 5, mimeType: "text/plain", name: "a.txt" });
    expect(await text(put[0]?.id ?? "")).toBe("hello");
    expect(await files.list({ limit: 10 })).toEqual({ files: [put[2]], more: false });
  });

  test("[files.whole] a source that fails, that is too large or that is aborted leaves nothing", async () => {
    async function* failing() {
      yield Buffer.from("x");
      throw new Error("no more");
    }
    async function* endless() {
      for (;;) {
        yield Buffer.from("x");
        await sleep(5);
      }
    }
    await expect(files.put(failing())).rejects.toThrow("no more");
    await expect(files.put(Buffer.alloc(11), { mostBytes: 10 })).rejects.toMatchObject({ code: "payload_too_large" });
    await expect(files.put(Buffer.alloc(1_000_001))).rejects.toMatchObject({ code: "payload_too_large" });
    const signal = AbortSignal.timeout(50);
    await expect(files.put(endless(), { signal })).rejects.toMatchObject({ name: "AbortError" });
    await expect(files.put(Buffer.from("x"), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    await expect(files.put(Buffer.from("x"), { name: "../x" })).rejects.toMatchObject({ field: "name" });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("[files.whole] an index that fails leaves no content behind, unless somebody else has it", async () => {
    const index = new MemoryFileIndex();
    files = open(1_000_000, index);
    await files.put(Buffer.from("shared"), { principal: "anna" });
    vi.spyOn(index, "add").mockRejectedValue(new Error("full"));
    await expect(files.put(Buffer.from("shared"))).rejects.toThrow("full");
    await expect(files.put(Buffer.from("own"))).rejects.toThrow("full");
    expect(readdirSync(directory)).toHaveLength(1);
  });

  test("[isolation.files] the content of two principals goes with the second of them", async () => {
    const [a, b] = await Promise.all(["anna", "ben"].map((principal) => files.put(Buffer.from("same"), { principal })));
    expect(a?.id).not.toBe(b?.id);
    await expect(files.get(a?.id ?? "", { principal: "ben" })).rejects.toMatchObject({ code: "not_found" });
    await expect(files.remove(a?.id ?? "", { principal: "ben" })).rejects.toMatchObject({ code: "not_found" });
    await files.remove(a?.id ?? "", { principal: "anna" });
    expect(await text(b?.id ?? "", "ben")).toBe("same");
    await files.remove(b?.id ?? "", { principal: "ben" });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("[files.kept] putting and removing the same content at once ends with both or neither of entry and content", async () => {
    for (let round = 0; round < 50; round++) {
      const { id } = await files.put(Buffer.from("same"));
      const again = files.put(Buffer.from("same"));
      await files.remove(id);
      const kept = await again;
      const found = await files.get(kept.id).catch(() => undefined);
      expect(readdirSync(directory)).toHaveLength(found === undefined ? 0 : 1);
    }
  });
});

describe("holding", () => {
  const request = (given: object) => ({ language: "python", code: "x", files: given as never });

  test("[files.references] a small file becomes its bytes, a large one stays where it is", async () => {
    const small = await files.put(Buffer.from("small"));
    const large = await files.put(Buffer.alloc(300_000, "x"));
    using held = await holdReferences(request({ a: { id: small.id }, b: { id: large.id }, c: "text" }), files);
    const { a, b, c } = held.request.files as Record<string, unknown>;
    expect(Buffer.from(a as Uint8Array).toString()).toBe("small");
    expect(b).toMatchObject({ size: 300_000 });
    expect(c).toBe("text");
  });

  test("[files.references] the main file becomes its bytes up to the size of a program, unless there is no room", async () => {
    const { id } = await files.put(Buffer.alloc(300_000, "x"));
    const asked = { language: "python", main: "a", files: { b: { id }, a: { id } } };
    for (const [mayRead, type] of [
      [true, Uint8Array],
      [false, Object],
    ] as const) {
      using held = await holdReferences(asked, files, { mayRead: () => mayRead });
      expect(held.request.files?.["a"]).toBeInstanceOf(type);
      expect(held.request.files?.["b"]).not.toBeInstanceOf(Uint8Array);
    }
  });

  test("[files.references] what is held is read whole after it was removed or had to go, and goes when it is let go", async () => {
    files = open(1_000);
    const { id, sha256 } = await files.put(Buffer.alloc(900, "a"));
    const held = await holdReferences(request({ a: { id }, b: { id } }), files, { mayRead: () => false });
    await files.remove(id);
    await files.put(Buffer.alloc(900, "b"));
    expect(readdirSync(directory)).toContain(sha256);
    const pieces: Buffer[] = [];
    for await (const piece of heldFile(held.request, "b").pieces(100)) pieces.push(Buffer.from(piece));
    expect(pieces.every(({ length }) => length <= 100)).toBe(true);
    expect(Buffer.concat(pieces).toString()).toBe("a".repeat(900));
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    expect(readdirSync(directory)).not.toContain(sha256);
  });

  test("[files.bounded] what went past the bound only because it was held goes once it is let go", async () => {
    files = open(1_000);
    const { id, sha256 } = await files.put(Buffer.alloc(900, "a"));
    const held = await holdReferences(request({ a: { id } }), files, { mayRead: () => false });
    await files.put(Buffer.alloc(900, "b"));
    expect((await files.get(id)).sha256).toBe(sha256);
    held[Symbol.dispose]();
    await vi.waitFor(async () => expect(files.get(id)).rejects.toMatchObject({ code: "not_found" }));
    expect(readdirSync(directory)).not.toContain(sha256);
  });

  test("[files.references] an unknown reference is refused by name, and lets go of the known ones", async () => {
    const { id } = await files.put(Buffer.alloc(10));
    const refused = holdReferences(request({ a: { id }, "d/b": { id: "unknown" } }), files);
    await expect(refused).rejects.toMatchObject({ code: "invalid_request", field: "files.d/b.id" });
    await files.remove(id);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("[files.references] an artifact's id is found as long as the artifact is kept", async () => {
    const writer = artifacts.begin("execution", "d/a.txt");
    writer.write(Buffer.from("left"));
    const { id = "" } = writer.finish();
    using held = await holdReferences(request({ a: { id } }), files);
    expect(Buffer.from(held.request.files?.["a"] as Uint8Array).toString()).toBe("left");
    await expect(holdReferences(request({ a: { id: "execution/other" } }), files)).rejects.toMatchObject({
      field: "files.a.id",
    });
  });

  test.each([
    undefined,
    null,
    [],
    { files: null },
    { files: [{ id: "x" }] },
    { files: { a: null, b: "x", c: { id: 5 }, d: { id: "x", content: "" } } },
  ])("%j has no references, and is for the schema to judge", (request) => {
    expect(refersToFiles(request)).toBe(false);
  });
});

test("[files.whole] contents without an entry and entries without a content go when the folder is opened", async () => {
  const index = new MemoryFileIndex();
  files = open(1_000_000, index);
  const [kept, lost] = [await files.put(Buffer.from("kept")), await files.put(Buffer.from("lost"))];
  rmSync(join(directory, lost.sha256));
  const stray = new BlobStore({ directory, mostBytes: 1_000 }).begin();
  stray.write(Buffer.from("stray"));
  stray.finish();
  files = open(1_000_000, index);
  await files.ready;
  expect(readdirSync(directory)).toEqual([kept.sha256]);
  expect((await files.list({ limit: 10 })).files).toEqual([kept]);
});

function heldFile(request: { files?: object | undefined }, name: string) {
  return (request.files as Record<string, { pieces(most: number): AsyncIterable<Uint8Array> }>)[name] as {
    pieces(most: number): AsyncIterable<Uint8Array>;
  };
}
