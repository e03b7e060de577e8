import { GloveboxError, type OpenSession } from "glovebox";

/** The sessions of one conversation, by the names that they were given. */
export class Branches {
  readonly #sessions = new Map<string, OpenSession>();
  #current: string;

  constructor(name: string, session: OpenSession) {
    this.#current = name;
    this.#sessions.set(name, session);
  }

  get current(): OpenSession {
    return this.#get(this.#current);
  }

  get name(): string {
    return this.#current;
  }

  /** With those that have ended left out. */
  get names(): readonly string[] {
    return [...this.#sessions].filter(([, { info }]) => info.state !== "ended").map(([name]) => name);
  }

  /** In the place of one that has ended. */
  replace(session: OpenSession): void {
    this.#sessions.set(this.#current, session);
  }

  /** Goes on in a copy of the current one. */
  async branch(name = this.#unused()): Promise<void> {
    if (this.#sessions.has(name)) throw wrong(`there is a branch ${JSON.stringify(name)} already; %switch goes to it`);
    const [branch] = await this.current.branch(1);
    if (branch === undefined) throw new RangeError("one branch was asked for");
    this.#sessions.set(name, branch);
    this.#current = name;
  }

  switch(name: string): void {
    if (!this.names.includes(name)) throw wrong(`there is no branch ${JSON.stringify(name)}; %branches lists them`);
    this.#current = name;
  }

  #get(name: string): OpenSession {
    const session = this.#sessions.get(name);
    if (session === undefined) throw new RangeError("a branch without a session");
    return session;
  }

  #unused(): string {
    for (let number = 1; ; number++) if (!this.#sessions.has(`branch-${number}`)) return `branch-${number}`;
  }
}

function wrong(message: string): GloveboxError {
  return new GloveboxError("invalid_request", message);
}
