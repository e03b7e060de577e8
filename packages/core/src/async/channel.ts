/**
 * Values on their way from a source that pushes to one reader that pulls.
 * Past `highWater` units waiting, the source is asked to pause; it resumes once the reader has caught up.
 */
export class Channel<T> implements AsyncIterable<T> {
  readonly #highWater: number;
  readonly #onPause: () => void;
  readonly #onResume: () => void;
  readonly #waiting: { value: T; units: number }[] = [];
  #units = 0;
  #paused = false;
  #closed = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(options: { highWater: number; onPause: () => void; onResume: () => void }) {
    this.#highWater = options.highWater;
    this.#onPause = options.onPause;
    this.#onResume = options.onResume;
  }

  push(value: T, units = 1): void {
    if (this.#closed) return;
    this.#waiting.push({ value, units });
    this.#units += units;
    if (!this.#paused && this.#units > this.#highWater) {
      this.#paused = true;
      this.#onPause();
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
    for (;;) {
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
      }
    }
  }

  #took(units: number): void {
    this.#units -= units;
    if (this.#paused && this.#units <= this.#highWater / 2) {
      this.#paused = false;
      this.#onResume();
    }
  }
}
