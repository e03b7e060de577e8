import { randomBytes } from "node:crypto";
import {
  type Event,
  GloveboxError,
  invalidRequest,
  type Limits,
  type ParsedSandboxRequest,
  SandboxRequest,
} from "@glovebox/protocol";
import type { Engines } from "../engines/engines.ts";
import { definedOnly } from "../executions/fileInput.ts";
import type { OpenedLive, Opener } from "../executions/opening.ts";
import { prepareRequest } from "../executions/request.ts";
import { LOCAL, type Owner } from "../owner.ts";
import type { Quota } from "../quota.ts";
import type { Admit } from "../sessions/openSession.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { SharedSandbox } from "../sessions/sharedSandbox.ts";
import { OpenSandbox, sandboxNotFound } from "./openSandbox.ts";

const ID_BYTES = 20;

export type SandboxesOptions = {
  readonly engines: Engines;
  readonly opener: Opener;
  readonly sessions: Sessions;
  /** Of those that name none. */
  readonly limits: Limits;
  readonly maxAgeMs: number;
  readonly quota: Quota;
};

export type CreateSandboxOptions = Owner & {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Extract<Event, { type: "progress" }>) => void;
  /** For all that runs in its contexts. */
  readonly admit?: Admit | undefined;
};

/** The sandboxes that stay. */
export class Sandboxes {
  readonly #options: SandboxesOptions;
  readonly #sandboxes = new Map<string, OpenSandbox>();
  readonly #endings = new Set<Promise<void>>();
  #closed = false;

  constructor(options: SandboxesOptions) {
    this.#options = options;
  }

  /** Makes one. Throws `invalid_request` for a request that is not in order, and `too_busy` where too many are there. */
  async create(input: SandboxRequest = {}, options: CreateSandboxOptions = {}): Promise<OpenSandbox> {
    const { principal = LOCAL, signal, admit } = options;
    const request = parse(input);
    const { maxAgeMs, sessions, quota } = this.#options;
    using _reserved = quota.reserve(principal, this.#sandboxes.values());
    // The id is all that some callers prove themselves with, so nobody may guess it.
    const id = `i${randomBytes(ID_BYTES).toString("hex")}`;
    const limits = { ...this.#options.limits, ...definedOnly(request.limits ?? {}) };
    const shared = new SharedSandbox(await this.#open(request, limits, id, options));
    await using _stay = shared.enter();
    signal?.throwIfAborted();
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    const onEnd = () => this.#forget(id);
    const sandbox = new OpenSandbox({ id, principal, admit, request, limits, shared, sessions, maxAgeMs, onEnd });
    this.#sandboxes.set(id, sandbox);
    return sandbox;
  }

  async #open(
    request: ParsedSandboxRequest,
    limits: Limits,
    id: string,
    { principal = LOCAL, signal, onProgress }: CreateSandboxOptions,
  ): Promise<OpenedLive> {
    const { engine, environment = "data", packages, env } = request;
    const given = { language: "python", code: "0", engine, environment, packages, env, limits };
    const prepared = prepareRequest(given, limits);
    const attempts = this.#options.engines.attempts(engine, "python");
    const opening = this.#options.opener.openLive(prepared, attempts, { id, principal, signal, terminals: true });
    for (;;) {
      const next = await opening.next();
      if (next.done) return next.value;
      if (next.value.type === "progress") onProgress?.(next.value);
    }
  }

  /** Throws `not_found`, in the same words for one that has ended, is another's, or never was. */
  get(id: string, { principal = LOCAL }: Owner = {}): OpenSandbox {
    const sandbox = this.find(id);
    if (sandbox?.principal !== principal) throw sandboxNotFound();
    return sandbox;
  }

  /** By whomsoever: for callers who prove in another way that it is theirs. */
  find(id: string): OpenSandbox | undefined {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined || sandbox.alive) return sandbox;
    void sandbox.close();
    return undefined;
  }

  /** The same by what is in it. */
  findWhere(fits: (sandbox: OpenSandbox) => boolean): OpenSandbox | undefined {
    return [...this.#sandboxes.values()].find((each) => each.alive && fits(each));
  }

  /** The oldest first. */
  list({ principal = LOCAL }: Owner = {}): readonly OpenSandbox[] {
    return [...this.#sandboxes.values()].filter((each) => each.principal === principal && each.alive);
  }

  #forget(id: string): void {
    const sandbox = this.#sandboxes.get(id);
    if (!this.#sandboxes.delete(id) || sandbox === undefined) return;
    // Not before it has begun to end: this is called by it.
    const ending = Promise.resolve()
      .then(() => sandbox.close())
      .finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sandboxes.values()].map((each) => each.close()));
    await Promise.all(this.#endings);
  }
}

function parse(input: SandboxRequest): ParsedSandboxRequest {
  const parsed = SandboxRequest.safeParse(input);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}
