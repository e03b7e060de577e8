import { GloveboxError } from "@glovebox/protocol";
import type { NativeSandbox } from "./sandbox.ts";

/** How many sandboxes are built at once for those who wait: more only makes each slower. */
const MOST_BUILDING = 8;
/** Failures one after the other, of however many that were built at once. */
const MOST_FAILURES = 4 * MOST_BUILDING;
/** Building a sandbox slows a program that runs meanwhile, so it waits until that one has ended, or this long. */
const PATIENCE_MS = 25;

/**
 * Finished sandboxes that wait for code. Taking one starts the building of the next.
 * It gives a sandbox or destroys it; none comes back.
 */
export class Pool implements AsyncDisposable {
  readonly #size: number;
  readonly #build: (ahead: boolean) => Promise<NativeSandbox>;
  readonly #armed: NativeSandbox[] = [];
  readonly #waiting: { resolve: (sandbox: NativeSandbox) => void; reject: (reason: unknown) => void }[] = [];
  #building = 0;
  #failures = 0;
  #closed = false;
  #later: NodeJS.Timeout | undefined;

  /** `build` is told whether the sandbox is made ahead of its request, or somebody waits for it. */
  constructor(size: number, build: (ahead: boolean) => Promise<NativeSandbox>) {
    this.#size = size;
    this.#build = build;
  }

  /** A finished sandbox: at once if one waits, else the next that is built. */
  async take(signal?: AbortSignal): Promise<NativeSandbox> {
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    signal?.throwIfAborted();
    for (let sandbox = this.#armed.shift(); sandbox !== undefined; sandbox = this.#armed.shift()) {
      if (!sandbox.usable) continue;
      this.#fillLater();
      return sandbox;
    }
    return this.#wait(signal);
  }

  async #wait(signal?: AbortSignal): Promise<NativeSandbox> {
    const { promise, resolve, reject } = Promise.withResolvers<NativeSandbox>();
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
    const wanted = Math.min(this.#waiting.length + this.#size - this.#armed.length, MOST_BUILDING);
    while (!this.#closed && this.#building < wanted) {
      this.#building++;
      this.#build(this.#waiting.length === 0).then(
        (sandbox) => this.#built(sandbox),
        (error) => this.#failed(error),
      );
    }
  }

  #built(sandbox: NativeSandbox): void {
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
    if (hopeless || this.#failures >= MOST_FAILURES) {
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
