import { randomUUIDv7 } from "node:crypto";
import { bareOutcome, type ErrorCode, type Event, GloveboxError, type Outcome } from "@glovebox/protocol";
import { emptyExecution, type Glovebox, type ProgramControls, type RequestInput } from "glovebox";
import type { Admission } from "../admission/admission.ts";
import { atMost } from "../atMost.ts";
import type { ExecutionStore } from "../store/executionStore.ts";
import type { Telemetry, Watched } from "../telemetry/telemetry.ts";
import { record, recordNotes } from "./recorder.ts";
import { Run, type StartedRun } from "./run.ts";

/** What does not end so soon after it was cancelled ends with its engine. */
const STOP_MS = 5_000;
const REFUSALS: readonly ErrorCode[] = [
  "invalid_request",
  "unknown_language",
  "unknown_engine",
  "unknown_environment",
  "too_busy",
];

export type RunsOptions = {
  readonly box: Pick<Glovebox, "stream">;
  readonly admission: Admission;
  readonly store: ExecutionStore;
  readonly telemetry: Pick<Telemetry, "begin">;
};

/** The executions that have not ended: takes them on, lets them in, records them. Knows no protocol. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #runs = new Map<string, Run>();
  #draining = false;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Takes a request on. Throws where it is not in order, where too many wait, or where the server is stopping. */
  start(principal: string, request: RequestInput, { controls }: { controls?: ProgramControls } = {}): StartedRun {
    if (this.#draining) throw stopping();
    const id = randomUUIDv7();
    const run = new Run(principal, emptyExecution());
    const source = this.#options.box.stream(request, { id, principal, signal: run.signal, controls });
    const { language, metadata } = request;
    Object.assign(run.execution, { id, language, ...(metadata === undefined ? {} : { metadata }) });
    const place = this.#options.admission.enter(principal, run.signal);
    place.catch(() => undefined); // the events tell of it
    this.#runs.set(id, run);
    this.#options.store.begin({ principal, execution: run.execution });
    const watched = this.#options.telemetry.begin(request);
    return { run, events: this.#events(run, source, place, watched) };
  }

  /** One that has not ended. Undefined where there is none, or where it is another principal's. */
  find(principal: string, id: string): Run | undefined {
    const run = this.#runs.get(id);
    return run?.principal === principal ? run : undefined;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Takes nothing on any more, and resolves once all has ended. */
  async drain(): Promise<void> {
    this.#draining = true;
    await Promise.all([...this.#runs.values()].map((run) => run.ended));
  }

  /** The same, but does not let them finish. */
  async stop(): Promise<void> {
    for (const run of this.#runs.values()) run.cancel();
    await atMost(STOP_MS, this.drain());
  }

  async *#events(
    run: Run,
    source: AsyncIterable<Event>,
    place: Promise<Disposable>,
    watched: Watched,
  ): AsyncGenerator<Event> {
    try {
      const outcome = yield* this.#reported(run, source, place);
      yield await this.#end(run, outcome);
    } finally {
      this.#runs.delete(run.execution.id);
      watched(run.execution);
      run.end();
    }
  }

  /** Everything but the ending. */
  async *#reported(run: Run, source: AsyncIterable<Event>, place: Promise<Disposable>): AsyncGenerator<Event, Outcome> {
    try {
      return yield* this.#ran(run, source, place);
    } catch (error) {
      if (run.signal.aborted) return bareOutcome("cancelled");
      await this.#fail(run, error);
      throw error;
    }
  }

  async *#ran(run: Run, source: AsyncIterable<Event>, place: Promise<Disposable>): AsyncGenerator<Event, Outcome> {
    using _place = await place;
    let outcome: Outcome | undefined;
    for await (const event of source) {
      if (event.type === "ended") outcome = event.outcome;
      else yield record(run.execution, event);
    }
    if (outcome === undefined) throw new GloveboxError("internal", "the execution's events stopped before it ended");
    return outcome;
  }

  /** Completed before anybody hears that it ended. */
  async #end(run: Run, outcome: Outcome): Promise<Event> {
    const notes = [...(outcome.notes ?? []), ...recordNotes(run.execution)];
    const ended = { type: "ended", outcome: notes.length === 0 ? outcome : { ...outcome, notes } } as const;
    record(run.execution, ended);
    await this.#options.store.complete(run);
    return ended;
  }

  /** A request that was refused before anything ran leaves no record. */
  async #fail(run: Run, error: unknown): Promise<void> {
    const refused = error instanceof GloveboxError && REFUSALS.includes(error.code);
    if (refused && run.execution.state === "queued")
      await this.#options.store.withdraw(run.principal, run.execution.id);
    else await this.#end(run, crashedOutcome(error));
  }
}

/** The outcome of an execution that ended through a failure of ours. */
export function crashedOutcome(error: unknown): Outcome {
  const known = error instanceof GloveboxError && error.code !== "internal";
  return bareOutcome("crashed", {
    name: known ? error.code : "internal",
    message: known ? error.message : "Glovebox failed; its log says more",
  });
}

function stopping(): GloveboxError {
  return new GloveboxError("unavailable", "the server is stopping and takes no new executions", {
    advice: "send it again in a few seconds, to the server that comes after it",
    survives: "nothing",
    retryAfter: 5,
  });
}
