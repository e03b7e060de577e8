import { mkdirSync, readdirSync, renameSync, rmSync, type Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { isProcessAlive, thisProcess } from "../processes/identity.ts";
import { makeOwnedFolder } from "../processes/ownedFolder.ts";
import { type Blob, openBlob } from "./blob.ts";
import { BlobWriter } from "./blobWriter.ts";

/** A folder with more files than this is slow to list on every file system. */
const MOST_BLOBS = 100_000;

export type BlobStoreOptions = {
  /** Blobs stay there after `dispose`. Without it they lie in a temporary folder that goes with the store. */
  readonly directory?: string | undefined;
  /** Past so many bytes the oldest blobs go. */
  readonly mostBytes: number;
};

/**
 * Contents of files, each under its SHA-256, so that equal contents are kept once and no name from a sandbox is ever a
 * name on this disk. Past its bounds the blobs that were written longest ago go first. What a killed process left half
 * written is removed when the directory is next opened.
 */
export class BlobStore implements Disposable {
  readonly #directory: string | undefined;
  readonly #mostBytes: number;
  /** Sizes by hash, oldest first. */
  #sizes = new Map<string, number>();
  #bytes = 0;
  #folder: string | undefined;
  #serial = 0;
  /** Resolves once the blobs of earlier processes are counted. */
  readonly ready: Promise<void>;

  constructor({ directory, mostBytes }: BlobStoreOptions) {
    this.#directory = directory;
    this.#mostBytes = mostBytes;
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
    return new BlobWriter(path, (sha256, size) => this.#publish(path, sha256, size));
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

  remove(sha256: string): void {
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
    this.#bound();
  }

  #bound(): void {
    for (const sha256 of this.#sizes.keys()) {
      if (this.#sizes.size <= 1 || (this.#bytes <= this.#mostBytes && this.#sizes.size <= MOST_BLOBS)) return;
      this.remove(sha256);
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

function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Another process may share the directory: what it is writing is not left over. */
function isLeftOver(name: string): boolean {
  const [, pid, startTime] = /^incoming-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
  return pid !== undefined && startTime !== undefined && !isProcessAlive({ pid: Number(pid), startTime });
}
