import { randomUUIDv7 } from "node:crypto";
import {
  bareOutcome,
  type ErrorCode,
  type Event,
  type Execution,
  GloveboxError,
  type NotebookEvent,
  type Outcome,
} from "@glovebox/protocol";
import {
  type CellInput,
  emptyExecution,
  type Glovebox,
  type NotebookInput,
  type OpenSession,
  type ProgramControls,
  type RequestInput,
} from "glovebox";
import type { Admission } from "../admission/admission.ts";
import { atMost } from "../atMost.ts";
import type { ExecutionStore } from "../store/executionStore.ts";
import type { Telemetry, Watched } from "../telemetry/telemetry.ts";
import { asExecution, withTold } from "./notebookEvents.ts";
import { record, recordNotes } from "./recorder.ts";
import { Run, type StartedRun } from "./run.ts";
import { stopping } from "./stopping.ts";

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
  readonly box: Pick<Glovebox, "stream" | "streamNotebook">;
  readonly admission: Admission;
  readonly store: ExecutionStore;
  readonly telemetry: Pick<Telemetry, "begin">;
};

type RunOptions = { readonly controls?: ProgramControls | undefined };
type Work = {
  /** Throws where what is asked for is not in order; only after that the rest is looked at. */
  readonly begin: (options: { id: string; principal: string; signal: AbortSignal }) => AsyncIterable<Event>;
  readonly known: () => Partial<Execution>;
  readonly watch: () => Watched;
};
type Taken = { readonly run: Run; readonly source: AsyncIterable<Event>; readonly watched: Watched };
type Ended = Extract<Event, { type: "ended" }>;

/** The executions that have not ended: takes them on, lets them in, records them. Knows no protocol. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #runs = new Map<string, Run>();
  #draining = false;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Takes a request on. Throws where it is not in order, where too many wait, or where the server is stopping. */
  start(principal: string, request: RequestInput, { controls }: RunOptions = {}): StartedRun {
    const { box, admission } = this.#options;
    const taken = this.#take(principal, {
      begin: (options) => box.stream(request, { ...options, controls }),
      known: () => about(request, request.language),
      watch: () => this.#options.telemetry.begin(request),
    });
    const place = admission.enter(principal, taken.run.signal);
    place.catch(() => undefined); // the events tell of it
    return { run: taken.run, events: this.#events(taken, place) };
  }

  /** The same for a cell of a session: it waits for its turn there first, and needs a place of the server only then. */
  startCell(session: OpenSession, input: CellInput, { controls }: RunOptions = {}): StartedRun {
    const { telemetry } = this.#options;
    const { principal, info } = session;
    const { language } = info;
    const taken = this.#take(principal, {
      begin: ({ id, signal }) => session.stream(input, { id, signal, controls }),
      known: () => ({ ...about(input, language), sessionId: session.id }),
      watch: () => telemetry.begin({ language, code: input.code }),
    });
    return { run: taken.run, events: this.#events(taken) };
  }

  /** The same for a notebook, which is one execution with all that its cells write. */
  startNotebook(principal: string, request: NotebookInput): StartedRun<NotebookEvent> {
    const { box, admission, telemetry } = this.#options;
    const told: NotebookEvent[] = [];
    const taken = this.#take(principal, {
      begin: (options) => asExecution(box.streamNotebook(request, options), told),
      known: () => about(request, "notebook"),
      watch: () => telemetry.begin({ language: "notebook" }),
    });
    const place = admission.enter(principal, taken.run.signal);
    place.catch(() => undefined); // the events tell of it
    return { run: taken.run, events: withTold(this.#events(taken, place), told, taken.run.execution) };
  }

  #take(principal: string, { begin, known, watch }: Work): Taken {
    if (this.#draining) throw stopping();
    const id = randomUUIDv7();
    const run = new Run(principal, emptyExecution());
    const source = begin({ id, principal, signal: run.signal });
    Object.assign(run.execution, { id, ...known() });
    this.#runs.set(id, run);
    this.#options.store.begin({ principal, execution: run.execution });
    return { run, source, watched: watch() };
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

  async *#events({ run, source, watched }: Taken, place?: Promise<Disposable>): AsyncGenerator<Event> {
    try {
      const ended = yield* this.#reported(run, source, place);
      yield await this.#end(run, ended);
    } finally {
      this.#runs.delete(run.execution.id);
      watched(run.execution);
      run.end();
    }
  }

  /** Everything but the ending. */
  async *#reported(run: Run, source: AsyncIterable<Event>, place?: Promise<Disposable>): AsyncGenerator<Event, Ended> {
    try {
      return yield* this.#ran(run, source, place);
    } catch (error) {
      if (run.signal.aborted) return { type: "ended", outcome: bareOutcome("cancelled") };
      await this.#fail(run, error);
      throw error;
    }
  }

  async *#ran(run: Run, source: AsyncIterable<Event>, place?: Promise<Disposable>): AsyncGenerator<Event, Ended> {
    using _place = await place;
    let ended: Ended | undefined;
    for await (const event of source) {
      if (event.type === "ended") ended = event;
      else yield record(run.execution, event);
    }
    if (ended === undefined) throw new GloveboxError("internal", "the execution's events stopped before it ended");
    return ended;
  }

  /** Completed before anybody hears that it ended. */
  async #end(run: Run, { outcome, ...rest }: Ended): Promise<Event> {
    const notes = [...(outcome.notes ?? []), ...recordNotes(run.execution)];
    const ended = { ...rest, outcome: notes.length === 0 ? outcome : { ...outcome, notes } };
    record(run.execution, ended);
    await this.#options.store.complete(run);
    return ended;
  }

  /** A request that was refused before anything ran leaves no record. */
  async #fail(run: Run, error: unknown): Promise<void> {
    const refused = error instanceof GloveboxError && REFUSALS.includes(error.code);
    if (refused && run.execution.state === "queued")
      await this.#options.store.withdraw(run.principal, run.execution.id);
    else await this.#end(run, { type: "ended", outcome: crashedOutcome(error) });
  }
}

/** What is known of an execution before it starts. */
function about({ metadata }: Pick<RequestInput, "metadata">, language: string): Partial<Execution> {
  return { language, ...(metadata === undefined ? {} : { metadata }) };
}

/** The outcome of an execution that ended through a failure of ours. */
export function crashedOutcome(error: unknown): Outcome {
  const known = error instanceof GloveboxError && error.code !== "internal";
  return bareOutcome("crashed", {
    name: known ? error.code : "internal",
    message: known ? error.message : "Glovebox failed; its log says more",
  });
}
