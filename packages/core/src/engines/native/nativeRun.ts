import { availableParallelism } from "node:os";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { NativeLanguage } from "../../runtimes/language.ts";
import type { Program, Runtime, Sandbox, SandboxEvent, SandboxSpec, Tools } from "../engine.ts";
import { runUntilStarted } from "../secondTry.ts";
import type { House } from "./house.ts";
import type { NativeSandbox, RunPlan } from "./sandbox.ts";
import { WORKSPACE } from "./variables.ts";

/** Asked once: it is a question to the kernel, on the road of every execution. */
const CORES = availableParallelism();

export type NativeRunOptions = {
  readonly first: NativeSandbox;
  /** Another sandbox, should the first have died while it waited. */
  readonly open: () => Promise<NativeSandbox>;
  readonly house: House;
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

  constructor(options: NativeRunOptions) {
    this.#options = options;
    this.#sandbox = options.first;
    this.runtime = { language: options.spec.language, version: options.tools.version, aliases: [] };
  }

  run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    return runUntilStarted(
      () => this.#sandbox.run(program, this.#plan(program), signal, controls),
      async () => {
        await this.#sandbox[Symbol.asyncDispose]();
        this.#sandbox = await this.#options.open();
      },
    );
  }

  #plan(program: Program): RunPlan {
    const { spec, language, tools } = this.#options;
    const { limits, layers = [] } = spec;
    const {
      command,
      variables = {},
      modulePath,
    } = language.run({
      ...tools,
      limits,
      main: program.main,
      files: [...program.files.keys(), ...program.held.keys()],
      args: program.args,
      hasPackages: layers.some(({ place }) => place === "packages" || place === "nodeModules"),
    });
    const own = program.workdir === WORKSPACE ? program.env : { PWD: program.workdir, ...program.env };
    return {
      limits,
      variables: { ...variables, ...own },
      command,
      modulePath,
      cpuMs: watchedCpu(limits),
      artifacts: true,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.house.refill();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}

/** More than all cores for the whole time cannot be used, so such a limit needs nobody to watch it. */
export function watchedCpu({ cpuMs, timeoutMs }: SandboxSpec["limits"]): number | null {
  return cpuMs >= timeoutMs * CORES ? null : cpuMs;
}
