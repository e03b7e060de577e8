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
import type { EndedExecution, Event } from "@glovebox/protocol";
import type { Runtime } from "./engines/engine.ts";
import type { Environment } from "./environments/environment.ts";
import type { InstallOptions, ListedEnvironment } from "./environments/store.ts";
import type { ExecutionOptions } from "./executions/executions.ts";
import type { RequestInput } from "./executions/request.ts";
import { type Options, readOptions } from "./options.ts";
import { type Parts, wire } from "./wiring.ts";

export * from "@glovebox/protocol";
export type { Runtime } from "./engines/engine.ts";
export type { Environment, InstallProgress } from "./environments/environment.ts";
export type { ListedEnvironment } from "./environments/store.ts";
export type { ExecutionOptions } from "./executions/executions.ts";
export { emptyExecution, isEnded, recordEvent } from "./executions/record.ts";
export type { RequestInput } from "./executions/request.ts";
export type { Options } from "./options.ts";
export { detectLanguage } from "./runtimes/languages.ts";

export class Glovebox implements AsyncDisposable {
  readonly #parts: Parts;
  #closing: Promise<void> | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Opens a Glovebox. Nothing is started yet: the first execution in an environment starts its fork server.
   * Throws a GloveboxError: `invalid_request` for an option out of bounds, `engine_unavailable` where no engine can run.
   */
  static async open(options: Options = {}): Promise<Glovebox> {
    return new Glovebox(wire(readOptions(options)));
  }

  /**
   * Runs a program and collects what it left. Resolves however the program ended: see `outcome.status`.
   * Rejects with a GloveboxError where the request is wrong or no sandbox can be had. An aborted signal stops the
   * program; the outcome is then `cancelled`.
   */
  execute(request: RequestInput, options?: ExecutionOptions): Promise<EndedExecution> {
    return this.#parts.executions.execute(request, options);
  }

  /** The same as events, as they happen; the last one is `ended`. Leaving the loop early stops the program. */
  stream(request: RequestInput, options?: ExecutionOptions): AsyncIterable<Event> {
    return this.#parts.executions.stream(request, options);
  }

  /**
   * The bytes of an artifact of this Glovebox's execution. Those of the last 256 executions that left any are kept, up
   * to 1 GiB, until `close`. Throws `not_found` for others.
   */
  readArtifact(executionId: string, name: string): Uint8Array {
    return this.#parts.artifacts.read(executionId, name);
  }

  /** The languages, with every version that is on this machine. */
  runtimes(): Promise<readonly Runtime[]> {
    return this.#parts.engine.runtimes();
  }

  environments(): Promise<ListedEnvironment[]> {
    return this.#parts.environments.list();
  }

  /** Installs an environment for the default Python, unless it is there. Safe to call from several processes at once. */
  async installEnvironment(name: string, options?: InstallOptions): Promise<Environment> {
    return this.#parts.environments.install(name, await this.#parts.engine.toolchains.python(), options);
  }

  /** Removes an environment for every Python that it was installed for, and gives what was removed. */
  removeEnvironment(name: string): Promise<Environment[]> {
    return this.#parts.environments.remove(name);
  }

  /** Stops what runs and removes everything that was made for it: processes, mounts, cgroups, folders. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { engine, executions, artifacts } = this.#parts;
    await engine[Symbol.asyncDispose]();
    await executions.settle();
    artifacts[Symbol.dispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
