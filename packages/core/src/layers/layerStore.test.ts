import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FillLayer, LayerStore } from "./layerStore.ts";
import { shelfOf } from "./shelf.ts";

const NOBODY = "4194305-1";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "layers-test-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const store = (mostBytes = 1000) => new LayerStore({ dataDir, mostBytes, youngMs: 0 });
const filled =
  (bytes: number, text = "made"): FillLayer =>
  async (staging) => {
    writeFileSync(join(staging, "file"), text);
    return { bytes, note: {} };
  };
const layers = () => readdirSync(join(shelfOf(dataDir), "layers")).sort();
const staged = () => readdirSync(join(shelfOf(dataDir), "staging"));
const facts = () => readdirSync(join(dataDir, "layers")).filter((name) => name.endsWith(".json"));

test("[layers.shared] of two processes that make the same layer at once, both have the one that was first", async () => {
  const [one, other] = [store(), store()];
  const gate = Promise.withResolvers<void>();
  const slow = other.get("key", async (staging, signal) => {
    await gate.promise;
    return filled(10, "second")(staging, signal);
  });
  const first = await one.get("key", filled(10, "first"));
  const before = statSync(first.directory).ino;
  gate.resolve();
  const second = await slow;
  expect(second.directory).toBe(first.directory);
  expect(statSync(first.directory).ino).toBe(before);
  expect(readFileSync(join(second.directory, "file"), "utf8")).toBe("first");
  await other.settle();
  expect(staged()).toEqual([]);
});

test("[layers.bounded] those used longest ago go first, until the others fit, and nothing is left of them", async () => {
  const box = store(25);
  for (const key of ["a", "b", "c", "d"]) {
    await box.get(key, filled(10));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await box.settle();
  expect([layers(), facts().sort(), staged()]).toEqual([["c", "d"], ["c.json", "d.json"], []]);
  expect(await box.find("a")).toBeUndefined();
});

test("[layers.bounded] what is in use stays, and goes once it is not", async () => {
  const box = store(15);
  const held = box.hold(await box.get("a", filled(10)));
  const twice = box.hold({ directory: join(shelfOf(dataDir), "layers/a") });
  await box.get("b", filled(10));
  await box.get("c", filled(10));
  expect(layers()).toEqual(["a", "c"]);
  held[Symbol.dispose]();
  await box.get("d", filled(10));
  expect(layers()).toEqual(["a", "d"]);
  twice[Symbol.dispose]();
  await box.get("e", filled(10));
  expect(layers()).toEqual(["e"]);
});

test("[layers.shared] what another process uses stays, and no longer once that process is gone", async () => {
  await store(15).get("a", filled(10));
  const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  const parent = `${process.ppid}-${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  const held = join(dataDir, "layers/held");
  mkdirSync(held);
  writeFileSync(join(held, `${parent}-a`), "");
  await store(15).get("b", filled(10));
  expect(layers()).toEqual(["a", "b"]);
  rmSync(join(held, `${parent}-a`));
  writeFileSync(join(held, `${NOBODY}-a`), "");
  await store(15).get("c", filled(10));
  expect(layers()).toEqual(["c"]);
  expect(readdirSync(held)).toEqual([]);
});

test("[layers.left-over] what a killed process was making, or removing, is gone after the next start", async () => {
  await store().get("kept", filled(10));
  const shelf = shelfOf(dataDir);
  for (const folder of [`staging/${NOBODY}-00000000`, "layers/half-removed"]) {
    mkdirSync(join(shelf, folder, "deep"), { recursive: true });
    writeFileSync(join(shelf, folder, "deep/file"), "");
  }
  writeFileSync(join(shelf, `staging/${NOBODY}-00000000.json`), "{}");
  const next = store();
  await next.settle();
  expect([staged(), layers()]).toEqual([[], ["kept"]]);
  expect((await next.find("kept"))?.directory).toBe(join(shelf, "layers/kept"));
});

test("[layers.left-over] a filling that fails, and one that is given up, leave nothing", async () => {
  const box = store();
  const failing = async () => {
    throw new Error("no");
  };
  await expect(box.get("a", failing)).rejects.toThrow("no");
  const giveUp = new AbortController();
  const hanging: FillLayer = async (staging, signal) => {
    writeFileSync(join(staging, "file"), "");
    giveUp.abort(new Error("given up"));
    return await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  await expect(box.get("b", hanging, giveUp.signal)).rejects.toThrow("given up");
  await expect.poll(staged).toEqual([]);
  expect([layers(), facts()]).toEqual([[], []]);
});

test("[layers.left-over] a tree that no path reaches to its end is removed all the same", async () => {
  const box = store();
  const temporary = box.temporary();
  const before = process.cwd();
  process.chdir(temporary.directory);
  try {
    for (let depth = 0; depth < 25; depth++) {
      mkdirSync("d".repeat(200));
      process.chdir("d".repeat(200));
    }
  } finally {
    process.chdir(before);
  }
  temporary[Symbol.dispose]();
  await box.settle();
  expect(existsSync(temporary.directory)).toBe(false);
});

test("[containment.shelf] other users of the machine do not come to the shelf, whose folders are open inside", async () => {
  const umask = process.umask(0o077);
  try {
    using temporary = store().temporary();
    const bits = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(bits(join(dataDir, "layers"))).toBe("700");
    for (const folder of [shelfOf(dataDir), join(shelfOf(dataDir), "layers"), temporary.directory])
      expect(bits(folder)).toBe("755");
  } finally {
    process.umask(umask);
  }
});
