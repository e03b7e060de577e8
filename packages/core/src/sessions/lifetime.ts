export type LifetimeOptions = {
  readonly idleTimeoutMs: number;
  readonly maxAgeMs: number;
  /** Called once, when it has been idle for too long, or is too old. */
  readonly onEnd: () => void;
};

/** Timers of Node's hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long something lives: while it is used, or has been used lately, but no longer than its age allows. */
export class Lifetime implements Disposable {
  readonly #options: LifetimeOptions;
  readonly #born = Date.now();
  #users = 0;
  #lastUsed = Date.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LifetimeOptions) {
    this.#options = options;
    this.#wait();
  }

  get lastUsed(): Date {
    return new Date(this.#users > 0 ? Date.now() : this.#lastUsed);
  }

  /** It is used until what is answered is disposed. */
  use(): Disposable {
    this.#users++;
    return {
      [Symbol.dispose]: () => {
        this.#users--;
        this.#lastUsed = Date.now();
      },
    };
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#look(), Math.min(Math.max(1, this.#left()), LONGEST_TIMER_MS)).unref();
  }

  #look(): void {
    if (this.#left() > 0) this.#wait();
    else this.#options.onEnd();
  }

  #left(): number {
    const { idleTimeoutMs, maxAgeMs } = this.#options;
    const age = maxAgeMs - (Date.now() - this.#born);
    return Math.min(age, idleTimeoutMs - (Date.now() - this.lastUsed.getTime()));
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
