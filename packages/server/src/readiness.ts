import { type Readiness as Found, GloveboxError } from "@glovebox/protocol";
import type { Runs } from "./executions/runs.ts";

/** Probes may come each second from several places, and looking means to build a sandbox. */
const READY_MS = 60_000;
const UNAVAILABLE_MS = 5_000;

/** Throws what stands in the way of an execution. */
type Check = () => Promise<unknown>;
/** Failures whose messages are for whoever probes. */
const KNOWN: ReadonlySet<string> = new Set(["engine_unavailable", "unavailable"]);

/** Whether an execution could run now. While it looks again, the last answer stands. */
export class Readiness {
  readonly #runs: Pick<Runs, "draining">;
  readonly #checks: readonly Check[];
  #found: Found | undefined;
  #foundAt = 0;
  #looking: Promise<Found> | undefined;

  /** The checks are made in order, up to the first that throws. */
  constructor(runs: Pick<Runs, "draining">, checks: readonly Check[]) {
    this.#runs = runs;
    this.#checks = checks;
  }

  async look(): Promise<Found> {
    if (this.#runs.draining) return { status: "draining", reason: "the server is stopping" };
    const age = performance.now() - this.#foundAt;
    if (this.#found !== undefined && age < (this.#found.status === "ready" ? READY_MS : UNAVAILABLE_MS))
      return this.#found;
    this.#looking ??= this.#lookAgain();
    return this.#found?.status === "ready" ? this.#found : this.#looking;
  }

  async #lookAgain(): Promise<Found> {
    this.#found = await this.#examine();
    this.#foundAt = performance.now();
    this.#looking = undefined;
    return this.#found;
  }

  async #examine(): Promise<Found> {
    try {
      for (const check of this.#checks) await check();
      return { status: "ready" };
    } catch (error) {
      const known = error instanceof GloveboxError && KNOWN.has(error.code);
      return {
        status: "unavailable",
        reason: known ? error.message : "a sandbox could not be built; run glovebox doctor",
      };
    }
  }
}
