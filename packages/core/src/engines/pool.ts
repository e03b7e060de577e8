import { GloveboxError } from "@glovebox/protocol";

/** How many sandboxes are built at once for those who wait, unless the engine says otherwise. */
const MOST_BUILDING = 8;
/** Failures one after the other, for each that may be built at once. */
const FAILURES_EACH = 4;
/** Building a sandbox slows a program that runs meanwhile, so it waits until that one has ended, or this long. */
const PATIENCE_MS = 25;

/** As much of a sandbox as a pool has to do with: whether it can still take code, and its end. */
export interface Poolable extends AsyncDisposable {
  readonly usable: boolean;
}

/**
 * Finished sandboxes that wait for code. Taking one starts the building of the next.
 * It gives a sandbox or destroys it; none comes back.
 */
export class Pool<S extends Poolable> implements AsyncDisposable {
  readonly #size: number;
  readonly #build: (ahead: boolean) => Promise<S>;
  readonly #armed: S[] = [];
  readonly #waiting: { resolve: (sandbox: S) => void; reject: (reason: unknown) => void }[] = [];
  readonly #mostBuilding: number;
  #building = 0;
  #failures = 0;
  #closed = false;
  #later: NodeJS.Timeout | undefined;

  /**
   * `build` is told whether the sandbox is made ahead of its request, or somebody waits for it. More than
   * `mostBuilding` at once would only make each slower.
   */
  constructor(size: number, build: (ahead: boolean) => Promise<S>, mostBuilding = MOST_BUILDING) {
    this.#size = size;
    this.#build = build;
    this.#mostBuilding = mostBuilding;
  }

  /** A finished sandbox: at once if one waits, else the next that is built. */
  async take(signal?: AbortSignal): Promise<S> {
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    signal?.throwIfAborted();
    const sandbox = this.takeWaiting();
    if (sandbox === undefined) return this.#wait(signal);
    this.#fillLater();
    return sandbox;
  }

  /** One that waits, if there is one. It builds none: `fill` does. */
  takeWaiting(): S | undefined {
    for (let sandbox = this.#armed.shift(); sandbox !== undefined; sandbox = this.#armed.shift()) {
      if (sandbox.usable) return sandbox;
      void sandbox[Symbol.asyncDispose]();
    }
    return undefined;
  }

  async #wait(signal?: AbortSignal): Promise<S> {
    const { promise, resolve, reject } = Promise.withResolvers<S>();
    const waiter = { resolve, reject };
    const onAbort = () => {
      const place = this.#waiting.indexOf(waiter);
      if (place >= 0) this.#waiting.splice(place, 1);
      reject(signal?.reason);
    };
    this.#waiting.push(waiter);
    signal?.addEventListener("abort", onAbort, { once: true });
    this.fill();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** Off the road of the request that took one: `fill` is called again when it has ended. */
  #fillLater(): void {
    if (this.#waiting.length > 0 || this.#armed.length === 0) this.fill();
    else this.#later ??= setTimeout(() => this.fill(), PATIENCE_MS);
  }

  /** Builds until as many wait as should. */
  fill(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    const wanted = Math.min(this.#waiting.length + this.#size - this.#armed.length, this.#mostBuilding);
    while (!this.#closed && this.#building < wanted) {
      this.#building++;
      this.#build(this.#waiting.length === 0).then(
        (sandbox) => this.#built(sandbox),
        (error) => this.#failed(error),
      );
    }
  }

  #built(sandbox: S): void {
    this.#building--;
    this.#failures = 0;
    const waiter = this.#closed ? undefined : this.#waiting.shift();
    if (this.#closed) void sandbox[Symbol.asyncDispose]();
    else if (waiter !== undefined) waiter.resolve(sandbox);
    else this.#armed.push(sandbox);
    this.fill();
  }

  /** A sandbox may fail because its warden just died, so it is tried again; not where no wall can stand at all. */
  #failed(error: unknown): void {
    this.#building--;
    this.#failures++;
    const hopeless = error instanceof GloveboxError && error.code === "engine_unavailable";
    if (hopeless || this.#failures >= FAILURES_EACH * this.#mostBuilding) {
      this.#failures = 0;
      for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
    } else if (this.#waiting.length > 0) {
      this.fill();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#later);
    const error = new GloveboxError("closed", "this Glovebox was closed", { survives: "nothing" });
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
    await Promise.all(this.#armed.splice(0).map((sandbox) => sandbox[Symbol.asyncDispose]()));
  }
}
