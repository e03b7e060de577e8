/** How much the newest interval counts against all earlier ones. */
const WEIGHT = 0.1;
const LEAST_SECONDS = 1;
const MOST_SECONDS = 60;

/** How fast places have become free of late. */
export class Pace {
  readonly #now: () => number;
  #intervalMs: number | undefined;
  #lastMs: number | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  left(): void {
    const now = this.#now();
    if (this.#lastMs !== undefined) {
      const interval = now - this.#lastMs;
      this.#intervalMs =
        this.#intervalMs === undefined ? interval : (1 - WEIGHT) * this.#intervalMs + WEIGHT * interval;
    }
    this.#lastMs = now;
  }

  /** Whole seconds until so many have left, if it goes on like that. */
  secondsFor(count: number): number {
    const seconds = Math.ceil(((this.#intervalMs ?? 0) * count) / 1000);
    return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, seconds));
  }
}
