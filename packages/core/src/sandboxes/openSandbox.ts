import { GloveboxError, type Limits, type ParsedSandboxRequest, type Sandbox } from "@glovebox/protocol";
import type { SandboxUsage } from "../engines/engine.ts";
import type { SandboxFiles } from "../engines/sandboxFiles.ts";
import type { Admit } from "../sessions/openSession.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { SharedSandbox } from "../sessions/sharedSandbox.ts";
import { Commands } from "./commands.ts";
import { Contexts } from "./contexts.ts";
import { Deadline } from "./deadline.ts";

export type OpenSandboxOptions = {
  readonly id: string;
  readonly principal: string;
  readonly request: ParsedSandboxRequest;
  readonly limits: Limits;
  readonly shared: SharedSandbox;
  readonly sessions: Sessions;
  /** For all that runs in its contexts. */
  readonly admit: Admit | undefined;
  /** Paused or not, it lives no longer. */
  readonly maxAgeMs: number;
  /** To be called when it begins to end, however. */
  readonly onEnd: () => void;
};

/** A sandbox that stays until its time is up: its files, the commands and the contexts in it. */
export class OpenSandbox implements AsyncDisposable {
  readonly id: string;
  readonly principal: string;
  readonly commands: Commands;
  readonly contexts: Contexts;
  readonly createdAt = new Date();
  readonly #options: OpenSandboxOptions;
  readonly #place: AsyncDisposable;
  readonly #deadline: Deadline;
  readonly #age: Deadline;
  /** What its cgroup had counted for those before it. */
  readonly #cpuMsBefore: number;
  #paused = false;
  #ended: Promise<void> | undefined;

  constructor(options: OpenSandboxOptions) {
    const { id, principal, admit, request, shared, sessions, limits, maxAgeMs } = options;
    this.#options = options;
    this.id = id;
    this.principal = principal;
    this.#place = shared.enter();
    this.#cpuMsBefore = shared.opened.sandbox.usage?.cpuMs ?? 0;
    const env = request.env ?? {};
    const requireRunning = () => this.requireRunning();
    this.commands = new Commands({ sandbox: shared.opened.sandbox, env, requireRunning });
    this.contexts = new Contexts({ sessions, shared, principal, admit, env, limits, requireRunning });
    this.#deadline = new Deadline(request.timeoutMs, () => this.#onTimeout());
    this.#age = new Deadline(maxAgeMs, () => void this.close());
  }

  get info(): Sandbox {
    const { request, shared, limits } = this.#options;
    const ends = Math.min(this.#deadline.at.getTime(), this.#age.at.getTime());
    return {
      id: this.id,
      state: this.#paused ? "paused" : "running",
      engine: shared.opened.sandbox.engine,
      environment: shared.opened.environment.name,
      limits,
      createdAt: this.createdAt.toISOString(),
      endsAt: new Date(ends).toISOString(),
      ...(request.metadata === undefined ? {} : { metadata: request.metadata }),
    };
  }

  /** Whether it is there. One that has died by itself is not. */
  get alive(): boolean {
    return this.#ended === undefined && this.#options.shared.opened.sandbox.alive;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Throws `unavailable` where the engine cannot reach them. */
  get files(): SandboxFiles {
    this.requireRunning();
    const { sandbox } = this.#options.shared.opened;
    if (sandbox.files !== undefined) return sandbox.files;
    throw new GloveboxError("unavailable", `the ${sandbox.engine} engine cannot reach a sandbox's files`, {
      advice: "use the native engine",
      survives: "engine",
    });
  }

  /** What all that is in it uses now; undefined where nobody counts. */
  get usage(): SandboxUsage | undefined {
    const { usage } = this.#options.shared.opened.sandbox;
    if (usage?.cpuMs === undefined) return usage;
    return { ...usage, cpuMs: usage.cpuMs - this.#cpuMsBefore };
  }

  get pausesOnTimeout(): boolean {
    return this.#options.request.onTimeout === "pause";
  }

  /** From now on. 0 ends it, or pauses it where it was made so. */
  setTimeout(ms: number): void {
    this.#requireLife();
    this.#deadline.set(ms);
  }

  /**
   * Its time stands still, and nothing new is taken. What runs in it goes on, and it holds its memory. Throws `conflict`
   * where it is paused already.
   */
  pause(): void {
    this.#requireLife();
    if (this.#paused) throw new GloveboxError("conflict", "the sandbox is paused already", { survives: "engine" });
    this.#paused = true;
    this.#deadline.stop();
  }

  /** Goes on with what was left of its time, or with this much. Without being paused it goes on anyway. */
  resume(timeoutMs?: number): void {
    this.#requireLife();
    this.#paused = false;
    this.#deadline.start();
    if (timeoutMs !== undefined) this.#deadline.set(timeoutMs);
  }

  /** Throws `not_found` where it has ended, `conflict` where it is paused. */
  requireRunning(): void {
    this.#requireLife();
    if (this.#paused)
      throw new GloveboxError("conflict", "the sandbox is paused", { advice: "resume it first", survives: "engine" });
  }

  #requireLife(): void {
    if (!this.alive) throw sandboxNotFound();
  }

  #onTimeout(): void {
    if (this.pausesOnTimeout && this.alive && !this.#paused) this.pause();
    else void this.close();
  }

  /** Ends it with all that is in it. */
  close(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  async #close(): Promise<void> {
    this.#deadline[Symbol.dispose]();
    this.#age[Symbol.dispose]();
    this.#options.onEnd();
    // First the sandbox: nobody waits then for what runs in it to be interrupted.
    await this.#options.shared.end();
    await this.contexts.close();
    await this.#place[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** In the same words whether it is another's, has ended, or never was. */
export function sandboxNotFound(): GloveboxError {
  return new GloveboxError("not_found", "there is no such sandbox", {
    advice: "it may have ended; create a new one",
    survives: "engine",
  });
}
