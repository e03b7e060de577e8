import type { Diagnosis, Readiness as Found } from "@glovebox/protocol";
import type { Runs } from "./executions/runs.ts";

/** Probes may come each second from several places, and looking at the machine runs programs. */
const READY_MS = 60_000;
const UNAVAILABLE_MS = 5_000;

type Diagnose = () => Promise<Pick<Diagnosis, "auto">>;

/** Whether an execution could run now. While it looks again, the last answer stands. */
export class Readiness {
  readonly #runs: Pick<Runs, "draining">;
  readonly #diagnose: Diagnose;
  #found: Found | undefined;
  #foundAt = 0;
  #looking: Promise<Found> | undefined;

  constructor(runs: Pick<Runs, "draining">, diagnose: Diagnose) {
    this.#runs = runs;
    this.#diagnose = diagnose;
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
      const { auto } = await this.#diagnose();
      return auto.engine === null ? { status: "unavailable", reason: auto.reason } : { status: "ready" };
    } catch {
      return { status: "unavailable", reason: "looking at the machine failed; run glovebox doctor on it" };
    }
  }
}
