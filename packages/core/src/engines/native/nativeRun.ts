import { availableParallelism } from "node:os";
import type { Program, Runtime, Sandbox, SandboxEvent, SandboxSpec } from "../engine.ts";
import { runUntilStarted } from "../secondTry.ts";
import type { House } from "./house.ts";
import type { NativeSandbox, RunPlan } from "./sandbox.ts";
import { insideSandbox, NODE_PLACE, WORKSPACE } from "./variables.ts";

/** Asked once: it is a question to the kernel, on the road of every execution. */
const CORES = availableParallelism();

export type NativeRunOptions = {
  readonly first: NativeSandbox;
  /** Another sandbox, should the first have died while it waited. */
  readonly open: () => Promise<NativeSandbox>;
  readonly house: House;
  readonly spec: SandboxSpec;
  readonly version: string;
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
    this.runtime = { language: options.spec.language, version: options.version, aliases: [] };
  }

  run(program: Program, signal?: AbortSignal): AsyncGenerator<SandboxEvent> {
    return runUntilStarted(
      () => this.#sandbox.run(program, this.#plan(program), signal),
      async () => {
        await this.#sandbox[Symbol.asyncDispose]();
        this.#sandbox = await this.#options.open();
      },
    );
  }

  #plan(program: Program): RunPlan {
    const { limits } = this.#options.spec;
    const variables = program.workdir === WORKSPACE ? program.env : { PWD: program.workdir, ...program.env };
    // More than all cores for the whole time cannot be used, so such a limit needs nobody to watch it.
    const cpuMs = limits.cpuMs >= limits.timeoutMs * CORES ? null : limits.cpuMs;
    return { limits, variables, command: this.#command(program), cpuMs };
  }

  /** null for Python: it runs in the interpreter that is already warm. */
  #command({ main, args }: Program): string[] | null {
    const path = `${WORKSPACE}/${main}`;
    const { node } = this.#options.house;
    const { language, limits } = this.#options.spec;
    if (language === "bash") return ["/bin/bash", path, ...args];
    if (language === "javascript" && node !== undefined) {
      const heapMiB = Math.max(16, Math.floor(limits.memoryBytes / 1024 / 1024));
      return [insideSandbox(node, NODE_PLACE), `--max-old-space-size=${heapMiB}`, path, ...args];
    }
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.house.refill();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}
