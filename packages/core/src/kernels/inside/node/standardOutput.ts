import { writeSync } from "node:fs";
import process from "node:process";
import { Writable } from "node:stream";

const write = writeSync;
const { wait } = Atomics;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Makes process.stdout and process.stderr anew. They write at once, so that a cell's output is out before it is over; and
 * where an interrupt took away a write that was under way, the old ones would wait for its end for ever.
 */
export function renewOutput(): void {
  for (const [name, fd] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    const stream = Object.assign(new Writable({ write: (data, _, done) => done(writeAll(fd, data)) }), { fd });
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
    // Where Node's own console keeps the stream that it found first.
    Reflect.set(console, `_${name}`, stream);
  }
}

/** Node itself makes the pipe one that does not wait: where it is full, nothing is taken yet. */
function writeSome(file: number, data: Uint8Array, start: number): number {
  try {
    return write(file, data, start);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    wait(pause, 0, 0, 1);
    return 0;
  }
}

function writeAll(file: number, data: Uint8Array): Error | null {
  try {
    for (let sent = 0; sent < data.length; ) sent += writeSome(file, data, sent);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
