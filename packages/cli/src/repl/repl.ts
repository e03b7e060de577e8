import { GloveboxError, type OpenSession, ProgramControls } from "glovebox";
import type { ArtifactFolder } from "../artifactFolder.ts";
import { say } from "../terminal.ts";
import { Branches } from "./branches.ts";
import { isFarewell, ownCommand } from "./ownCommands.ts";
import type { Reader } from "./readers.ts";
import type { Screen } from "./screen.ts";

const MAIN = "main";

export type ReplOptions = {
  readonly reader: Reader;
  readonly screen: Screen;
  readonly folder: ArtifactFolder;
  readonly create: () => Promise<OpenSession>;
  /** Whether somebody types, whom cells can ask. */
  readonly typed: boolean;
};

/** A conversation with a session, and with its branches. */
export class Repl {
  readonly #options: ReplOptions;
  readonly #branches: Branches;
  #failed = false;

  constructor(first: OpenSession, options: ReplOptions) {
    this.#options = options;
    this.#branches = new Branches(MAIN, first);
    this.#listen(first);
  }

  /** To the end of what is typed. Whether every cell succeeded. */
  async run(): Promise<boolean> {
    const { reader } = this.#options;
    for (;;) {
      const source = await reader.next(this.#prompt());
      if (source === undefined || isFarewell(source, this.#branches.current.info.language)) return !this.#failed;
      if (source.trim() !== "") await this.#obey(source).catch((error) => this.#complain(error));
    }
  }

  #prompt(): string {
    const { name } = this.#branches;
    return name === MAIN ? ">>> " : `(${name}) >>> `;
  }

  async #obey(source: string): Promise<void> {
    const { screen, folder } = this.#options;
    const known = new Set(this.#branches.names);
    const own = ownCommand(source);
    if (own === undefined) await this.#runCell(source);
    else await own({ branches: this.#branches, screen, folder });
    if (this.#branches.names.some((name) => !known.has(name))) this.#listen(this.#branches.current);
    if (this.#branches.current.info.state === "ended") await this.#beginAnew();
  }

  async #runCell(code: string): Promise<void> {
    const { reader, screen, typed } = this.#options;
    const session = this.#branches.current;
    const controls = typed ? new ProgramControls() : undefined;
    reader.running = {
      interrupt: () => session.interrupt(),
      ...(controls === undefined ? {} : { typed: (line) => void controls.write(`${line}\n`).catch(() => undefined) }),
    };
    try {
      for await (const event of session.stream({ code }, { controls })) {
        screen.show(event);
        if (event.type === "ended" && event.outcome.status !== "succeeded") this.#failed = true;
      }
    } finally {
      reader.running = undefined;
      screen.finishLine();
    }
  }

  /** What threads say while nothing runs, beside what is being typed. */
  #listen(session: OpenSession): void {
    const { reader, screen } = this.#options;
    session.onOutput((stream, data) => {
      using _aside = reader.aside();
      screen.write(stream, data);
      screen.finishLine();
    });
  }

  async #beginAnew(): Promise<void> {
    say("the session has ended; here is a new one, without its variables and files");
    const session = await this.#options.create();
    this.#branches.replace(session);
    this.#listen(session);
  }

  #complain(error: unknown): void {
    if (!(error instanceof GloveboxError)) throw error;
    this.#failed = true;
    this.#options.screen.finishLine();
    say(error.message);
    if (error.advice !== undefined) say(`what to do: ${error.advice}`);
  }
}
