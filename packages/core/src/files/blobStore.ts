import { mkdirSync, readdirSync, renameSync, rmSync, type Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { isProcessAlive, thisProcess } from "../processes/identity.ts";
import { makeOwnedFolder } from "../processes/ownedFolder.ts";
import { type Blob, openBlob } from "./blob.ts";
import { BlobWriter } from "./blobWriter.ts";
import { leftByProgram, type Stored } from "./diskFailure.ts";
import { HeldFile } from "./heldFile.ts";

/** A folder with more files than this is slow to list on every file system. */
const MOST_BLOBS = 100_000;

export type BlobStoreOptions = {
  /** Blobs stay there after `dispose`. Without it they lie in a temporary folder that goes with the store. */
  readonly directory?: string | undefined;
  /** Past so many bytes the oldest blobs go. */
  readonly mostBytes: number;
  /** How a failure to store is told. Default: as one of a program's artifact. */
  readonly stored?: Stored;
  /** Told of each blob that had to go because of the bounds. */
  readonly onGone?: (sha256: string) => void;
};

/**
 * Contents of files, each under its SHA-256, so that equal contents are kept once and no name from a sandbox is ever a
 * name on this disk. Past its bounds the blobs that were written longest ago go first. What a killed process left half
 * written is removed when the directory is next opened. A blob that somebody holds stays until it is let go.
 */
export class BlobStore implements Disposable {
  readonly #directory: string | undefined;
  readonly #mostBytes: number;
  readonly #stored: Stored;
  readonly #onGone: (sha256: string) => void;
  /** How many hold each blob. */
  readonly #holders = new Map<string, number>();
  /** Removed while they were held. */
  readonly #doomed = new Set<string>();
  /** Sizes by hash, oldest first. */
  #sizes = new Map<string, number>();
  #bytes = 0;
  #folder: string | undefined;
  #serial = 0;
  /** Resolves once the blobs of earlier processes are counted. */
  readonly ready: Promise<void>;

  constructor({ directory, mostBytes, stored = leftByProgram, onGone = () => undefined }: BlobStoreOptions) {
    this.#directory = directory;
    this.#mostBytes = mostBytes;
    this.#stored = stored;
    this.#onGone = onGone;
    if (directory !== undefined) this.#folder = claim(directory);
    // What could not be counted is counted at the next start: nothing but the bound rests on it.
    this.ready = directory === undefined ? Promise.resolve() : this.#count(directory).catch(() => undefined);
  }

  /** Whether blobs outlive this store. */
  get lasting(): boolean {
    return this.#directory !== undefined;
  }

  /** Begins to store one blob. Nothing is visible until `finish`. */
  begin(): BlobWriter {
    const { pid, startTime } = thisProcess();
    const path = join(this.#open(), `incoming-${pid}-${startTime}-${this.#serial++}`);
    return new BlobWriter(path, (sha256, size) => this.#publish(path, sha256, size), this.#stored);
  }

  /** The blob's bytes, to be read or left. `not_found` where it never was, or where it had to go. */
  async open(sha256: string): Promise<Blob> {
    const blob = this.#folder !== undefined && isHash(sha256) ? await openBlob(join(this.#folder, sha256)) : undefined;
    if (blob === undefined) throw new GloveboxError("not_found", "the file's content is no longer kept");
    return blob;
  }

  /** Where the blob's bytes lie. It may be gone already. */
  pathOf(sha256: string): string {
    return join(this.#open(), sha256);
  }

  /** Keeps the blob until what it answers is disposed. Undefined where there is none. */
  async hold(sha256: string): Promise<HeldFile | undefined> {
    if (this.#folder === undefined || !isHash(sha256)) return undefined;
    const path = join(this.#folder, sha256);
    const release = this.#keep(sha256); // before the look, so that it cannot go in between
    const size = await sizeOf(path).catch((error: unknown) => {
      release();
      throw error;
    });
    if (size !== undefined) return new HeldFile(path, size, release);
    release();
    return undefined;
  }

  /** Hashes of the blobs that are here. Complete once `ready` has resolved. */
  get hashes(): string[] {
    return [...this.#sizes.keys()];
  }

  #keep(sha256: string): () => void {
    this.#holders.set(sha256, (this.#holders.get(sha256) ?? 0) + 1);
    let released = false;
    return () => {
      if (!released) this.#letGo(sha256);
      released = true;
    };
  }

  #letGo(sha256: string): void {
    const left = (this.#holders.get(sha256) ?? 1) - 1;
    if (left > 0) {
      this.#holders.set(sha256, left);
      return;
    }
    this.#holders.delete(sha256);
    if (this.#doomed.delete(sha256)) this.remove(sha256);
    this.#bound();
  }

  /** At once, or when nobody holds it any more. */
  remove(sha256: string): void {
    if (this.#holders.has(sha256)) {
      this.#doomed.add(sha256);
      return;
    }
    this.#bytes -= this.#sizes.get(sha256) ?? 0;
    this.#sizes.delete(sha256);
    if (this.#folder !== undefined) rmSync(join(this.#folder, sha256), { force: true });
  }

  #open(): string {
    this.#folder ??= makeOwnedFolder();
    return this.#folder;
  }

  #publish(path: string, sha256: string, size: number): void {
    renameSync(path, this.pathOf(sha256));
    this.#bytes += size - (this.#sizes.get(sha256) ?? 0);
    this.#sizes.delete(sha256); // so that it becomes the newest
    this.#sizes.set(sha256, size);
    this.#doomed.delete(sha256);
    this.#bound();
  }

  /** The newest is never the one to go. */
  #bound(): void {
    let older = this.#sizes.size - 1;
    for (const sha256 of this.#sizes.keys()) {
      if (older-- <= 0 || (this.#bytes <= this.#mostBytes && this.#sizes.size <= MOST_BLOBS)) return;
      if (this.#holders.has(sha256)) continue;
      this.remove(sha256);
      this.#onGone(sha256);
    }
  }

  /** Counting goes on while the store is in use: with many blobs it takes longer than a start may. */
  async #count(directory: string): Promise<void> {
    const found: { sha256: string; stats: Stats }[] = [];
    for (const sha256 of (await readdir(directory)).filter(isHash)) {
      const stats = await stat(join(directory, sha256)).catch(() => undefined); // it had to go meanwhile
      if (stats !== undefined) found.push({ sha256, stats });
    }
    const older = found.filter(({ sha256 }) => !this.#sizes.has(sha256));
    older.sort((a, b) => a.stats.mtimeMs - b.stats.mtimeMs);
    for (const { stats } of older) this.#bytes += stats.size;
    this.#sizes = new Map([...older.map(({ sha256, stats }) => [sha256, stats.size] as const), ...this.#sizes]);
    this.#bound();
  }

  [Symbol.dispose](): void {
    if (!this.lasting && this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#sizes.clear();
  }
}

function claim(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(directory)) if (isLeftOver(name)) rmSync(join(directory, name), { force: true });
  return directory;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(absent))?.size;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Another process may share the directory: what it is writing is not left over. */
function isLeftOver(name: string): boolean {
  const [, pid, startTime] = /^incoming-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
  return pid !== undefined && startTime !== undefined && !isProcessAlive({ pid: Number(pid), startTime });
}
