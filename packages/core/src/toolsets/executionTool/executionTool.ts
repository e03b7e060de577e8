import { randomUUIDv7 } from "node:crypto";
import { GloveboxError, type NotebookRun } from "@glovebox/protocol";
import type { RequestInput } from "../../executions/request.ts";
import { carryFolder, readScript } from "../../files/carriedFiles.ts";
import { carryScript } from "../../files/carriedScript.ts";
import { readNotebookFile } from "../../files/readNotebookFile.ts";
import { detectLanguage } from "../../runtimes/languages.ts";
import { type Observability, type ObservabilityOptions, openObservability } from "../../telemetry/observability.ts";
import type { Box } from "../box.ts";
import { type Frame, resultOfError, resultOfExecution } from "./envelope.ts";
import {
  ExecuteInput,
  limitsOf,
  NotebookToolInput,
  type ReadInput,
  readInput,
  ScriptInput,
  type SharedInput,
} from "./input.ts";
import { McpTools } from "./mcpTools.ts";
import { resultOfNotebook } from "./notebook.ts";
import type { ToolResult } from "./toolResult.ts";

export type ToolOptions = { readonly signal?: AbortSignal };
/** A request, with what its result should mention. */
type Asked = { readonly request: RequestInput; readonly notes: readonly string[] };

/** Runs code in any language, and answers in one envelope whatever happened. */
export class ExecutionTool {
  readonly #box: Box;
  readonly #engine: string | undefined;

  constructor(box: Box, { engine }: { engine?: string } = {}) {
    this.#box = box;
    this.#engine = engine;
  }

  /** Never rejects for a request that is wrong or a machine that cannot run it: that is exit code 2. */
  execute(input: ExecuteInput, options: ToolOptions = {}): Promise<ToolResult> {
    return this.#run(input?.language, options, () => this.#asked(readInput(ExecuteInput, input)));
  }

  /**
   * Runs a file of this machine, in the language of its ending or first line. The files beside it come along, or those
   * of its project, up to 50 MB, nothing hidden and no links.
   */
  executeScript(path: string, input: ScriptInput = {}, options: ToolOptions = {}): Promise<ToolResult> {
    return this.#run(input.language ?? detectLanguage(path, "")?.id, options, () => {
      const { language, ...shared } = readInput(ScriptInput, input);
      const script = readScript(path);
      const known = language ?? languageOf(path, script);
      const { main, files, note } = carryScript(script, known);
      const laid = { ...Object.fromEntries(files), ...shared.files, [main]: script.content };
      const request = { language: known, main, ...this.#shared(shared, laid) };
      return { request, notes: note === undefined ? [] : [`${note}; give those that are needed in files`] };
    });
  }

  /**
   * Runs a notebook of this machine, cell by cell in one session, with the files beside it; `result.notebook` has its
   * outputs. `timeout` is for all of it. `allow_errors`: go on after a cell that fails.
   */
  executeNotebook(path: string, input: NotebookToolInput = {}, { signal }: ToolOptions = {}): Promise<ToolResult> {
    return this.#answer("python", async (frame) => {
      const { allow_errors, parameters, ...shared } = readInput(NotebookToolInput, input);
      if (this.#box.runNotebook === undefined)
        throw new GloveboxError("engine_unavailable", "this box has no sessions");
      const { folder, text } = readNotebookFile(path);
      const { files, note } = carryFolder(folder);
      const {
        args: _,
        stdin: __,
        ...request
      } = this.#shared(shared, { ...Object.fromEntries(files), ...shared.files });
      const late = AbortSignal.timeout(shared.timeout * 1000);
      const run = await this.#box.runNotebook(
        { ...request, notebook: text, parameters, allowErrors: allow_errors },
        { signal: signal === undefined ? late : AbortSignal.any([signal, late]) },
      );
      const notes = note === undefined ? [] : [`${note}; give those that are needed in files`];
      const timedOut = late.aborted && !signal?.aborted;
      return resultOfNotebook(timedOut ? outOfTime(run) : run, { ...frame, notes });
    });
  }

  /**
   * The tools that an MCP server offers, to list and to call in this process. Toolsets: `execution`, and `pydantic` with
   * the functions that an agent of PydanticAI knows.
   */
  getMcpServer({ toolset = "execution" }: { readonly toolset?: string } = {}): McpTools {
    const ask = (read: () => Partial<ExecuteInput>) => this.#asked(readInput(ExecuteInput, read()));
    return new McpTools((language, options, read) => this.#run(language, options, () => ask(read)), toolset);
  }

  /**
   * The way to a collector for what the caller traces and records around its executions. Close it, so that the last of
   * it is sent. Throws a GloveboxError that names an option with a bad value.
   */
  enableObservability(options: ObservabilityOptions = {}): Promise<Observability> {
    return openObservability(options);
  }

  #asked({ language, code, ...shared }: ReadInput): Asked {
    return { request: { language, code, ...this.#shared(shared, shared.files) }, notes: [] };
  }

  #shared(shared: SharedInput, files: NonNullable<RequestInput["files"]>): Omit<RequestInput, "language"> {
    const { args, stdin, env_vars, packages, working_dir } = shared;
    return {
      files,
      args,
      env: env_vars,
      workdir: working_dir,
      limits: limitsOf(shared),
      ...(packages.length === 0 ? {} : { packages }),
      ...(stdin === undefined ? {} : { stdin }),
      ...(this.#engine === undefined ? {} : { engine: this.#engine }),
    };
  }

  #run(language: string | undefined, { signal }: ToolOptions, ask: () => Asked): Promise<ToolResult> {
    return this.#answer(language, async (frame) => {
      const { request, notes } = ask();
      return resultOfExecution(await this.#box.execute(request, { id: frame.id, signal }), { ...frame, notes });
    });
  }

  async #answer(language: string | undefined, run: (frame: Frame) => Promise<ToolResult>): Promise<ToolResult> {
    const frame: Frame = { id: randomUUIDv7(), startedAt: new Date(), notes: [] };
    try {
      return await run(frame);
    } catch (error) {
      if (!(error instanceof GloveboxError)) throw error;
      return resultOfError(error, language ?? "", frame);
    }
  }
}

function outOfTime(run: NotebookRun): NotebookRun {
  return { ...run, outcome: { ...run.outcome, status: "timed_out" } };
}

function languageOf(path: string, { name, content }: ReturnType<typeof readScript>): string {
  const found = detectLanguage(name, content.toString("utf8", 0, 256))?.id;
  if (found !== undefined) return found;
  const message = `the language of ${JSON.stringify(path)} is not known by its ending or first line; give language`;
  throw new GloveboxError("invalid_request", message, { field: "language" });
}
