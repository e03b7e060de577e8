import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { parse } from "node:path";
import { promisify } from "node:util";
import { GloveboxError } from "@glovebox/protocol";
import { type DoorOptions, denoArguments, denoEnvironment } from "./doors.ts";
import type { Tools } from "./tools.ts";

const run = promisify(execFile);

/** Programs of util-linux that start Deno with less than we have: outermost first. */
export type Wrapper = { readonly command: readonly string[]; readonly gives: readonly string[] };

/**
 * SQLite's temporary files are written past Deno's permissions, and would fill the disk: no file may grow at all. The
 * signal is ignored, so that a write fails and the program does not end.
 */
const NO_FILES: Wrapper = {
  command: ["/bin/sh", "-c", 'trap "" XFSZ; ulimit -f 0 && ulimit -c 0 && exec "$0" "$@"'],
  gives: ["writes to no file (RLIMIT_FSIZE)"],
};
const EMPTY_NAMESPACES = ["--net", "--ipc", "--uts"];
const NO_RIGHTS: Wrapper = {
  command: ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all", "--"],
  gives: ["no capabilities", "dies with its host"],
};
const DIES_WITH_HOST: Wrapper = {
  command: ["setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--"],
  gives: ["dies with its host"],
};

/** Starts Deno, behind what the machine offers in addition to Deno's own permissions. */
export class Launcher {
  readonly tools: Tools;
  #wrapper: Promise<Wrapper> | undefined;

  constructor(tools: Tools) {
    this.tools = tools;
  }

  async start(options: DoorOptions): Promise<ChildProcessWithoutNullStreams> {
    const { command } = await this.wrapper();
    const { deno, inside } = this.tools;
    const [program = deno, ...args] = [...command, deno, ...denoArguments(inside, options)];
    const child = spawn(program, args, {
      cwd: parse(deno).root,
      env: { ...denoEnvironment(inside), ...pathFor(command) },
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      // A session of its own: Ctrl-C at the terminal, or a signal to our group, is for us, who may let programs finish.
      detached: process.platform !== "win32",
    });
    // Without a process there are no streams either, whatever their type says; and its error must find a listener.
    child.once("error", () => undefined);
    if (child.pid !== undefined && child.stdout !== undefined) return child;
    throw new GloveboxError("sandbox_failed", "a process for a sandbox could not be started", {
      advice: "this machine is short of processes or of open files: see ulimit -u and ulimit -n",
    });
  }

  /** The strongest that works here, found out once. */
  wrapper(): Promise<Wrapper> {
    this.#wrapper ??= this.#find().catch((error: unknown) => {
      this.#wrapper = undefined;
      throw error;
    });
    return this.#wrapper;
  }

  /** Where not even Deno itself starts, that no wrapper worked says nothing about the wrappers. */
  async #requireDeno(): Promise<void> {
    try {
      await run(this.tools.deno, ["--version"], { env: {}, timeout: 10_000 });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new GloveboxError("engine_unavailable", `the portable engine cannot start Deno: ${reason}`, {
        advice: "npm install deno; a machine that is short of processes or memory may try again",
        survives: "nothing",
        cause,
      });
    }
  }

  async #find(): Promise<Wrapper> {
    for (const wrapper of wrappersOf(process.platform)) {
      const [program = "", ...args] = [...wrapper.command, this.tools.deno, "--version"];
      const works = await run(program, args, { env: pathFor(wrapper.command), timeout: 10_000 }).then(
        () => true,
        () => false,
      );
      if (works) return wrapper;
    }
    await this.#requireDeno();
    return { command: [], gives: [] };
  }
}

function wrappersOf(platform: NodeJS.Platform): Wrapper[] {
  if (platform === "win32") return [];
  const outer = platform === "linux" ? linuxWrappers() : [];
  return [
    ...outer.map(({ command, gives }) => ({
      command: [...command, ...NO_FILES.command],
      gives: [...gives, ...NO_FILES.gives],
    })),
    NO_FILES,
  ];
}

function linuxWrappers(): Wrapper[] {
  const asUser = process.geteuid?.() === 0 ? [] : ["--user", "--map-current-user"];
  const namespaces = ["unshare", ...asUser, ...EMPTY_NAMESPACES, "--"];
  const gives = ["network, ipc and uts namespaces of its own"];
  return [
    { command: [...namespaces, ...NO_RIGHTS.command], gives: [...gives, ...NO_RIGHTS.gives] },
    { command: [...namespaces, ...DIES_WITH_HOST.command], gives: [...gives, ...DIES_WITH_HOST.gives] },
    NO_RIGHTS,
    DIES_WITH_HOST,
  ];
}

/** The wrappers are looked up on a PATH of our own. */
function pathFor(command: readonly string[]): Record<string, string> {
  return command.length === 0 ? {} : { PATH: "/usr/local/bin:/usr/bin:/bin" };
}
