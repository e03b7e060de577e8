import { bareOutcome, GloveboxError } from "@glovebox/protocol";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, SandboxEvent, SandboxSpec } from "../engine.ts";
import type { Poolable } from "../pool.ts";
import type { Child } from "./child.ts";
import { PortableProgram } from "./portableProgram.ts";

/** The host's end of one sandbox: a Deno process that waits for its one program. */
export class PortableSandbox implements Poolable {
  readonly #child: Child;
  #taken = false;
  #program: PortableProgram | undefined;

  constructor(child: Child) {
    this.#child = child;
    child.hear(
      (frame) => (this.#program === undefined ? child.kill() : this.#program.onFrame(frame)),
      () => (this.#program === undefined ? child.kill() : this.#program.onBroken()),
    );
    void child.exit.then((exit) => this.#program?.onExit(exit));
  }

  get usable(): boolean {
    return !this.#taken && this.#child.alive;
  }

  /** Gives its process away, which then stays and runs cells. */
  release(): Child {
    this.#take();
    return this.#child;
  }

  async *run(
    program: Program,
    { language, limits }: Pick<SandboxSpec, "language" | "limits">,
    signal?: AbortSignal,
    controls?: ProgramControls,
  ): AsyncGenerator<SandboxEvent> {
    this.#take();
    this.#program = new PortableProgram({ child: this.#child, program, language, limits, controls });
    yield* this.#program.events(signal);
  }

  #take(): void {
    if (!this.usable) throw new GloveboxError("sandbox_failed", "the sandbox ended before it was asked to run");
    this.#taken = true;
  }

  /** Resolves when its process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#taken = true;
    this.#program?.endAs(bareOutcome("cancelled"));
    this.#child.resume();
    await this.#child[Symbol.asyncDispose]();
  }
}
