/** A piece of work that several callers wait for: it is done once, and given up when the last of them has gone. */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /** The work of this name, started by the first who asks. An aborted caller leaves alone. */
  async join(name: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const running = this.#running.get(name) ?? this.#start(name, start);
    running.waiting++;
    try {
      return await untilAborted(running.result, signal);
    } finally {
      running.waiting--;
      if (running.waiting === 0) running.stop.abort(signal?.reason);
    }
  }

  #start(name: string, start: (signal: AbortSignal) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const result = start(stop.signal).finally(() => {
      if (this.#running.get(name) === running) this.#running.delete(name);
    });
    result.catch(() => undefined); // whoever waits hears of it
    const running: Running<T> = { result, stop, waiting: 0 };
    // Given up work is nothing to join any more.
    stop.signal.addEventListener("abort", () => this.#running.get(name) === running && this.#running.delete(name));
    this.#running.set(name, running);
    return running;
  }
}

type Running<T> = { readonly result: Promise<T>; readonly stop: AbortController; waiting: number };

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted(); // starting the work may have taken a while
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
