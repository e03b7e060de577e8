import { type FileHandle, open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { GloveboxError } from "@glovebox/protocol";

/** A content that stays until this is disposed, whatever becomes of its file's name. It is read as often as needed. */
export class HeldFile implements Disposable {
  readonly size: number;
  readonly #path: string;
  readonly #release: () => void;

  constructor(path: string, size: number, release: () => void) {
    this.#path = path;
    this.size = size;
    this.#release = release;
  }

  /** Equal contents have equal keys, and different ones different keys. */
  get contentKey(): string {
    return basename(this.#path);
  }

  /** All of it, in pieces of at most so many bytes, none of which is read before it is asked for. */
  async *pieces(most: number): AsyncGenerator<Uint8Array, void> {
    let left = this.size;
    const file = await told(open(this.#path, "r"));
    try {
      while (left > 0) {
        const piece = await told(next(file, Math.min(left, most)));
        left -= piece.length;
        yield piece;
      }
    } finally {
      await file.close();
    }
  }

  /** All of it at once: for small ones. */
  read(): Promise<Uint8Array> {
    return told(readFile(this.#path));
  }

  [Symbol.dispose](): void {
    this.#release();
  }
}

async function next(file: FileHandle, most: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(most), 0, most);
  if (bytesRead === 0) throw new Error("it is shorter than it was");
  return buffer.subarray(0, bytesRead);
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new GloveboxError("unavailable", "the content of a file that is kept cannot be read", {
      advice: "put the file again; the log of Glovebox says more",
      survives: "engine",
      cause,
    });
  }
}
