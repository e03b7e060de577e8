import { bareOutcome, GloveboxError, type Limits, Variable } from "@glovebox/protocol";
import { z } from "zod";
import type { ProgramControls } from "../../../executions/programControls.ts";
import type { Cell, Interpreter, InterpreterListener, Recovered, Runtime, SandboxEvent } from "../../engine.ts";
import { parseHostileJson } from "../../hostileJson.ts";
import { crashed } from "../../outcome.ts";
import type { Exit, Files } from "../child.ts";
import type { Frame } from "../frameTable.ts";
import { PortableCell } from "./portableCell.ts";
import { Succession, type SuccessionOptions } from "./succession.ts";

/** How long a process may take to tell its variables. */
const ANSWER_MS = 10_000;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const FILES_LOST = "the files of its workspace are gone too: they are in the memory of its process";

export type PortableInterpreterOptions = Pick<SuccessionOptions, "open" | "live"> & {
  readonly runtime: Runtime;
  readonly limits: Limits;
};

/** The host's end of a Deno process that runs one cell after another. It has no copies: after its death it starts anew. */
export class PortableInterpreter implements Interpreter {
  readonly runtime: Runtime;
  readonly #limits: Limits;
  readonly #processes: Succession;
  #listener: InterpreterListener | undefined;
  #cell: PortableCell | undefined;
  #question: PromiseWithResolvers<readonly Variable[]> | undefined;
  #restarting = false;

  static async start(options: PortableInterpreterOptions): Promise<PortableInterpreter> {
    const interpreter = new PortableInterpreter(options);
    await interpreter.#processes.start();
    return interpreter;
  }

  private constructor({ runtime, limits, open, live }: PortableInterpreterOptions) {
    this.runtime = runtime;
    this.#limits = limits;
    this.#processes = new Succession({
      open,
      live,
      onFrame: (frame) => this.#obey(frame),
      onEnd: () => this.#onEnd(),
      onSucceeded: (exit, recovered) => this.#onSucceeded(exit, recovered),
    });
  }

  get alive(): boolean {
    return !this.#processes.over;
  }

  listen(listener: InterpreterListener): void {
    this.#listener = listener;
  }

  async *run(cell: Cell, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    const living = await this.#processes.living();
    signal?.throwIfAborted();
    if (living === undefined) return yield { type: "ended", outcome: crashed("the interpreter has ended") };
    const { workspaceBytes } = this.#limits;
    const running = new PortableCell({ cell, controls, ...living, workspaceBytes });
    this.#cell = running;
    yield* running.events(signal);
  }

  async ready(): Promise<void> {
    await this.#processes.living();
  }

  async lay(files: Files, signal?: AbortSignal): Promise<void> {
    const living = await this.#processes.living();
    await living?.child.lay(files, signal, () => undefined);
  }

  interrupt(): void {
    this.#cell?.stop("cancelled");
  }

  async variables(): Promise<readonly Variable[]> {
    const living = await this.#processes.living();
    if (living === undefined) return [];
    const { child } = living;
    const question = Promise.withResolvers<readonly Variable[]>();
    const timer = setTimeout(() => child.kill(), ANSWER_MS);
    this.#question = question;
    child.send("ask");
    try {
      return await question.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async branch(): Promise<Interpreter> {
    throw new GloveboxError("conflict", "the portable engine cannot copy a session", {
      advice: "create another session and run its first cells again, or take the native engine",
      survives: "engine",
    });
  }

  async restart(): Promise<void> {
    this.#finish();
    this.#restarting = true;
    try {
      await this.#processes.renew();
    } finally {
      this.#restarting = false;
    }
  }

  // --- what the process says: hostile, like everything that comes from user code ---

  #obey({ name, payload }: Frame): void {
    const isOutput = name === "stdout" || name === "stderr";
    if (name === "told") this.#answer(payload);
    else if (this.#cell?.over === false && (this.#cell.started || !isOutput)) this.#cell.obey(name, payload);
    else if (isOutput) this.#listener?.onSaid(name, Buffer.from(payload));
    else throw new RangeError(name);
  }

  #answer(payload: Buffer): void {
    if (this.#question === undefined || payload.length > MOST_ANSWER_BYTES) throw new RangeError("told");
    const told = z.object({ variables: z.array(Variable).max(10_000) }).safeParse(parseHostileJson(payload));
    this.#question.resolve(told.data?.variables ?? []);
    this.#question = undefined;
  }

  // --- ends ---

  #onEnd(): void {
    this.#cell?.onExit();
    this.#question?.resolve([]);
  }

  #onSucceeded(exit: Exit, recovered: Recovered | null): void {
    if (this.#cell !== undefined && !this.#cell.over) {
      this.#cell.endByDeath(exit, recovered, [FILES_LOST]);
      return;
    }
    if (this.#restarting) return;
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    this.#listener?.onRevived(recovered ?? undefined, [`the interpreter had ended ${how} between cells`, FILES_LOST]);
  }

  #finish(): void {
    this.#cell?.endAs(bareOutcome("cancelled"));
    this.#question?.resolve([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#finish();
    await this.#processes[Symbol.asyncDispose]();
  }
}
