import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, Runtime, Sandbox, SandboxEvent, SandboxSpec } from "../engine.ts";
import { runUntilStarted } from "../secondTry.ts";
import type { PortableSandbox } from "./portableSandbox.ts";

export type PortableRunOptions = {
  readonly first: PortableSandbox;
  /** Another sandbox, should the first have died while it waited. */
  readonly open: () => Promise<PortableSandbox>;
  readonly runtime: Runtime;
  readonly spec: SandboxSpec;
  readonly place: Disposable;
  readonly notice: string | undefined;
  /** Called once its sandbox is gone. */
  readonly onGone: () => void;
};

/** One sandbox, its place among those that run at once, and what there is to say about it. */
export class PortableRun implements Sandbox {
  readonly engine = "portable";
  readonly runtime: Runtime;
  readonly #options: PortableRunOptions;
  #sandbox: PortableSandbox;

  constructor(options: PortableRunOptions) {
    this.#options = options;
    this.#sandbox = options.first;
    this.runtime = options.runtime;
  }

  async *run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    const { spec, notice, open } = this.#options;
    const events = runUntilStarted(
      () => this.#sandbox.run(program, spec, signal, controls),
      async () => {
        await this.#sandbox[Symbol.asyncDispose]();
        this.#sandbox = await open();
      },
    );
    for await (const event of events) {
      if (event.type !== "ended" || notice === undefined) yield event;
      else yield { type: "ended", outcome: { ...event.outcome, notes: [...(event.outcome.notes ?? []), notice] } };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox[Symbol.asyncDispose]();
    this.#options.place[Symbol.dispose]();
    this.#options.onGone();
  }
}
