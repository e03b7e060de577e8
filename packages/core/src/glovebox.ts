/**
 * Runs code in sealed sandboxes on this machine, in this process.
 *
 * ```ts
 * import { Glovebox } from "glovebox";
 * await using box = await Glovebox.open();
 * const run = await box.execute({ language: "python", code: "print(6 * 7)" });
 * console.log(run.outcome.status, run.stdout);
 * ```
 */
import {
  type Diagnosis,
  type EndedExecution,
  type Event,
  GloveboxError,
  type NotebookEvent,
  type NotebookRun,
} from "@glovebox/protocol";
import { chooseEngine } from "./engines/choice.ts";
import type { Runtime } from "./engines/engine.ts";
import type { Environment } from "./environments/environment.ts";
import type { Environments } from "./environments/environments.ts";
import type { InstallOptions, ListedEnvironment } from "./environments/store.ts";
import type { ExecutionOptions } from "./executions/executions.ts";
import { proveUsable } from "./executions/proof.ts";
import type { RequestInput } from "./executions/request.ts";
import type { Blob } from "./files/blob.ts";
import type { Files } from "./files/files.ts";
import { holdReferences, refersToFiles } from "./files/references.ts";
import type { NotebookInput, NotebookListener, NotebookOptions } from "./notebooks/notebooks.ts";
import { type Options, readOptions } from "./options.ts";
import type { Sandboxes } from "./sandboxes/sandboxes.ts";
import type { Sessions } from "./sessions/sessions.ts";
import { type Keeping, type Parts, wire } from "./wiring.ts";

export * from "@glovebox/protocol";
export type { CommandEnd, Runtime, SandboxUsage, TerminalSize } from "./engines/engine.ts";
export { isoTime } from "./engines/isoTime.ts";
export type { OpenFile, ReadRange, SandboxFiles } from "./engines/sandboxFiles.ts";
export type { Environment, InstallProgress } from "./environments/environment.ts";
export type { ListedEnvironment } from "./environments/store.ts";
export type { ExecutionOptions } from "./executions/executions.ts";
export { exitCodeOf } from "./executions/exitCode.ts";
export type { FilesInput } from "./executions/fileInput.ts";
export { ProgramControls } from "./executions/programControls.ts";
export { emptyExecution, isEnded, recordEvent } from "./executions/record.ts";
export type { RequestInput } from "./executions/request.ts";
export type { Blob } from "./files/blob.ts";
export { carryFolder, fileProblem, readScript } from "./files/carriedFiles.ts";
export { carryScript } from "./files/carriedScript.ts";
export type { FileIndex, FileListOptions, FilePage } from "./files/fileIndex.ts";
export type { FileSource, Files, HoldOptions, PutOptions } from "./files/files.ts";
export type { HeldFile } from "./files/heldFile.ts";
export { readNotebookFile } from "./files/readNotebookFile.ts";
export {
  type HeldRequest,
  holdReferences,
  type ReferenceOptions,
  type Referring,
  refersToFiles,
} from "./files/references.ts";
export { parseSize } from "./limits/sizes.ts";
export type { NotebookInput, NotebookListener, NotebookOptions } from "./notebooks/notebooks.ts";
export { Options } from "./options.ts";
export { LOCAL } from "./owner.ts";
export { detectLanguage, languageIds, languages } from "./runtimes/languages.ts";
export type { Commands } from "./sandboxes/commands.ts";
export type { Context, ContextRequest, Contexts } from "./sandboxes/contexts.ts";
export type { OpenSandbox } from "./sandboxes/openSandbox.ts";
export type { CommandEvent, CommandRequest, RunningCommand } from "./sandboxes/runningCommand.ts";
export type { CreateSandboxOptions, Sandboxes } from "./sandboxes/sandboxes.ts";
export { type FileChange, watchFolder } from "./sandboxes/watching.ts";
export type { CellInput } from "./sessions/cellInput.ts";
export type { CellOptions, OpenSession } from "./sessions/openSession.ts";
export type { CreateOptions, SessionInput, Sessions } from "./sessions/sessions.ts";
export {
  type Observability,
  ObservabilityOptions,
  openObservability,
  type TracedExecution,
} from "./telemetry/observability.ts";
export type { Box } from "./toolsets/box.ts";
export * from "./toolsets/executePython/executePython.ts";
export { ExecutionTool } from "./toolsets/executionTool/executionTool.ts";
export type { McpTool, McpToolResult, McpTools } from "./toolsets/executionTool/mcpTools.ts";
export { PYTHON_TOOLSET, requireMcpToolset } from "./toolsets/executionTool/mcpToolsets.ts";
export { ToolResult, ToolStatus } from "./toolsets/executionTool/toolResult.ts";
export type { McpAnswer, McpOffer } from "./toolsets/mcpOffer.ts";
export type { PythonAnswer } from "./toolsets/pythonInterpreter/answer.ts";
export { PythonMcpTools } from "./toolsets/pythonInterpreter/mcpTools.ts";
export {
  type Client,
  type InterpretersAnswer,
  PythonInterpreterToolSet,
  type PythonToolSetOptions,
  type SessionBox,
} from "./toolsets/pythonInterpreter/pythonInterpreterToolSet.ts";
export type { Keeping } from "./wiring.ts";

