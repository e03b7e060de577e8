import { setImmediate } from "node:timers/promises";

/** How long a reader is given one value after another: each may have it write a file. */
const TURN_MS = 10;

export type ChannelOptions = {
  readonly highWater: number;
  /** What each value takes beside the units that it is pushed with. Default: 0. */
  readonly unitsPerValue?: number;
  readonly onPause: () => void;
  readonly onResume: () => void;
};

/**
 * Values on their way from a source that pushes to one reader that pulls.
 * Past `highWater` units waiting, the source is asked to pause; it resumes once the reader has caught up.
 * However many wait, others have their turn of the event loop among them.
 */
export class Channel<T> implements AsyncIterable<T> {
  readonly #options: ChannelOptions;
  readonly #waiting: { value: T; units: number }[] = [];
  #units = 0;
  #paused = false;
  #closed = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  push(value: T, own = 1): void {
    if (this.#closed) return;
    const { unitsPerValue = 0, highWater, onPause } = this.#options;
    const units = own + unitsPerValue;
    this.#waiting.push({ value, units });
    this.#units += units;
    if (!this.#paused && this.#units > highWater) {
      this.#paused = true;
      onPause();
    }
    this.#wake?.();
  }

  /** No value comes after this. With a failure the reader gets it once it has read the rest. */
  close(failure?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#failure = failure;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (let since = performance.now(); ; ) {
      if (performance.now() - since > TURN_MS) {
        await setImmediate();
        since = performance.now();
      }
      const next = this.#waiting.shift();
      if (next !== undefined) {
        this.#took(next.units);
        yield next.value;
      } else if (this.#closed) {
        if (this.#failure !== undefined) throw this.#failure;
        return;
      } else {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
        this.#wake = undefined;
        since = performance.now();
      }
    }
  }

  #took(units: number): void {
    this.#units -= units;
    if (this.#paused && this.#units <= this.#options.highWater / 2) {
      this.#paused = false;
      this.#options.onResume();
    }
  }
}
