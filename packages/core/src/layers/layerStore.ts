import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { SharedWork } from "../async/shared.ts";
import { isProcessAlive, thisProcess } from "../processes/identity.ts";
import { Holds } from "./holds.ts";
import { removeTree } from "./removal.ts";
import { makeOpen, makeShelf, shelfOf } from "./shelf.ts";

export type LayerStoreOptions = {
  readonly dataDir: string;
  /** Past so many bytes the layers that were used longest ago go. */
  readonly mostBytes: number;
  /** For tests; default 15 s. */
  readonly youngMs?: number;
};

/** Fills an empty folder. What it answers is kept beside the layer. */
export type FillLayer = (staging: string, signal: AbortSignal) => Promise<LayerFacts>;

export const LayerFacts = z.object({
  bytes: z.number().describe("What all of it takes on the disk"),
  /** What the maker wants to know when it is used again. */
  note: z.record(z.string(), z.unknown()).default({}),
});
export type LayerFacts = z.infer<typeof LayerFacts>;

export type StoredLayer = { readonly directory: string; readonly note: LayerFacts["note"] };

/** One that another process has found, and is about to hold, is not removed. */
const YOUNG_MS = 15_000;
const TOUCH_MS = 5_000;

/**
 * Folders that sandboxes made and later ones get read-only: programs that were built, packages. Each lies under a key
 * that everything which influences it is part of. What is in them is a sandbox's work: the host renames and
 * removes them, and never opens a file in one. Any number of processes may share a store: a layer comes into its place
 * with one rename, leaves it with one, and is what it was in between. Its facts come before it and go after it.
 *
 *     <dataDir>/layers/shelf/layers/<key>       <dataDir>/layers/<key>.json, what is known of it
 *     <dataDir>/layers/shelf/staging/…          <dataDir>/layers/held/…, who has which now
 */
export class LayerStore {
  readonly #shelf: string;
  readonly #layers: string;
  readonly #staging: string;
  readonly #facts: string;
  readonly #mostBytes: number;
  readonly #youngMs: number;
  readonly #work = new SharedWork<StoredLayer>();
  readonly #known = new Map<string, { layer: StoredLayer; touched: number }>();
  readonly #holds: Holds;
  readonly #removals = new Set<Promise<void>>();

  constructor({ dataDir, mostBytes, youngMs = YOUNG_MS }: LayerStoreOptions) {
    this.#shelf = shelfOf(dataDir);
    this.#layers = join(this.#shelf, "layers");
    this.#staging = join(this.#shelf, "staging");
    this.#facts = join(dataDir, "layers");
    this.#mostBytes = mostBytes;
    this.#youngMs = youngMs;
    this.#holds = new Holds(join(this.#facts, "held"));
    this.#removeLeftOvers();
  }

  /** The layer with this key, if there is one. */
  async find(key: string): Promise<StoredLayer | undefined> {
    const known = this.#known.get(key);
    if (known !== undefined && Date.now() - known.touched < Math.min(TOUCH_MS, this.#youngMs)) return known.layer;
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
    return { directory, [Symbol.dispose]: () => this.#remove(directory) };
  }

  /** To be disposed when the sandbox that has it is gone. */
  hold({ directory }: Pick<StoredLayer, "directory">): Disposable {
    return this.#holds.hold(basename(directory));
  }

  /** Resolves when what was to be removed is gone. */
  async settle(): Promise<void> {
    await Promise.all(this.#removals);
  }

  async #make(key: string, fill: FillLayer, signal: AbortSignal): Promise<StoredLayer> {
    const staging = this.#stage();
    const staged = `${staging}.json`;
    try {
      const facts = await fill(staging, signal);
      signal.throwIfAborted();
      const directory = join(this.#layers, key);
      await writeFile(staged, JSON.stringify(facts));
      await rename(staged, this.#factsOf(key));
      await this.#place(staging, directory);
      const layer = { directory, note: facts.note };
      this.#known.set(key, { layer, touched: Date.now() });
      this.#collect(key, await this.#descriptions());
      return layer;
    } finally {
      this.#remove(staging);
      await rm(staged, { force: true });
    }
  }

  /** Where another process made the same one meanwhile, its programs may have it: that one stays. */
  async #place(staging: string, directory: string): Promise<void> {
    try {
      await rename(staging, directory);
    } catch (error) {
      if (!existsSync(directory)) throw error;
    }
  }

  #stage(): string {
    makeShelf(this.#shelf);
    const staging = this.#ownPlace();
    for (const folder of [this.#layers, this.#staging, staging]) makeOpen(folder);
    return staging;
  }

  /** A name below the staging folder that tells whose it is. */
  #ownPlace(): string {
    const { pid, startTime } = thisProcess();
    return join(this.#staging, `${pid}-${startTime}-${randomBytes(4).toString("hex")}`);
  }

  /** What processes that are gone were making or removing, and layers of which nothing is known any more. */
  #removeLeftOvers(): void {
    for (const name of list(this.#staging)) {
      const [, pid, startTime] = /^(\d+)-(\d+)-/.exec(name) ?? [];
      if (pid === undefined || startTime === undefined || isProcessAlive({ pid: Number(pid), startTime })) continue;
      this.#remove(join(this.#staging, name));
    }
    for (const key of list(this.#layers)) if (!existsSync(this.#factsOf(key))) this.#discard(key);
  }

  /** Removes the least recently used until the others fit. */
  #collect(fresh: string, all: readonly Description[]): void {
    const held = this.#holds.all();
    let bytes = all.reduce((sum, each) => sum + each.bytes, 0);
    for (const { key, bytes: own, usedAt } of all.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= this.#mostBytes) return;
      if (key === fresh || held.has(key) || Date.now() - usedAt < this.#youngMs) continue;
      if (this.#discard(key)) bytes -= own;
    }
  }

  /** Answers whether it is gone. Who has begun to use it in this moment keeps it: a mount follows a rename. */
  #discard(key: string): boolean {
    const directory = join(this.#layers, key);
    const away = this.#ownPlace();
    try {
      renameSync(directory, away);
      if (this.#holds.all().has(key)) {
        renameSync(away, directory);
        return false;
      }
    } catch {
      if (existsSync(directory)) return false;
    }
    this.#known.delete(key);
    rmSync(this.#factsOf(key), { force: true });
    this.#remove(away);
    return true;
  }

  async #descriptions(): Promise<readonly Description[]> {
    const names = list(this.#facts).filter((name) => name.endsWith(".json"));
    const all = await Promise.all(names.map((name) => this.#describe(name.slice(0, -".json".length))));
    return all.flatMap((each) => each ?? []);
  }

  async #describe(key: string): Promise<Description | undefined> {
    try {
      const file = this.#factsOf(key);
      const { bytes } = LayerFacts.parse(JSON.parse(await readFile(file, "utf8")));
      return { key, bytes, usedAt: lstatSync(file).mtimeMs };
    } catch {
      return undefined; // another process has just removed it
    }
  }

  #remove(path: string): void {
    if (!existsSync(path)) return;
    const removal = removeTree(path).finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }

  #factsOf(key: string): string {
    return join(this.#facts, `${key}.json`);
  }
}

type Description = { readonly key: string; readonly bytes: number; readonly usedAt: number };

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not made yet
  }
}
