import type { Event } from "@glovebox/protocol";
import { missesWhenRun, missingPackageHint } from "../packages/missing.ts";

const MOST_CHARACTERS = 8 * 1024;

/** Remembers what a program said last on stderr, and makes a note of what it says is missing when it has failed. */
export class LastWords {
  readonly #language: string;
  readonly #counts: boolean;
  #said = "";

  constructor(language: string) {
    this.#language = language;
    this.#counts = missesWhenRun(language);
  }

  heard(event: Event): Event {
    if (!this.#counts) return event;
    if (event.type === "stderr") this.#said = (this.#said + event.data).slice(-MOST_CHARACTERS);
    if (event.type !== "ended" || event.outcome.status !== "failed") return event;
    const hint = missingPackageHint(this.#language, this.#said);
    if (hint === undefined) return event;
    return { ...event, outcome: { ...event.outcome, notes: [...(event.outcome.notes ?? []), hint] } };
  }
}
