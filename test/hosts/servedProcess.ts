import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/glovebox.js");

export type ServedOptions = {
  readonly dataDir: string;
  /** What starts the command. Default: this Node, with `glovebox` as it is in the repository. */
  readonly command?: readonly string[];
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** With a channel for messages to a module that the command preloads. */
  readonly channel?: boolean;
};

export type Exit = { readonly code: number | null; readonly signal: string | null };

/** A `glovebox serve` on a free port. Disposing kills it, should it still run. */
export class ServedProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly exited: Promise<Exit>;

  private constructor(child: ChildProcess, url: string, exited: Promise<Exit>) {
    this.child = child;
    this.pid = child.pid ?? 0;
    this.url = url;
    this.exited = exited;
  }

  /** Resolves once it listens; rejects with what it said instead. */
  static async start(options: ServedOptions): Promise<ServedProcess> {
    const child = spawnServer(options);
    const exited: Promise<Exit> = once(child, "exit").then(([code, signal]) => ({ code, signal }));
    return new ServedProcess(child, await listening(child), exited);
  }

  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end("SIGKILL");
  }
}

function spawnServer({ dataDir, command, flags = [], env, channel }: ServedOptions): ChildProcess {
  const [program = "", ...args] = command ?? [process.execPath, COMMAND];
  return spawn(program, [...args, "serve", "--port", "0", "--data-dir", dataDir, ...flags], {
    env: { ...withoutOurs(process.env), ...env },
    stdio: ["ignore", "ignore", "pipe", ...(channel ? ["ipc" as const] : [])],
  });
}

/** Variables of the tests, such as LONG_TESTS, are no settings of a server. */
function withoutOurs(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("GLOVEBOX_")));
}

async function listening(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (said.length < 100_000) said += text;
    const url = /^Glovebox listens on (\S+) /m.exec(said)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.once("error", reject);
  child.once("exit", () => reject(new Error(`the server ended before it listened: ${said}`)));
  return promise;
}
