import type { Readable } from "node:stream";

/** A few milliseconds' worth. Without a bound one turn of the event loop reads 2 MiB of one sandbox, which may be 80,000 frames. */
const FRAMES_IN_A_ROW = 2_000;

/** Reads what a sandbox sends for as long as its reader wants it, and lets others have their turn between many small frames. */
export class FairReader {
  readonly #stream: Readable;
  #inARow = 0;
  #isPaused = false;
  #rests = false;

  /** `onChunk` answers how many frames it took. */
  constructor(stream: Readable, onChunk: (chunk: Buffer) => number) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => {
      this.#inARow += onChunk(chunk);
      if (this.#inARow >= FRAMES_IN_A_ROW && !this.#rests) this.#rest();
    });
  }

  #rest(): void {
    this.#rests = true;
    this.#stream.pause();
    setImmediate(() => {
      this.#rests = false;
      this.#inARow = 0;
      if (!this.#isPaused) this.#stream.resume();
    });
  }

  /** Whether its reader wants nothing for now. */
  get paused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#rests) this.#stream.resume();
  }
}
