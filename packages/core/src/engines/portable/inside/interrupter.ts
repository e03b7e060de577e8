const SIGINT = 2;

/** Reads the host's last word in a thread of its own, because the program's thread may never come to it. */
const LISTENER = `
self.onmessage = ({ data }) => {
  Deno.stdin.readSync(new Uint8Array(1));
  const flag = new Int32Array(data);
  Atomics.store(new Uint8Array(data), 0, ${SIGINT});
  Atomics.notify(flag, 0);
};`;

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
    const source = URL.createObjectURL(new Blob([LISTENER], { type: "text/javascript" }));
    this.#thread = new Worker(source, { type: "module" });
  }

  /** From now on stdin belongs to the other thread. */
  listen(): void {
    this.#thread.postMessage(this.#memory);
  }

  /** Sleeps without burning the processor, and wakes early at an interruption. */
  wait(milliseconds: number): void {
    Atomics.wait(this.#flag, 0, 0, milliseconds);
  }
}
