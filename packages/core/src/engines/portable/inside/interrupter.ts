import { portableFrames } from "../frameTable.ts";

const SIGINT = 2;

/** Reads the host's last word in a thread of its own, because the program's thread may never come to it. */
const LISTENER = `
self.onmessage = ({ data }) => {
  Deno.stdin.readSync(new Uint8Array(1));
  const flag = new Int32Array(data);
  Atomics.store(new Uint8Array(data), 0, ${SIGINT});
  Atomics.notify(flag, 0);
};`;

/** The same where the process stays: every frame goes on to the program's thread, and a stop interrupts it at once. */
const LIVE_LISTENER = `
self.onmessage = ({ data }) => {
  const flag = new Int32Array(data);
  const exactly = (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = Deno.stdin.readSync(bytes.subarray(at));
      if (read === null) return undefined;
      at += read;
    }
    return bytes;
  };
  for (;;) {
    const head = exactly(5);
    const payload = head && exactly(new DataView(head.buffer).getUint32(0, true));
    if (payload === undefined) return self.postMessage(null);
    const letter = String.fromCharCode(head[4]);
    if (letter === "${portableFrames.letterOf("stop")}") {
      Atomics.store(new Uint8Array(data), 0, ${SIGINT});
      Atomics.notify(flag, 0);
    }
    self.postMessage({ letter, payload });
  }
};`;

/** Taken here, because a program does not find it. */
const Thread = Worker;

/**
 * Lets the host interrupt a program that never gives way: after the program, anything on stdin (a stop, or its end)
 * becomes a KeyboardInterrupt.
 */
export class Interrupter {
  readonly #memory = new SharedArrayBuffer(4);
  readonly #flag = new Int32Array(this.#memory);
  readonly #thread: Worker;
  /** What Pyodide looks at between instructions. */
  readonly buffer = new Uint8Array(this.#memory);

  constructor() {
    this.#thread = threadOf(LISTENER);
  }

  /** From now on stdin belongs to the other thread. */
  listen(): void {
    this.#thread.postMessage(this.#memory);
  }

  /** From now on it brings the orders: null where the host has gone. */
  serve(onOrder: (order: { letter: string; payload: Uint8Array } | null) => void): void {
    const thread = threadOf(LIVE_LISTENER);
    thread.onmessage = ({ data }) => onOrder(data as { letter: string; payload: Uint8Array } | null);
    thread.postMessage(this.#memory);
  }

  /** What was asked of the cell before does not concern the next. */
  forget(): void {
    Atomics.store(this.#flag, 0, 0);
  }

  /** Sleeps without burning the processor, and wakes early at an interruption. */
  wait(milliseconds: number): void {
    Atomics.wait(this.#flag, 0, 0, milliseconds);
  }
}

function threadOf(source: string): Worker {
  return new Thread(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
}
