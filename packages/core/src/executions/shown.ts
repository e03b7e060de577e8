import type { Event } from "@glovebox/protocol";
import type { Cleared } from "../engines/engine.ts";

type ShownEvent = Extract<Event, { type: "stdout" | "stderr" | "result" | "cleared" }>;

/** More than our own interpreters tell in one run. */
const MOST_RESULTS = 4_000;

/** What one run shows. `cleared` comes when it is to happen: with `wait`, just before what is new; where nothing is there, not at all. */
export class Shown {
  #results = 0;
  #isEmpty = true;
  #clears = false;

  *pass(event: Exclude<ShownEvent, { type: "cleared" }>): Generator<ShownEvent> {
    if (event.type === "result" && ++this.#results > MOST_RESULTS) return;
    const isNew = event.type !== "result" || event.result.update === undefined;
    if (isNew && this.#clears) yield* this.#clear();
    if (isNew) this.#isEmpty = false;
    yield event;
  }

  *clear({ wait }: Cleared): Generator<ShownEvent> {
    this.#clears = wait && !this.#isEmpty;
    if (!wait) yield* this.#clear();
  }

  *#clear(): Generator<ShownEvent> {
    this.#clears = false;
    if (!this.#isEmpty) yield { type: "cleared" };
    this.#isEmpty = true;
  }

  get notes(): string[] {
    return this.#results > MOST_RESULTS ? [`results after the first ${MOST_RESULTS} were left out`] : [];
  }
}
