import type { HttpClient } from "../httpClient.ts";
import { type Caller, type Kind, wholeNumber } from "./kind.ts";
import type { Tally } from "./tally.ts";

/** So many clients, each with the next thing to do when the last is done, in an order that the seed decides. */
export class Load {
  readonly #kinds: readonly Kind[];
  readonly #tally: Tally;
  readonly #running = new Map<Kind, number>();

  constructor(kinds: readonly Kind[], tally: Tally) {
    this.#kinds = kinds;
    this.#tally = tally;
  }

  async run(http: HttpClient, clients: number, until: number, seed: number): Promise<void> {
    const client = async (index: number) => {
      const caller: Caller = { http, random: randomFrom(seed + index) };
      while (performance.now() < until) await this.once(this.#choose(caller), caller);
    };
    await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  }

  /** Never rejects: what fails is counted. */
  async once(kind: Kind, caller: Caller): Promise<void> {
    this.#running.set(kind, this.#count(kind) + 1);
    const started = performance.now();
    try {
      await kind.run(caller);
      this.#tally.done(kind, performance.now() - started);
    } catch (error) {
      this.#tally.failed(kind, error);
    } finally {
      this.#running.set(kind, this.#count(kind) - 1);
    }
  }

  #choose({ random, http }: Caller): Kind {
    const free = this.#kinds.filter((kind) => this.#count(kind) < (kind.atOnce ?? Number.POSITIVE_INFINITY));
    let left = random() * free.reduce((sum, { weight }) => sum + weight, 0);
    for (const kind of free) {
      left -= kind.weight;
      if (left <= 0) return kind;
    }
    return free[wholeNumber({ random, http }, free.length)] ?? this.#choose({ random, http });
  }

  #count(kind: Kind): number {
    return this.#running.get(kind) ?? 0;
  }
}

/** Mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