/** A runtime and the engine that has it. */
export type ListedRuntime = Runtime & { readonly engine: string };

export class Glovebox implements AsyncDisposable {
  readonly #parts: Parts;
  #closing: Promise<void> | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Opens a Glovebox. Nothing is started yet: the first execution in an environment starts its fork server.
   * Throws a GloveboxError: `invalid_request` for an option out of bounds.
   */
  static async open(options: Options = {}, keeping: Keeping = {}): Promise<Glovebox> {
    return new Glovebox(wire(readOptions(options), keeping));
  }

  /** Files that are put once, and then given to executions by their ids: `files: { "data.csv": { id } }`. */
  get files(): Files {
    return this.#parts.files;
  }

  /** Interpreters that keep their variables between executions. */
  get sessions(): Sessions {
    return this.#parts.sessions;
  }

  /** Sandboxes that stay, with files, commands and contexts of their own. */
  get sandboxes(): Sandboxes {
    return this.#parts.sandboxes;
  }

  /**
   * Runs a notebook, cell by cell in a session of its own, and gives it back with its outputs. Throws `invalid_request`
   * for what is no notebook of nbformat 4.
   */
  async runNotebook(request: NotebookInput, options?: NotebookOptions & NotebookListener): Promise<NotebookRun> {
    const { notebooks } = this.#parts;
    if (!refersToFiles(request)) return await notebooks.run(request, options);
    using held = await holdReferences(request, this.files, { principal: options?.principal });
    return await notebooks.run(held.request, options);
  }

  /** The same, with its events as they happen: progress, cells, what they show; `ended` has the notebook. */
  streamNotebook(request: NotebookInput, options?: NotebookOptions): AsyncGenerator<NotebookEvent> {
    const { notebooks } = this.#parts;
    return refersToFiles(request) ? this.#streamNotebookHolding(request, options) : notebooks.stream(request, options);
  }

  /**
   * Runs a program and collects what it left. Resolves however the program ended: see `outcome.status`.
   * Rejects with a GloveboxError where the request is wrong or no sandbox can be had. An aborted signal stops the
   * program; the outcome is then `cancelled`.
   */
  execute(request: RequestInput, options?: ExecutionOptions): Promise<EndedExecution> {
    const { executions } = this.#parts;
    return refersToFiles(request) ? this.#executeHolding(request, options) : executions.execute(request, options);
  }

  /** The same as events, as they happen; the last one is `ended`. Leaving the loop early stops the program. */
  stream(request: RequestInput, options?: ExecutionOptions): AsyncIterable<Event> {
    const { executions } = this.#parts;
    return refersToFiles(request) ? this.#streamHolding(request, options) : executions.stream(request, options);
  }

