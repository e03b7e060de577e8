import { GloveboxError } from "@glovebox/protocol";
import { Pace } from "./pace.ts";

type Waiter = { readonly admit: () => void; readonly refuse: (error: GloveboxError) => void };

export type AdmissionOptions = {
  /** Executions at once. */
  readonly places: number;
  /** Executions that may wait. */
  readonly queue: number;
};

/**
 * Who may run now. Principals take turns, and each one's executions go in their order, so a thousand of one do not hold
 * up a single one of another. When the queue is full, a principal that holds more than half of it loses its newest
 * place to one that holds less; otherwise whoever comes is refused, with the time after which a place is likely.
 */
export class Admission {
  readonly #queue: number;
  readonly #pace = new Pace();
  /** In the order of their turns; none is empty. */
  readonly #waiting = new Map<string, Waiter[]>();
  #free: number;
  #count = 0;

  constructor({ places, queue }: AdmissionOptions) {
    this.#free = places;
    this.#queue = queue;
  }

  /** Resolves once there is a place; disposing what it answers frees it. Rejects with `too_busy`, or as aborted. */
  async enter(principal: string, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(principal, signal);
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (!left) this.#leave();
        left = true;
      },
    };
  }

  async #wait(principal: string, signal: AbortSignal): Promise<void> {
    if (this.#count >= this.#queue) this.#makeRoomFor(principal);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { admit: resolve, refuse: reject };
    const onAbort = () => {
      this.#remove(principal, waiter);
      reject(signal.reason);
    };
    this.#add(principal, waiter);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  #makeRoomFor(principal: string): void {
    const half = this.#queue / 2;
    const largest = [...this.#waiting].reduce((a, b) => (b[1].length > a[1].length ? b : a), ["", []]);
    const [hog, waiters] = largest;
    const newest = waiters.at(-1);
    const mayPush = hog !== principal && waiters.length > half && (this.#waiting.get(principal)?.length ?? 0) < half;
    if (!mayPush || newest === undefined) throw this.#tooBusy();
    this.#remove(hog, newest);
    newest.refuse(this.#tooBusy());
  }

  #add(principal: string, waiter: Waiter): void {
    const own = this.#waiting.get(principal);
    if (own === undefined) this.#waiting.set(principal, [waiter]);
    else own.push(waiter);
    this.#count++;
  }

  #remove(principal: string, waiter: Waiter): void {
    const own = this.#waiting.get(principal) ?? [];
    const place = own.indexOf(waiter);
    if (place < 0) return;
    own.splice(place, 1);
    this.#count--;
    if (own.length === 0) this.#waiting.delete(principal);
  }

  /** The place goes to the principal whose turn it is, which then goes to the end of the line. */
  #leave(): void {
    this.#pace.left();
    const [turn] = this.#waiting;
    const [principal, [next, ...others]] = turn ?? ["", []];
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#waiting.delete(principal);
    if (others.length > 0) this.#waiting.set(principal, others);
    this.#count--;
    next.admit();
  }

  #tooBusy(): GloveboxError {
    const retryAfter = this.#pace.secondsFor(this.#count);
    return new GloveboxError("too_busy", `${this.#count} executions wait already, which is the most`, {
      advice: `try again in ${retryAfter} s; the server's setting queue says how many may wait`,
      survives: "engine",
      retryAfter,
    });
  }
}
