import type { CreateOptions, OpenSession, SessionInput, Sessions } from "glovebox";
import type { Admission } from "../admission/admission.ts";
import { stopping } from "../executions/stopping.ts";

/** The sessions of one server: those that are being made end with it as well. Knows no protocol. */
export class LiveSessions {
  readonly #sessions: Pick<Sessions, "create" | "get" | "list" | "close">;
  readonly #admission: Admission;
  readonly #stop = new AbortController();
  readonly #making = new Set<Promise<unknown>>();

  /** What runs in them is admitted by turns with everything else that the server runs. */
  constructor(sessions: Pick<Sessions, "create" | "get" | "list" | "close">, admission: Admission) {
    this.#sessions = sessions;
    this.#admission = admission;
  }

  /** An aborted signal leaves no session. Throws `unavailable` where the server is stopping. */
  async create(
    principal: string,
    input: SessionInput,
    { signal, onProgress }: Required<Pick<CreateOptions, "signal">> & Pick<CreateOptions, "onProgress">,
  ): Promise<OpenSession> {
    const stop = this.#stop.signal;
    if (stop.aborted) throw stopping();
    const either = signal === undefined ? stop : AbortSignal.any([stop, signal]);
    const admit = (turn: AbortSignal) => this.#admission.enter(principal, turn);
    const options = { principal, signal: either, admit, ...(onProgress === undefined ? {} : { onProgress }) };
    const made = this.#make(input, options);
    const settled = made.catch(() => undefined).finally(() => this.#making.delete(settled));
    this.#making.add(settled);
    return await made;
  }

  async #make(input: SessionInput, options: CreateOptions & { signal: AbortSignal }): Promise<OpenSession> {
    try {
      const session = await this.#sessions.create(input, options);
      if (!options.signal.aborted) return session;
      await session.close();
      throw options.signal.reason;
    } catch (error) {
      throw this.#stop.signal.aborted ? stopping() : error;
    }
  }

  /** Throws `not_found`, in the same words for one that has ended, is another's, or never was. */
  get(principal: string, id: string): OpenSession {
    return this.#sessions.get(id, { principal });
  }

  list(principal: string): readonly OpenSession[] {
    return this.#sessions.list({ principal });
  }

  /** Makes no more; what is just being made is given up. */
  makeNoMore(): void {
    this.#stop.abort();
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.makeNoMore();
    await Promise.all(this.#making);
    await this.#sessions.close();
  }
}
