import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SharedWork } from "../async/shared.ts";
import { isProcessAlive, thisProcess } from "../processes/identity.ts";
import { shelfOf } from "./shelf.ts";

export type LayerStoreOptions = {
  readonly dataDir: string;
  /** Past so many bytes the layers that were used longest ago go. */
  readonly mostBytes: number;
};

/** Fills an empty folder. What it answers is kept beside the layer. */
export type FillLayer = (staging: string, signal: AbortSignal) => Promise<LayerFacts>;

export const LayerFacts = z.object({
  bytes: z.number().describe("All its files together"),
  /** What the maker wants to know when it is used again. */
  note: z.record(z.string(), z.unknown()).default({}),
});
export type LayerFacts = z.infer<typeof LayerFacts>;

export type StoredLayer = { readonly directory: string; readonly note: LayerFacts["note"] };

/** One that another process may be about to use is not removed, however old. */
const YOUNG_MS = 10 * 60_000;
const TOUCH_MS = 60_000;

/**
 * Folders that sandboxes made and later ones get read-only: programs that were built, packages. Each lies under a key
 * that everything which influences it is part of. What is in them is a sandbox's work: the host renames and
 * removes them, and never opens a file in one. Any number of processes may share a store; a layer comes into its place
 * with one rename.
 *
 *     <dataDir>/shelf/layers/<key>    <dataDir>/shelf/staging/…    <dataDir>/layers/<key>.json, what is known of it
 */
export class LayerStore {
  readonly #layers: string;
  readonly #staging: string;
  readonly #facts: string;
  readonly #mostBytes: number;
  readonly #work = new SharedWork<StoredLayer>();
  readonly #known = new Map<string, { layer: StoredLayer; touched: number }>();
  /** Directories of layers that sandboxes of this process have now. */
  readonly #inUse = new Map<string, number>();
  #swept = false;

  constructor({ dataDir, mostBytes }: LayerStoreOptions) {
    this.#layers = join(shelfOf(dataDir), "layers");
    this.#staging = join(shelfOf(dataDir), "staging");
    this.#facts = join(dataDir, "layers");
    this.#mostBytes = mostBytes;
  }

  /** The layer with this key, if there is one. */
  async find(key: string): Promise<StoredLayer | undefined> {
    const known = this.#known.get(key);
    if (known !== undefined && Date.now() - known.touched < TOUCH_MS) return known.layer;
    const directory = join(this.#layers, key);
    const file = this.#factsOf(key);
    try {
      const { note } = LayerFacts.parse(JSON.parse(await readFile(file, "utf8")));
      statSync(directory);
      utimesSync(file, new Date(), new Date());
      const layer = { directory, note };
      this.#known.set(key, { layer, touched: Date.now() });
      return layer;
    } catch {
      this.#known.delete(key);
      return undefined; // not made, removed, or damaged: it is made again
    }
  }

  /** The same, made first where it is missing. Of several calls at once for a key one makes it. */
  async get(key: string, fill: FillLayer, signal?: AbortSignal): Promise<StoredLayer> {
    return (await this.find(key)) ?? this.#work.join(key, (stop) => this.#make(key, fill, stop), signal);
  }

  /** An empty folder on the shelf, until it is disposed. */
  temporary(): Disposable & { readonly directory: string } {
    const directory = this.#stage();
    return { directory, [Symbol.dispose]: () => removeTree(directory) };
  }

  /** To be disposed when the sandbox that has it is gone. */
  hold({ directory }: Pick<StoredLayer, "directory">): Disposable {
    this.#inUse.set(directory, (this.#inUse.get(directory) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#inUse.get(directory) ?? 1) - 1;
        if (left === 0) this.#inUse.delete(directory);
        else this.#inUse.set(directory, left);
      },
    };
  }

  async #make(key: string, fill: FillLayer, signal: AbortSignal): Promise<StoredLayer> {
    const staging = this.#stage();
    try {
      const facts = await fill(staging, signal);
      signal.throwIfAborted();
      const directory = join(this.#layers, key);
      const staged = `${staging}.json`;
      await writeFile(staged, JSON.stringify(facts));
      removeTree(directory); // one whose facts are lost
      renameSync(staging, directory);
      await rename(staged, this.#factsOf(key));
      const layer = { directory, note: facts.note };
      this.#known.set(key, { layer, touched: Date.now() });
      await this.#collect(key);
      return layer;
    } finally {
      removeTree(staging);
      await rm(`${staging}.json`, { force: true });
    }
  }

  #stage(): string {
    for (const folder of [this.#layers, this.#staging, this.#facts])
      mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (!this.#swept) this.#removeLeftOvers();
    this.#swept = true;
    const { pid, startTime } = thisProcess();
    const staging = join(this.#staging, `${pid}-${startTime}-${randomBytes(4).toString("hex")}`);
    mkdirSync(staging, { mode: 0o755 });
    return staging;
  }

  #removeLeftOvers(): void {
    for (const name of readdirSync(this.#staging)) {
      const [, pid, startTime] = /^(\d+)-(\d+)-/.exec(name) ?? [];
      if (pid === undefined || startTime === undefined || isProcessAlive({ pid: Number(pid), startTime })) continue;
      removeTree(join(this.#staging, name));
    }
  }

  /** Removes the least recently used until the others fit. */
  async #collect(fresh: string): Promise<void> {
    const all = await Promise.all(
      readdirSync(this.#facts)
        .filter((name) => name.endsWith(".json"))
        .map((name) => this.#describe(name.slice(0, -".json".length))),
    );
    const oldestFirst = all.flatMap((each) => each ?? []).toSorted((a, b) => a.usedAt - b.usedAt);
    let bytes = oldestFirst.reduce((sum, each) => sum + each.bytes, 0);
    for (const { key, bytes: own, usedAt } of oldestFirst) {
      if (bytes <= this.#mostBytes) return;
      const directory = join(this.#layers, key);
      if (key === fresh || this.#inUse.has(directory) || Date.now() - usedAt < YOUNG_MS) continue;
      await rm(this.#factsOf(key), { force: true });
      this.#known.delete(key);
      removeTree(directory);
      bytes -= own;
    }
  }

  async #describe(key: string): Promise<{ key: string; bytes: number; usedAt: number } | undefined> {
    try {
      const file = this.#factsOf(key);
      const { bytes } = LayerFacts.parse(JSON.parse(await readFile(file, "utf8")));
      return { key, bytes, usedAt: lstatSync(file).mtimeMs };
    } catch {
      return undefined; // another process has just removed it
    }
  }

  #factsOf(key: string): string {
    return join(this.#facts, `${key}.json`);
  }
}

function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
