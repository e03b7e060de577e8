import { randomUUIDv7 } from "node:crypto";
import {
  type Artifact,
  bareOutcome,
  type Event,
  GloveboxError,
  type NotebookEvent,
  NotebookRequest,
  type NotebookRun,
  type Outcome,
} from "@glovebox/protocol";
import { Channel } from "../async/channel.ts";
import { type FilesInput, parseWithFiles } from "../executions/fileInput.ts";
import type { OpenSession } from "../sessions/openSession.ts";
import type { CreateOptions, Sessions } from "../sessions/sessions.ts";
import { isTagged, languageOf, type Notebook, type NotebookCell, readNotebook } from "./format.ts";
import { notebookDisplays, Outputs } from "./outputs.ts";
import { parameterCell } from "./parameters.ts";

/** In process, a file's content may also be bytes, or a content that is held. */
export type NotebookInput = Omit<NotebookRequest, "files"> & { files?: FilesInput | undefined };

export type NotebookOptions = CreateOptions & {
  /** Of its execution. Default: a new one. */
  readonly id?: string;
};
export type NotebookListener = {
  readonly onEvent?: (event: NotebookEvent) => void;
};
type Ended = Extract<NotebookEvent, { type: "ended" }>;

/** Languages of kernels that notebooks may be for. */
const LANGUAGES = ["python", "javascript", "typescript", "bash"];

/** Runs notebooks, cell by cell, each in a session of its own. */
export class Notebooks {
  readonly #sessions: Pick<Sessions, "create">;

  constructor(sessions: Pick<Sessions, "create">) {
    this.#sessions = sessions;
  }

  /** Runs a notebook and gives it back with its outputs. See `stream`. */
  async run(
    input: NotebookInput,
    { onEvent, ...options }: NotebookOptions & NotebookListener = {},
  ): Promise<NotebookRun> {
    for await (const event of this.stream(input, options)) {
      onEvent?.(event);
      if (event.type === "ended" && event.run !== undefined) return event.run;
    }
    throw new GloveboxError("internal", "a notebook's events stopped before it ended");
  }

  /**
   * Runs a notebook. It stops at the first cell that fails, unless `allowErrors` is set or the cell is tagged
   * `raises-exception`. Throws `invalid_request` for what is no notebook, before anything is made.
   */
  stream(input: NotebookInput, options: NotebookOptions = {}): AsyncGenerator<NotebookEvent> {
    const { request, files, held } = parseWithFiles(NotebookRequest, input);
    const { notebook: given, parameters, allowErrors, cellLimits, metadata: _, ...rest } = request;
    const notebook = readNotebook(given);
    const language = languageOf(notebook, LANGUAGES);
    if (parameters !== undefined) notebook.cells = parameterCell(notebook.cells, parameters, language);
    const all = Object.fromEntries([...files, ...held]);
    const code = notebook.cells.flatMap((cell) => (runs(cell) ? cell.source : [])).join("\n");
    const create = (onProgress: CreateOptions["onProgress"]) =>
      this.#sessions.create(
        { ...rest, language, files: all },
        { ...options, code, ...(onProgress === undefined ? {} : { onProgress }) },
      );
    return ran(create, notebook, { allowErrors, cellLimits }, options);
  }
}

type Rules = Pick<NotebookRequest, "allowErrors" | "cellLimits">;

async function* ran(
  create: (onProgress: CreateOptions["onProgress"]) => Promise<OpenSession>,
  notebook: Notebook,
  rules: Rules,
  { id = randomUUIDv7(), signal }: NotebookOptions,
): AsyncGenerator<NotebookEvent> {
  const progress = new Channel<NotebookEvent>({
    highWater: Infinity,
    onPause: () => undefined,
    onResume: () => undefined,
  });
  const making = create((each) => progress.push(each)).finally(() => progress.close());
  await using _made = {
    [Symbol.asyncDispose]: () =>
      making.then(
        (session) => session.close(),
        () => undefined,
      ),
  };
  yield* progress;
  const run = new Run(await making, notebook, rules);
  yield yield* run.toItsEnd(id, signal);
}

