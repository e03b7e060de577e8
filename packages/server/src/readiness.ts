import { type Readiness as Found, GloveboxError } from "@glovebox/protocol";
import type { Runs } from "./executions/runs.ts";

/** Probes may come each second from several places, and looking means to build a sandbox. */
const READY_MS = 60_000;
const UNAVAILABLE_MS = 5_000;

/** Builds a sandbox, or throws what stands in the way. */
type TryEngine = () => Promise<unknown>;

/** Whether an execution could run now. While it looks again, the last answer stands. */
export class Readiness {
  readonly #runs: Pick<Runs, "draining">;
  readonly #tryEngine: TryEngine;
  #found: Found | undefined;
  #foundAt = 0;
  #looking: Promise<Found> | undefined;

  constructor(runs: Pick<Runs, "draining">, tryEngine: TryEngine) {
    this.#runs = runs;
    this.#tryEngine = tryEngine;
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
      await this.#tryEngine();
      return { status: "ready" };
    } catch (error) {
      const known = error instanceof GloveboxError && error.code === "engine_unavailable";
      return {
        status: "unavailable",
        reason: known ? error.message : "a sandbox could not be built; run glovebox doctor",
      };
    }
  }
}
