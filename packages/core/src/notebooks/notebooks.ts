import {
  type Artifact,
  bareOutcome,
  type Event,
  GloveboxError,
  NotebookRequest,
  type NotebookRun,
  type Outcome,
} from "@glovebox/protocol";
import { type FilesInput, parseWithFiles } from "../executions/fileInput.ts";
import type { OpenSession } from "../sessions/openSession.ts";
import type { CreateOptions, Sessions } from "../sessions/sessions.ts";
import { isTagged, languageOf, type Notebook, type NotebookCell, readNotebook } from "./format.ts";
import { Outputs } from "./outputs.ts";
import { parameterCell } from "./parameters.ts";

/** In process, a file's content may also be bytes, or a content that is held. */
export type NotebookInput = Omit<NotebookRequest, "files"> & { files?: FilesInput | undefined };

export type NotebookOptions = CreateOptions & {
  /** Told before each cell, and at the end: how many of all code cells are done, and the one that is next. */
  readonly onCell?: (progress: { done: number; total: number; cell: number | undefined }) => void;
  /** Told of every event of every cell. */
  readonly onEvent?: (event: Event, cell: number) => void;
};

/** Languages of kernels that notebooks may be for. */
const LANGUAGES = ["python", "javascript", "typescript", "bash"];

/** Runs notebooks, cell by cell, each in a session of its own. */
export class Notebooks {
  readonly #sessions: Pick<Sessions, "create">;

  constructor(sessions: Pick<Sessions, "create">) {
    this.#sessions = sessions;
  }

  /**
   * Runs a notebook and gives it back with its outputs. It stops at the first cell that fails, unless `allowErrors` is set
   * or the cell is tagged `raises-exception`. Throws `invalid_request` for what is no notebook.
   */
  async run(input: NotebookInput, options: NotebookOptions = {}): Promise<NotebookRun> {
    const { request, files, held } = parseWithFiles(NotebookRequest, input);
    const { notebook: given, parameters, allowErrors, cellLimits, metadata: _, ...rest } = request;
    const notebook = readNotebook(given);
    const language = languageOf(notebook, LANGUAGES);
    if (parameters !== undefined) notebook.cells = parameterCell(notebook.cells, parameters, language);
    const all = Object.fromEntries([...files, ...held]);
    const code = notebook.cells.flatMap((cell) => (runs(cell) ? cell.source : [])).join("\n");
    await using session = await this.#sessions.create({ ...rest, language, files: all }, { ...options, code });
    const run = new Run(session, notebook, { allowErrors, cellLimits });
    return await run.toItsEnd(options);
  }
}

type Rules = Pick<NotebookRequest, "allowErrors" | "cellLimits">;

class Run {
  readonly #session: OpenSession;
  readonly #notebook: Notebook;
  readonly #rules: Rules;
  readonly #artifacts = new Map<string, Artifact>();
  readonly #usage = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };
  #executed = 0;

  constructor(session: OpenSession, notebook: Notebook, rules: Rules) {
    this.#session = session;
    this.#notebook = notebook;
    this.#rules = rules;
  }

  async toItsEnd(options: NotebookOptions): Promise<NotebookRun> {
    const todo = [...this.#notebook.cells.entries()].filter(([, cell]) => runs(cell));
    let failed: { cell: number; outcome: Outcome } | undefined;
    for (const [done, [index, cell]] of todo.entries()) {
      options.onCell?.({ done, total: todo.length, cell: index });
      const outcome = await this.#cell(cell, index, options);
      if (outcome.status === "succeeded" || isTagged(cell, "raises-exception")) continue;
      failed ??= { cell: index, outcome };
      if (!this.#rules.allowErrors || outcome.status === "cancelled" || outcome.status === "crashed") break;
    }
    options.onCell?.({ done: this.#executed, total: todo.length, cell: undefined });
    return this.#result(failed);
  }

  async #cell(cell: NotebookCell, index: number, { signal, onEvent }: NotebookOptions): Promise<Outcome> {
    const count = ++this.#executed;
    const outputs = new Outputs(count);
    Object.assign(cell, { execution_count: count, outputs: outputs.all });
    const { cellLimits } = this.#rules;
    const request = { code: cell.source, ...(cellLimits === undefined ? {} : { limits: cellLimits }) };
    for await (const event of this.#session.stream(request, { signal })) {
      onEvent?.(event, index);
      outputs.hear(event);
      if (event.type === "artifact") this.#artifacts.set(event.artifact.name, event.artifact);
      if (event.type === "ended") return this.#ended(event.outcome);
    }
    throw new GloveboxError("internal", "a cell's events stopped before it ended");
  }

  #ended(outcome: Outcome): Outcome {
    this.#usage.wallMs += outcome.usage.wallMs;
    this.#usage.cpuMs += outcome.usage.cpuMs;
    this.#usage.peakMemoryBytes = Math.max(this.#usage.peakMemoryBytes, outcome.usage.peakMemoryBytes);
    return outcome;
  }

  #result(failed: { cell: number; outcome: Outcome } | undefined): NotebookRun {
    const { language, version, engine, environment } = this.#session.info;
    const outcome = { ...(failed?.outcome ?? { ...bareOutcome("succeeded"), exitCode: 0 }), usage: this.#usage };
    return {
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
