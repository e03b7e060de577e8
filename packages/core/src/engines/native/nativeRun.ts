import { availableParallelism } from "node:os";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { NativeLanguage } from "../../runtimes/language.ts";
import type { Program, Runtime, Sandbox, SandboxEvent, SandboxSpec, Tools } from "../engine.ts";
import { runUntilStarted } from "../secondTry.ts";
import type { RunPlan } from "./programRun.ts";
import type { NativeSandbox } from "./sandbox.ts";
import { WORKSPACE } from "./variables.ts";

/** Asked once: it is a question to the kernel, on the road of every execution. */
const CORES = availableParallelism();

export type NativeRunOptions = {
  readonly first: NativeSandbox;
  /** Whether a program waits in the first to be told what to run. */
  readonly waits: boolean;
  /** Another sandbox, should the first have died while it waited. */
  readonly open: () => Promise<NativeSandbox>;
  /** To be called when the program has ended. */
  readonly refill: () => void;
  readonly spec: SandboxSpec;
  readonly language: NativeLanguage;
  readonly tools: Tools;
};

/** One sandbox together with how its language is run in it. */
export class NativeRun implements Sandbox {
  readonly engine = "native";
  readonly runtime: Runtime;
  readonly #options: NativeRunOptions;
  #sandbox: NativeSandbox;
  #waits: boolean;

  constructor(options: NativeRunOptions) {
    this.#options = options;
    this.#waits = options.waits;
    this.#sandbox = options.first;
    this.runtime = { language: options.spec.language, version: options.tools.version, aliases: [] };
  }

  run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    return runUntilStarted(
      () => this.#sandbox.run(program, this.#plan(program), signal, controls),
      async () => {
        await this.#sandbox[Symbol.asyncDispose]();
        this.#sandbox = await this.#options.open();
        this.#waits = false;
      },
    );
  }

  #plan(program: Program): RunPlan {
    const { spec, language, tools } = this.#options;
    const { limits, layers = [] } = spec;
    const context = {
      ...tools,
      limits,
      main: program.main,
      files: [...program.files.keys(), ...program.held.keys()],
      args: program.args,
      hasPackages: layers.some(({ place }) => place === "packages" || place === "nodeModules"),
    };
    const common = { limits, cpuMs: watchedCpu(limits), artifacts: true };
    if (this.#waits && language.ahead !== undefined)
      return { ...common, variables: {}, command: language.ahead.tell(context) };
    const { command, variables = {}, modulePath, reports = false } = language.run(context);
    const own = program.workdir === WORKSPACE ? program.env : { PWD: program.workdir, ...program.env };
    return { ...common, variables: { ...variables, ...own }, command, modulePath, reports };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.refill();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}

/** More than all cores for the whole time cannot be used, so such a limit needs nobody to watch it. */
export function watchedCpu({ cpuMs, timeoutMs }: SandboxSpec["limits"]): number | null {
  return cpuMs >= timeoutMs * CORES ? null : cpuMs;
}
