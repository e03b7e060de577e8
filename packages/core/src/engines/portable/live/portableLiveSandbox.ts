import { GloveboxError, inWorkspace, type Limits } from "@glovebox/protocol";
import type { Interpreter, InterpreterSpec, LiveSandbox, Runtime } from "../../engine.ts";
import { PortableInterpreter, type PortableInterpreterOptions } from "./portableInterpreter.ts";

export type LiveOptions = Pick<PortableInterpreterOptions, "open"> & {
  readonly runtime: Runtime;
  readonly limits: Limits;
  /** Its place among those that run at once. */
  readonly place: Disposable;
  readonly onGone: () => void;
};

/** A sandbox that stays: one process, and so one interpreter. */
export class PortableLiveSandbox implements LiveSandbox {
  readonly engine = "portable";
  readonly #options: LiveOptions;
  #interpreter: PortableInterpreter | undefined;
  #started = false;
  #gone = false;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get alive(): boolean {
    return !this.#gone && (this.#interpreter?.alive ?? true);
  }

  async start({ language, workdir, env }: InterpreterSpec, signal?: AbortSignal): Promise<Interpreter> {
    signal?.throwIfAborted();
    const { runtime, limits, open } = this.#options;
    if (this.#started || language !== runtime.language) throw onlyOne(runtime.language);
    this.#started = true;
    const { fileBytes, workspaceBytes } = limits;
    const typescript = language === "typescript";
    const live = { typescript, variables: env, workdir: inWorkspace(workdir), fileBytes, workspaceBytes };
    this.#interpreter = await PortableInterpreter.start({ runtime, limits, open, live });
    return this.#interpreter;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#gone) return;
    this.#gone = true;
    await this.#interpreter?.[Symbol.asyncDispose]();
    this.#options.place[Symbol.dispose]();
    this.#options.onGone();
  }
}

function onlyOne(language: string): GloveboxError {
  return new GloveboxError("conflict", `a sandbox of the portable engine holds one interpreter, of ${language}`, {
    advice: "create a session of its own, or take the native engine, whose sandboxes hold several",
    survives: "engine",
  });
}
