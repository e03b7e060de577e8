import { once } from "node:events";
import type { Writable } from "node:stream";
import type { HeldFile } from "../files/heldFile.ts";

const PIECE_BYTES = 256 * 1024;

/** As much of an engine's frames as lays files. */
type Frames = {
  packJson(name: "file", header: { name: string; size: number }): Uint8Array;
  pack(name: "data", payload: Uint8Array): Uint8Array;
};

export type Laying = {
  readonly frames: Frames;
  readonly signal: AbortSignal | undefined;
  /** Called whenever a piece is about to be sent: it goes on. */
  readonly onProgress: () => void;
};

/**
 * Sends the files as they are read, no faster than the other end takes them. Where the signal aborts, or the other end
 * goes, it stops in the middle and says nothing: what became of the sandbox is told elsewhere.
 */
export async function layHeld(out: Writable, files: ReadonlyMap<string, HeldFile>, laying: Laying): Promise<void> {
  for await (const frame of framesOf(files, laying.frames)) {
    if (laying.signal?.aborted || out.destroyed || !out.writable) return;
    laying.onProgress();
    if (!out.write(frame)) await drained(out, laying.signal);
  }
}

async function* framesOf(files: ReadonlyMap<string, HeldFile>, frames: Frames): AsyncGenerator<Uint8Array> {
  for (const [name, file] of files) {
    yield frames.packJson("file", { name, size: file.size });
    for await (const piece of file.pieces(PIECE_BYTES)) yield frames.pack("data", piece);
  }
}

/** Resolves once the other end has taken what was written, has gone, or the signal aborts. */
export async function drained(out: Writable, signal?: AbortSignal): Promise<void> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const ends = ["drain", "close"].map((event) => once(out, event, { signal: either }));
  await Promise.race(ends).catch(() => undefined); // aborted, or broken: whoever goes on looks again
  over.abort();
  await Promise.allSettled(ends);
}
