import { randomUUID } from "node:crypto";
import { GloveboxError, type Limits } from "@glovebox/protocol";
import { chooseLanguage } from "../runtimes/languages.ts";
import type { Admit, OpenSession } from "../sessions/openSession.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { SharedSandbox } from "../sessions/sharedSandbox.ts";
import { HOME } from "./commands.ts";

const MOST_CONTEXTS = 100;
/** A sandbox has its own time; within it nothing is idle. */
const DAY_MS = 24 * 3_600_000;

export type ContextsOptions = {
  readonly sessions: Sessions;
  readonly shared: SharedSandbox;
  readonly principal: string;
  readonly admit: Admit | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly requireRunning: () => void;
};

export type ContextRequest = {
  /** A language or alias. Default: python. */
  readonly language?: string | undefined;
  /** Any folder of the sandbox. Default: /home/user. */
  readonly workdir?: string | undefined;
};

/** The contexts of one sandbox: interpreters with variables of their own, and files in common. */
export class Contexts {
  readonly #options: ContextsOptions;
  readonly #contexts = new Map<string, Context>();

  constructor(options: ContextsOptions) {
    this.#options = options;
  }

  /** One whose interpreter starts when it is first needed. Throws `unknown_language`. */
  add({ language = "python", workdir = HOME }: ContextRequest = {}): Context {
    if (this.#contexts.size >= MOST_CONTEXTS) throw tooMany();
    const context = new Context(chooseLanguage(language).language.id, workdir, this.#options);
    this.#contexts.set(context.id, context);
    return context;
  }

  /** One whose interpreter has started. Throws `unknown_language` also for one that has no sessions. */
  async create(request: ContextRequest = {}, signal?: AbortSignal): Promise<Context> {
    this.#options.requireRunning();
    const context = this.add(request);
    try {
      await context.session(signal);
      return context;
    } catch (error) {
      this.#contexts.delete(context.id);
      throw error;
    }
  }

  /** The newest last. */
  list(): readonly Context[] {
    return [...this.#contexts.values()];
  }

  get(id: string): Context {
    const context = this.#contexts.get(id);
    if (context === undefined) throw notThere(id);
    return context;
  }

  /** The oldest of a language; one is made where there is none. */
  async of(language: string, signal?: AbortSignal): Promise<Context> {
    const { id } = chooseLanguage(language).language;
    return this.list().find((each) => each.language === id) ?? (await this.create({ language: id }, signal));
  }

  async remove(id: string): Promise<void> {
    const context = this.get(id);
    this.#contexts.delete(id);
    await context[Symbol.asyncDispose]();
  }

  async close(): Promise<void> {
    const all = this.list();
    this.#contexts.clear();
    await Promise.all(all.map((each) => each[Symbol.asyncDispose]()));
  }
}

export class Context implements AsyncDisposable {
  readonly id = randomUUID();
  readonly language: string;
  readonly workdir: string;
  readonly #options: ContextsOptions;
  #session: Promise<OpenSession> | undefined;
  #removed = false;

  constructor(language: string, workdir: string, options: ContextsOptions) {
    this.language = language;
    this.workdir = workdir;
    this.#options = options;
  }

  /** Its session, which starts here where it had not, or has ended. */
  async session(signal?: AbortSignal): Promise<OpenSession> {
    this.#options.requireRunning();
    if (this.#removed) throw notThere(this.id);
    const before = await this.#session?.catch(() => undefined);
    if (before !== undefined && before.info.state !== "ended") return before;
    this.#session = this.#open(signal);
    return await this.#session;
  }

  #open(signal: AbortSignal | undefined): Promise<OpenSession> {
    const { sessions, shared, principal, admit, env, limits } = this.#options;
    return sessions.create(
      { language: this.language, env, limits, idleTimeoutMs: DAY_MS, maxAgeMs: 30 * DAY_MS },
      { principal, signal, admit, within: { shared, workdir: this.workdir } },
    );
  }

  /** Begins anew, without variables. */
  async restart(): Promise<void> {
    if (this.#session !== undefined) await (await this.session()).restart();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#removed = true;
    const session = await this.#session?.catch(() => undefined);
    await session?.close();
  }
}

function notThere(id: string): GloveboxError {
  return new GloveboxError("not_found", `Context ${id.slice(0, 80)} not found`, { survives: "engine" });
}

function tooMany(): GloveboxError {
  return new GloveboxError("too_busy", `${MOST_CONTEXTS} contexts are in this sandbox`, {
    advice: "remove some",
    survives: "engine",
    retryAfter: 5,
  });
}
