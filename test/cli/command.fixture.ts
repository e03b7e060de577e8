import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findHierarchies } from "../../packages/core/src/engines/native/cgroups/hierarchy.ts";

export const COMMAND = join(import.meta.dirname, "../../packages/cli/bin/glovebox.js");

/** One for all tests of a file: asking every interpreter of the machine what it is takes a while. */
const dataHome = join(tmpdir(), `cli-test-data-${process.pid}`);
process.on("exit", () => rmSync(dataHome, { recursive: true, force: true }));

export type Ended = { code: number | null; stdout: string; stderr: string };
/** `stdin` is written and closed; with `typed` it stays open, and the caller writes. */
export type Call = { stdin?: string | Uint8Array; typed?: boolean; env?: Record<string, string> };

/** A folder for one test to work in, with a folder for temporary files in which all that the command leaves is seen. */
export class Place implements Disposable {
  readonly folder: string;
  readonly #temporary: string;
  readonly #started: number[] = [];

  constructor() {
    // Reachable for the uids of sandboxes, as a machine's own temporary folder is.
    this.folder = mkdtempSync(join(tmpdir(), "cli-test-"));
    this.#temporary = join(this.folder, ".temporary");
    mkdirSync(this.#temporary);
    for (const folder of [this.folder, this.#temporary]) chmodSync(folder, 0o755);
  }

  put(name: string, content: string | Uint8Array = ""): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /** Runs the command to its end. */
  async glovebox(args: readonly string[], call: Call = {}): Promise<Ended> {
    return ending(this.start([process.execPath, COMMAND, ...args], call));
  }

  /** Starts any program, with the surroundings that `glovebox` gets. */
  start([program = "", ...args]: readonly string[], { stdin, typed = false, env }: Call = {}): ChildProcess {
    const child = spawn(program, args, {
      cwd: this.folder,
      env: {
        ...process.env,
        TMPDIR: this.#temporary,
        XDG_DATA_HOME: dataHome,
        ...env,
      },
      stdio: [stdin === undefined && !typed ? "ignore" : "pipe", "pipe", "pipe"],
    });
    if (child.pid !== undefined) this.#started.push(child.pid);
    child.stdin?.on("error", () => undefined); // a command that refuses its arguments does not read
    if (stdin !== undefined) child.stdin?.end(stdin);
    return child;
  }

  /** Processes, temporary folders and cgroups that are left of the commands started here. */
  leftOvers(): string[] {
    return [...this.processes().map(({ command }) => command), ...readdirSync(this.#temporary), ...this.#cgroups()];
  }

  /** Processes of Glovebox that name this place: the keeper is told its folder. */
  processes(): { pid: number; command: string }[] {
    return readdirSync("/proc").flatMap((pid) => {
      if (!/^\d+$/.test(pid)) return [];
      const command = readIfThere(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
      return command.includes(this.#temporary) && command.includes("outer.py") ? [{ pid: Number(pid), command }] : [];
    });
  }

  /** Engines name their cgroups after their process. */
  #cgroups(): string[] {
    return this.#started.flatMap((pid) => cgroupFolders().filter((name) => name.startsWith(`glovebox-${pid}-`)));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Collects what a process says, until it has ended and its pipes are closed. */
export async function ending(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

function cgroupFolders(): string[] {
  const own = findHierarchies(readIfThere("/proc/self/mountinfo"), readIfThere("/proc/self/cgroup"));
  const parents = own.flatMap((hierarchy) => [hierarchy.own, dirname(hierarchy.own), hierarchy.mountPoint]);
  return [...new Set(parents)].flatMap((parent) => (existsSync(parent) ? readdirSync(parent) : []));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended since
  }
}
