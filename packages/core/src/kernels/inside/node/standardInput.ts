import { constants, createReadStream, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import process from "node:process";
import type { Readable } from "node:stream";

/** Where the pipe of the session's stdin is; descriptor 0 is a file without a name (definitions/javascript.ts). */
const LIVE = 5;

/** What a cell reads: the text that it was given, or what its caller sends while it runs, or nothing. */
export class StandardInput {
  readonly #file = openSync("/proc/self/fd/0", "r+");
  #live: Readable | undefined;

  set({ stdin, input }: { stdin: boolean; input: string | null }): void {
    const at = positionOf(0);
    ftruncateSync(this.#file, at);
    if (input !== null) writeSync(this.#file, input, at);
    let stream: Readable | undefined;
    Object.defineProperty(process, "stdin", {
      configurable: true,
      get: () => {
        stream ??= stdin ? this.#attached() : fromFile();
        return stream;
      },
    });
  }

  /** The cell is over. From here on nothing is read, for what comes next is the next cell's. */
  release(): void {
    this.#live?.destroy();
    this.#live = undefined;
  }

  #attached(): Readable {
    if (this.#live !== undefined) return this.#live;
    // Opened anew: what one cell's stream has read ahead, or that it came to its end, is nothing to the next one's.
    const fd = openSync(`/proc/self/fd/${LIVE}`, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#live = Object.assign(new Socket({ fd, readable: true, writable: false }), { fd });
    return this.#live;
  }
}

function fromFile(): Readable {
  return Object.assign(createReadStream("", { fd: 0, autoClose: false }), { fd: 0 });
}

/** How far everybody who has the descriptor has read. */
function positionOf(file: number): number {
  return Number(/^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, "utf8"))?.[1] ?? 0);
}
