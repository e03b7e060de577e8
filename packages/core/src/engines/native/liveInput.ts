import type { SignalName } from "@glovebox/protocol";
import type { ProgramInput } from "../../executions/programControls.ts";

/** What may be on its way to the program: enough to keep a pipe full, and nothing to init's memory. */
const WINDOW_BYTES = 256 * 1024;

/** How init is told. */
export type InputFrames = {
  readonly stdin: (piece: Uint8Array) => void;
  readonly end: () => void;
  readonly signal: (name: SignalName) => void;
};

/** Hands stdin and signals to init, and sends no more than the program reads. */
export class LiveInput implements ProgramInput {
  readonly #frames: InputFrames;
  #onTheWay: number;
  #over = false;
  #room = Promise.withResolvers<void>();

  /** `alreadySent`: bytes of stdin that went out with the program itself. */
  constructor(frames: InputFrames, alreadySent = 0) {
    this.#frames = frames;
    this.#onTheWay = alreadySent;
  }

  async write(data: Uint8Array): Promise<void> {
    for (let start = 0; start < data.length && !this.#over; start += WINDOW_BYTES) {
      const piece = data.subarray(start, start + WINDOW_BYTES);
      this.#onTheWay += piece.length;
      this.#frames.stdin(piece);
      while (this.#onTheWay >= WINDOW_BYTES) await this.#room.promise;
    }
  }

  end(): void {
    if (!this.#over) this.#frames.end();
  }

  signal(name: SignalName): void {
    if (!this.#over) this.#frames.signal(name);
  }

  /** Init says that so many bytes more have left its hands. */
  fed(bytes: number): void {
    this.#onTheWay -= bytes;
    this.#wake();
  }

  /** The program is over: whoever waits for room waits no longer, and nothing reaches the next one. */
  close(): void {
    this.#over = true;
    this.#onTheWay = Number.NEGATIVE_INFINITY;
    this.#wake();
  }

  #wake(): void {
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }
}
