import { writeSync } from "node:fs";
import process from "node:process";
import { Writable } from "node:stream";

const write = writeSync;

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

function writeAll(file: number, data: Uint8Array): Error | null {
  try {
    for (let sent = 0; sent < data.length; ) sent += write(file, data, sent);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
