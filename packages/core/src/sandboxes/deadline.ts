/** Timers of Node's hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A moment at which something is to happen, unless it is moved or its clock stopped before. */
export class Deadline implements Disposable {
  readonly #onEnd: () => void;
  #at = 0;
  /** What was left when the clock was stopped. */
  #left: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.set(ms);
  }

  get at(): Date {
    return new Date(this.#left === undefined ? this.#at : Date.now() + this.#left);
  }

  /** From now on. A clock that stands still goes on to do so. */
  set(ms: number): void {
    if (this.#left !== undefined) {
      this.#left = ms;
      return;
    }
    this.#at = Date.now() + ms;
    this.#wait();
  }

  stop(): void {
    this.#left ??= Math.max(0, this.#at - Date.now());
    clearTimeout(this.#timer);
  }

  /** Goes on with what was left. */
  start(): void {
    const left = this.#left;
    this.#left = undefined;
    if (left !== undefined) this.set(left);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const left = this.#at - Date.now();
    this.#timer = setTimeout(
      () => {
        if (Date.now() < this.#at) this.#wait();
        else this.#onEnd();
      },
      Math.min(Math.max(0, left), LONGEST_TIMER_MS),
    ).unref();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
