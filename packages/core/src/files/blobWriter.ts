import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { leftByProgram, onDisk, type Stored } from "./diskFailure.ts";

/** One blob on its way to disk. Either `finish` or `discard` ends it; `discard` may also follow a `finish` that failed. */
export class BlobWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #hash: Hash = createHash("sha256");
  readonly #publish: (sha256: string, size: number) => void;
  readonly #stored: Stored;
  #size = 0;
  #closed = false;

  constructor(path: string, publish: (sha256: string, size: number) => void, stored: Stored = leftByProgram) {
    this.#path = path;
    this.#publish = publish;
    this.#stored = stored;
    this.#file = onDisk(() => openSync(path, "wx", 0o600), stored);
  }

  /** Bytes written up to now. */
  get size(): number {
    return this.#size;
  }

  write(data: Uint8Array): void {
    onDisk(() => {
      for (let written = 0; written < data.length; ) written += writeSync(this.#file, data, written);
    }, this.#stored);
    this.#hash.update(data);
    this.#size += data.length;
  }

  finish(): { sha256: string; size: number } {
    this.#close();
    const sha256 = this.#hash.digest("hex");
    onDisk(() => this.#publish(sha256, this.#size), this.#stored);
    return { sha256, size: this.#size };
  }

  discard(): void {
    this.#close();
    rmSync(this.#path, { force: true });
  }

  /** Once: the number may be another file's by the second time, also where closing failed. */
  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    onDisk(() => closeSync(this.#file), this.#stored);
  }
}
