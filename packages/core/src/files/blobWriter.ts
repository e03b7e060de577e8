import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { onDisk } from "./diskFailure.ts";

/** One blob on its way to disk. Either `finish` or `discard` ends it; `discard` may also follow a `finish` that failed. */
export class BlobWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #hash: Hash = createHash("sha256");
  readonly #publish: (sha256: string, size: number) => void;
  #size = 0;
  #closed = false;

  constructor(path: string, publish: (sha256: string, size: number) => void) {
    this.#path = path;
    this.#publish = publish;
    this.#file = onDisk(() => openSync(path, "wx", 0o600));
  }

  write(data: Uint8Array): void {
    onDisk(() => {
      for (let written = 0; written < data.length; ) written += writeSync(this.#file, data, written);
    });
    this.#hash.update(data);
    this.#size += data.length;
  }

  finish(): { sha256: string; size: number } {
    this.#close();
    const sha256 = this.#hash.digest("hex");
    onDisk(() => this.#publish(sha256, this.#size));
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
    onDisk(() => closeSync(this.#file));
  }
}
