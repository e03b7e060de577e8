import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** How much of what an installer said goes into an error message. */
const LAST_LINES = 15;

export type InstallerCommand = {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
};

export type InstallerExit = {
  /** False also where the command does not exist. */
  succeeded: boolean;
  /** The last 15 lines of stdout and stderr, as they came. */
  lastLines: string;
};

/**
 * Runs an installer to its end. An abort, and the end of this process, kill it with every process that it started;
 * an abort rejects with the signal's reason once it is gone.
 */
export async function runInstaller(
  { command, args, cwd, env }: InstallerCommand,
  signal: AbortSignal,
  onLine: (line: string) => void = () => undefined,
): Promise<InstallerExit> {
  signal.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const take = (line: string) => {
    lines.splice(0, lines.length - LAST_LINES + 1);
    lines.push(line);
    onLine(line);
  };
  readLines(child.stdout, take);
  readLines(child.stderr, take);
  const kill = () => killGroup(child.pid);
  signal.addEventListener("abort", kill);
  process.on("exit", kill);
  try {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    child.once("error", (error) => {
      take(error.message);
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
    const succeeded = await promise;
    signal.throwIfAborted();
    return { succeeded, lastLines: lines.join("\n") };
  } finally {
    signal.removeEventListener("abort", kill);
    process.off("exit", kill);
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", (line) => {
    if (line.trim() !== "") onLine(line);
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error; // ESRCH: already gone
  }
}
