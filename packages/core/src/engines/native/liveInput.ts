import type { SignalName } from "@glovebox/protocol";
import type { ProgramInput } from "../../executions/programControls.ts";
import { nativeFrames } from "./frameStream.ts";

/** What may be on its way to the program: enough to keep a pipe full, and nothing to init's memory. */
const WINDOW_BYTES = 256 * 1024;

/** Hands stdin and signals to init, and sends no more than the program reads. */
export class LiveInput implements ProgramInput {
  readonly #send: (frame: Buffer) => unknown;
  #onTheWay: number;
  #room = Promise.withResolvers<void>();

  /** `alreadySent`: bytes of stdin that went out with the program itself. */
  constructor(send: (frame: Buffer) => unknown, alreadySent: number) {
    this.#send = send;
    this.#onTheWay = alreadySent;
  }

  async write(data: Uint8Array): Promise<void> {
    for (let start = 0; start < data.length; start += WINDOW_BYTES) {
      const piece = data.subarray(start, start + WINDOW_BYTES);
      this.#onTheWay += piece.length;
      this.#send(nativeFrames.pack("stdin", piece));
      while (this.#onTheWay >= WINDOW_BYTES) await this.#room.promise;
    }
  }

  end(): void {
    this.#send(nativeFrames.pack("stdin_end"));
  }

  signal(name: SignalName): void {
    this.#send(nativeFrames.packJson("signal", { name }));
  }

  /** Init says that so many bytes more have left its hands. */
  fed(bytes: number): void {
    this.#onTheWay -= bytes;
    this.#wake();
  }

  /** The program is over: whoever waits for room waits no longer. */
  close(): void {
    this.#onTheWay = Number.NEGATIVE_INFINITY;
    this.#wake();
  }

  #wake(): void {
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }
}