class Run {
  readonly #session: OpenSession;
  readonly #notebook: Notebook;
  readonly #rules: Rules;
  readonly #artifacts = new Map<string, Artifact>();
  readonly #displays = notebookDisplays();
  readonly #usage = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };
  #executed = 0;

  constructor(session: OpenSession, notebook: Notebook, rules: Rules) {
    this.#session = session;
    this.#notebook = notebook;
    this.#rules = rules;
  }

  async *toItsEnd(id: string, signal: AbortSignal | undefined): AsyncGenerator<NotebookEvent, Ended> {
    const { language, version, engine, environment } = this.#session.info;
    yield { type: "started", id, language, version, engine, environment };
    const todo = [...this.#notebook.cells.entries()].filter(([, cell]) => runs(cell));
    const total = todo.length;
    let failed: { cell: number; outcome: Outcome } | undefined;
    for (const [index, cell] of todo) {
      yield { type: "cell", cell: index, done: this.#executed, total };
      const outcome = yield* this.#cell(cell, index, signal);
      yield { type: "cell_ended", cell: index, done: this.#executed, total, outcome };
      if (outcome.status === "succeeded" || (isTagged(cell, "raises-exception") && !isOurs(outcome))) continue;
      failed ??= { cell: index, outcome };
      if (!this.#rules.allowErrors || isOurs(outcome)) break;
    }
    const run = this.#result(id, failed);
    return { type: "ended", outcome: run.outcome, run };
  }

  async *#cell(
    cell: NotebookCell,
    index: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotebookEvent, Outcome> {
    const outputs = new Outputs(++this.#executed, this.#displays);
    Object.assign(cell, { execution_count: this.#executed, outputs: outputs.all });
    const { cellLimits } = this.#rules;
    const request = { code: cell.source, ...(cellLimits === undefined ? {} : { limits: cellLimits }) };
    for await (const event of this.#session.stream(request, { signal })) {
      outputs.hear(event);
      if (event.type === "ended") return this.#ended(event.outcome);
      if (event.type === "artifact") this.#artifacts.set(event.artifact.name, event.artifact);
      const told = ofCell(event, index);
      if (told !== undefined) yield told;
    }
    throw new GloveboxError("internal", "a cell's events stopped before it ended");
  }

  #ended(outcome: Outcome): Outcome {
    this.#usage.wallMs += outcome.usage.wallMs;
    this.#usage.cpuMs += outcome.usage.cpuMs;
    this.#usage.peakMemoryBytes = Math.max(this.#usage.peakMemoryBytes, outcome.usage.peakMemoryBytes);
    return outcome;
  }

  #result(id: string, failed: { cell: number; outcome: Outcome } | undefined): NotebookRun {
    const { language, version, engine, environment } = this.#session.info;
    const outcome = { ...(failed?.outcome ?? { ...bareOutcome("succeeded"), exitCode: 0 }), usage: this.#usage };
    return {
      id,
      notebook: this.#notebook,
      outcome,
      executed: this.#executed,
      ...(failed === undefined ? {} : { failedCell: failed.cell }),
      artifacts: [...this.#artifacts.values()],
      language,
      version,
      engine,
      environment,
    };
  }
}

function runs(cell: NotebookCell): boolean {
  return cell.cell_type === "code" && cell.source.trim() !== "" && !isTagged(cell, "skip-execution");
}

/** What no tag expects: it was stopped from outside, or the failure is ours. */
function isOurs({ status }: Outcome): boolean {
  return status === "cancelled" || status === "crashed";
}

function ofCell(event: Event, cell: number): NotebookEvent | undefined {
  switch (event.type) {
    case "stdout":
    case "stderr":
      return { type: event.type, cell, data: event.data };
    case "result":
      return { type: "result", cell, result: event.result };
    case "cleared":
      return { type: "cleared", cell };
    case "artifact":
      return { type: "artifact", cell, artifact: event.artifact };
    case "progress":
      return event;
    default:
      return undefined;
  }
}
