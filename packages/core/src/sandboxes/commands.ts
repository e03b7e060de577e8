import { GloveboxError } from "@glovebox/protocol";
import type { LiveSandbox } from "../engines/engine.ts";
import { type CommandRequest, RunningCommand } from "./runningCommand.ts";

export const HOME = "/home/user";

export type CommandsOptions = {
  readonly sandbox: LiveSandbox;
  readonly env: Readonly<Record<string, string>>;
  /** Throws where nothing may be started now. */
  readonly requireRunning: () => void;
};

/** The commands of one sandbox. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #running = new Set<RunningCommand>();

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /**
   * Starts one. `onStart` gets it before it can say anything, so that a listener misses nothing. Throws `conflict` where
   * too many run.
   */
  async start(request: CommandRequest, onStart?: (command: RunningCommand) => void): Promise<RunningCommand> {
    const { sandbox, env, requireRunning } = this.#options;
    requireRunning();
    if (sandbox.spawn === undefined) throw noCommands(sandbox.engine);
    const command = new RunningCommand(request);
    onStart?.(command);
    const live = await sandbox.spawn(
      {
        command: byPath(request.command),
        workdir: request.workdir ?? HOME,
        env: { ...env, ...request.env },
        terminal: request.terminal,
      },
      (stream, data) => command.said(stream, data),
    );
    this.#running.add(command);
    command.attach(live, () => this.#running.delete(command));
    if (request.stdin === false) await command.end();
    return command;
  }

  /** Those that run, the oldest first. */
  list(): readonly RunningCommand[] {
    return [...this.#running];
  }

  /** Throws `not_found` where none that runs has it. */
  get(wanted: { readonly pid: number } | { readonly tag: string }): RunningCommand {
    const found = this.list().find((each) =>
      "pid" in wanted ? each.pid === wanted.pid : each.request.tag === wanted.tag,
    );
    if (found !== undefined) return found;
    const name = "pid" in wanted ? `pid ${wanted.pid}` : `tag ${JSON.stringify(wanted.tag.slice(0, 80))}`;
    throw new GloveboxError("not_found", `no process with ${name} runs`, { survives: "engine" });
  }
}

/** A name is looked up in the sandbox, in its own PATH. */
function byPath([program = "", ...args]: readonly string[]): readonly string[] {
  return program.includes("/") ? [program, ...args] : ["/usr/bin/env", "--", program, ...args];
}

function noCommands(engine: string): GloveboxError {
  return new GloveboxError("unavailable", `the ${engine} engine runs no commands beside interpreters`, {
    advice: "use the native engine",
    survives: "engine",
  });
}