  async #executeHolding(request: RequestInput, options: ExecutionOptions = {}): Promise<EndedExecution> {
    using held = await holdReferences(request, this.files, { principal: options.principal });
    return await this.#parts.executions.execute(held.request, options);
  }

  async *#streamHolding(request: RequestInput, options: ExecutionOptions = {}): AsyncGenerator<Event> {
    using held = await holdReferences(request, this.files, { principal: options.principal });
    yield* this.#parts.executions.stream(held.request, options);
  }

  async *#streamNotebookHolding(request: NotebookInput, options?: NotebookOptions): AsyncGenerator<NotebookEvent> {
    using held = await holdReferences(request, this.files, { principal: options?.principal });
    yield* this.#parts.notebooks.stream(held.request, options);
  }

  /**
   * The bytes of an artifact of this Glovebox's execution. Those of the last 256 executions that left any are kept, up
   * to `artifactBytes`, until `close`. Throws `not_found` for others.
   */
  readArtifact(executionId: string, name: string): Uint8Array {
    return this.#parts.artifacts.read(executionId, name);
  }

  /** An artifact's content, by the hash in its description. Throws `not_found` where it is no longer kept. */
  openArtifact(sha256: string): Promise<Blob> {
    return this.#parts.artifacts.open(sha256);
  }

  /** The languages, with every version that each engine has on this machine, but for those that are switched off. */
  async runtimes(): Promise<readonly ListedRuntime[]> {
    return (await this.toolchains()).filter(({ enabled }) => enabled).map(({ enabled: _, ...runtime }) => runtime);
  }

  /** The same with those that are switched off. */
  async toolchains(): Promise<readonly (ListedRuntime & { readonly enabled: boolean })[]> {
    const { engines, switches } = this.#parts;
    return (await engines.runtimes()).map((runtime) => ({ ...runtime, enabled: switches.isEnabled(runtime) }));
  }

  /** Lets programs use a version of a language again. Throws `unknown_language` for one that is not on this machine. */
  async enableRuntime(language: string, version: string): Promise<void> {
    await this.#requireToolchain(language, version);
    this.#parts.switches.enable(language, version);
  }

  /** From now on no program can use that version of the language, until it is enabled; also not in a Glovebox to come. */
  async disableRuntime(language: string, version: string): Promise<void> {
    await this.#requireToolchain(language, version);
    this.#parts.switches.disable(language, version);
  }

  async #requireToolchain(language: string, version: string): Promise<void> {
    const all = await this.toolchains();
    if (all.some((each) => each.language === language && each.version === version)) return;
    throw new GloveboxError("unknown_language", `this machine has no ${language} ${version}`, { field: "language" });
  }

  /**
   * Starts what the first Python program would wait for, a fork server with its armed sandboxes, and says which engine
   * that is. Throws `engine_unavailable` where none can run.
   */
  warm(): Promise<{ engine: string; reason: string | undefined }> {
    return this.#parts.executions.warm();
  }

  /** What each engine can do on this machine and what keeps each promise here. Runs a program in each to know it. */
  async diagnose(): Promise<Diagnosis> {
    const engines = await this.#parts.engines.diagnose();
    return { platform: `${process.platform} ${process.arch}`, engines, auto: chooseEngine(engines) };
  }

  /** Every environment that some engine has, and each of its installations. */
  async environments(): Promise<ListedEnvironment[]> {
    const all = (await Promise.all(this.#environments().map((each) => each.list()))).flat();
    const names = [...new Set(all.map(({ name }) => name))];
    return names.map((name) => {
      const own = all.filter((each) => each.name === name);
      return {
        name,
        installed: own.flatMap(({ installed }) => installed),
        outdated: own.flatMap(({ outdated }) => outdated),
      };
    });
  }

  /**
   * Installs an environment for the engine's default Python, unless it is there. Safe to call from several processes at
   * once. The engine is by default the first that this machine can have.
   */
  async installEnvironment(name: string, options: InstallOptions & { engine?: string } = {}): Promise<Environment> {
    const { engine = "auto", ...rest } = options;
    const attempts = this.#parts.engines.attempts(engine, "python");
    for (;;) {
      const { equipped } = attempts.next();
      try {
        await proveUsable(equipped, undefined, this.#parts.limits, options.signal);
        return await equipped.environments.install(name, undefined, rest);
      } catch (error) {
        if (!attempts.passOver(error)) throw error;
      }
    }
  }

  /** Removes an environment for every Python of every engine, or of this one, and gives what was removed. */
  async removeEnvironment(name: string, { engine = "auto" }: { engine?: string } = {}): Promise<Environment[]> {
    const from = engine === "auto" ? this.#environments() : [this.#parts.engines.get(engine).environments];
    return (await Promise.all(from.map((each) => each.remove(name)))).flat();
  }

  #environments(): Environments[] {
    return this.#parts.engines.available().map(({ environments }) => environments);
  }

  /** Stops what runs and removes everything that was made for it: processes, mounts, cgroups, folders. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { engines, executions, sessions, sandboxes, artifacts, files, layers } = this.#parts;
    await sandboxes.close();
    await sessions.close();
    await engines[Symbol.asyncDispose]();
    await executions.settle();
    await layers.settle();
    artifacts[Symbol.dispose]();
    files[Symbol.dispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
