import { randomUUIDv7 } from "node:crypto";
import { type Event, GloveboxError, type Limits, type ParsedSessionRequest, SessionRequest } from "@glovebox/protocol";
import type { Gate } from "../async/gate.ts";
import type { Interpreter } from "../engines/engine.ts";
import type { Engines } from "../engines/engines.ts";
import { type FilesInput, parseWithFiles } from "../executions/fileInput.ts";
import type { OpenedLive, Opener } from "../executions/opening.ts";
import { type PreparedRequest, prepareRequest, type RequestInput } from "../executions/request.ts";
import type { ArtifactStore } from "../files/artifactStore.ts";
import type { Files } from "../files/files.ts";
import { type HeldRequest, holdReferences, refersToFiles } from "../files/references.ts";
import { LOCAL, type Owner } from "../owner.ts";
import type { Quota } from "../quota.ts";
import { type Admit, OpenSession, type SessionOptions, sessionNotFound } from "./openSession.ts";
import { SharedSandbox } from "./sharedSandbox.ts";

/** In process, a file's content may also be bytes, or a content that is held. */
export type SessionInput = Omit<SessionRequest, "files"> & { files?: FilesInput | undefined };

export type CreateOptions = Owner & {
  readonly signal?: AbortSignal | undefined;
  /** What it is going to run, as far as that is known: its imports choose the environment. */
  readonly code?: string;
  readonly onProgress?: (progress: Extract<Event, { type: "progress" }>) => void;
  readonly admit?: Admit | undefined;
  /** A sandbox that is there already, and a folder of it, for a session that is to share it with others. */
  readonly within?: { readonly shared: SharedSandbox; readonly workdir: string };
};

export type SessionsOptions = {
  readonly engines: Engines;
  readonly opener: Opener;
  readonly artifacts: ArtifactStore;
  readonly files: Pick<Files, "hold">;
  readonly gate: Gate;
  readonly limits: Limits;
  readonly quota: Quota;
};

/** The sessions that live. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, OpenSession>();
  /** Ids of those that are just being made. */
  readonly #reserved = new Set<string>();
  readonly #endings = new Set<Promise<void>>();
  #closed = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /**
   * Makes a session. Throws `invalid_request` for a request that is not in order or an `initCode` that fails, `conflict`
   * for an id that is in use, and `too_busy` where too many live.
   */
  async create(input: SessionInput = {}, options: CreateOptions = {}): Promise<OpenSession> {
    const { principal = LOCAL, signal, admit } = options;
    using given = await this.#hold(input, principal);
    const { request, files, held } = parseWithFiles(SessionRequest, given.request);
    const id = request.id ?? randomUUIDv7();
    const opening: RequestInput = {
      ...openingRequest(request, options.code),
      files: Object.fromEntries([...files, ...held]),
    };
    const prepared = prepareRequest(opening, this.#options.limits);
    using reserved = this.#reserve(principal, id);
    const { within } = options;
    const shared = within?.shared ?? new SharedSandbox(await this.#open(prepared, id, options));
    await using _stay = shared.enter();
    const { workdir, env = {} } = { ...request, ...(within && { workdir: within.workdir }) };
    const { sandbox } = shared.opened;
    // A sandbox that is there already was opened for another language.
    const version = within === undefined ? shared.opened.version : prepared.version;
    const interpreter = await sandbox.start({ language: prepared.language.id, version, workdir, env }, signal);
    if (this.#closed) {
      await interpreter[Symbol.asyncDispose]();
      throw new GloveboxError("closed", "this Glovebox is closed");
    }
    const { limits } = prepared;
    const session = this.#add({ id, principal, request, limits, interpreter, shared, admit });
    reserved[Symbol.dispose](); // it is among the others now
    try {
      await session.begin(files, held, signal);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  async #hold(input: SessionInput, principal: string): Promise<HeldRequest<SessionInput>> {
    if (!refersToFiles(input)) return { request: input, [Symbol.dispose]: () => undefined };
    return await holdReferences(input, this.#options.files, { principal });
  }

  async #open(prepared: PreparedRequest, id: string, options: CreateOptions): Promise<OpenedLive> {
    const { principal = LOCAL, signal, onProgress } = options;
    const { engines, opener } = this.#options;
    const attempts = engines.attempts(prepared.request.engine, prepared.language.id);
    const opening = opener.openLive(prepared, attempts, { id, principal, signal });
    for (;;) {
      const next = await opening.next();
      if (next.done) return next.value;
      if (next.value.type === "progress") onProgress?.(next.value);
    }
  }

  /** Throws `not_found`, in the same words for one that has ended, is another's, or never was. */
  get(id: string, { principal = LOCAL }: Owner = {}): OpenSession {
    const session = this.#sessions.get(keyOf(principal, id));
    if (session === undefined) throw sessionNotFound();
    return session;
  }

  /** The oldest first. */
  list({ principal = LOCAL }: Owner = {}): readonly OpenSession[] {
    return [...this.#sessions.values()].filter((session) => session.principal === principal);
  }

  #reserve(principal: string, id: string): Disposable {
    const key = keyOf(principal, id);
    if (this.#sessions.has(key) || this.#reserved.has(key)) throw inUse(id);
    const quota = this.#options.quota.reserve(principal, this.#sessions.values());
    this.#reserved.add(key);
    return {
      [Symbol.dispose]: () => {
        this.#reserved.delete(key);
        quota[Symbol.dispose]();
      },
    };
  }

  #add(made: Made): OpenSession {
    const { artifacts, files, gate } = this.#options;
    const key = keyOf(made.principal, made.id);
    const session: OpenSession = new OpenSession({
      ...made,
      artifacts,
      files,
      gate,
      adopt: (branches, parent) => this.#adopt(branches, parent),
      onEnd: () => {
        this.#sessions.delete(key);
        this.#watchEnd(session);
      },
    });
    this.#sessions.set(key, session);
    return session;
  }

  #adopt(branches: readonly Interpreter[], parent: OpenSession): OpenSession[] {
    const { principal, id: branchOf } = parent;
    using _reserved = this.#options.quota.reserve(principal, this.#sessions.values(), branches.length);
    return branches.map((interpreter) =>
      this.#add({ ...parent.inheritance, id: randomUUIDv7(), principal, interpreter, branchOf }),
    );
  }

  #watchEnd(session: OpenSession): void {
    // Not before it has begun to end: this is called by it.
    const ending = Promise.resolve()
      .then(() => session.close())
      .finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    await Promise.all(this.#endings);
  }
}

type Made = Omit<SessionOptions, "artifacts" | "files" | "gate" | "adopt" | "onEnd">;

/** What a sandbox is chosen and made by: a session has no program yet, only its first code. */
function openingRequest(request: ParsedSessionRequest, known = ""): Omit<RequestInput, "files"> {
  const { language, engine, environment, packages, env, workdir, limits, network, initCode = "0" } = request;
  const code = `${initCode}\n${known}`;
  return { language, engine, environment, packages, env, workdir, limits, network, code };
}

function keyOf(principal: string, id: string): string {
  return `${principal}\0${id}`;
}

function inUse(id: string): GloveboxError {
  return new GloveboxError("conflict", `id: a session ${JSON.stringify(id)} is there already`, {
    field: "id",
    advice: "use that one, end it first, or leave the id out",
  });
}
