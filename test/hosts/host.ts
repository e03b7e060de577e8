import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Options } from "../../packages/core/src/glovebox.ts";
import type { AnswerMessage, Calls } from "./messages.ts";
import type { Mode } from "./modes.ts";

export type Asynchronous<Part> = {
  [Name in keyof Part]: Part[Name] extends (...args: infer Args) => infer Value
    ? (...args: Args) => Promise<Value>
    : never;
};

export type HostOptions = {
  readonly mode: Mode;
  readonly options?: Options;
  /** Beside PATH, HOME, TMPDIR and LANG. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lays what the host process shall find, before it starts. */
  readonly furnish?: (places: Places) => { execPath?: string } | undefined;
  /** Lives in the folders of this host, which must have ended. */
  readonly after?: Host;
};

/** Folders of one host process, owned by its user. */
export type Places = { readonly home: string; readonly temporary: string; own(path: string): void };

/** A process of the mode's user that has a Glovebox open. */
export type Host = Asynchronous<Omit<Calls, "open">> &
  AsyncDisposable & {
    readonly mode: Mode;
    readonly pid: number;
    readonly places: Places;
    /** Resolves when the process is gone. */
    kill(signal: NodeJS.Signals): Promise<void>;
  };

export class HostError extends Error {
  override readonly name: string;
  readonly code: string | undefined;

  constructor({ name, message, code }: { name: string; message: string; code?: string }) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

/** Starts a host process. Disposing it closes the Glovebox, ends the process and removes its folders. */
export async function startHost({ mode, options = {}, env = {}, furnish, after }: HostOptions): Promise<Host> {
  const { places, base } =
    after === undefined ? makePlaces(mode) : { places: after.places, base: dirname(after.places.home) };
  const execPath = furnish?.(places)?.execPath ?? process.execPath;
  const child = spawnHost(mode, places, env, execPath);
  const calls = new Calling(child);
  await calls.call("open", { ...mode.options, ...options });
  return {
    mode,
    pid: child.pid ?? 0,
    places,
    execute: (...args) => calls.call("execute", ...args),
    hold: (...args) => calls.call("hold", ...args),
    resume: (...args) => calls.call("resume", ...args),
    leave: (...args) => calls.call("leave", ...args),
    openSession: (...args) => calls.call("openSession", ...args),
    cell: (...args) => calls.call("cell", ...args),
    branch: (...args) => calls.call("branch", ...args),
    restart: (...args) => calls.call("restart", ...args),
    closeSession: (...args) => calls.call("closeSession", ...args),
    put: (...args) => calls.call("put", ...args),
    readArtifact: (...args) => calls.call("readArtifact", ...args),
    close: () => calls.call("close"),
    holdings: () => calls.call("holdings"),
    peakMemory: () => calls.call("peakMemory"),
    longestStall: () => calls.call("longestStall"),
    kill: (signal) => end(child, () => child.kill(signal)),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        await calls.call("close");
        await end(child, () => child.disconnect());
      }
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function makePlaces(mode: Mode): { places: Places; base: string } {
  const own = (path: string) => {
    if (mode.uid !== undefined) chownSync(path, mode.uid, mode.uid);
  };
  // Not below this process's TMPDIR, which another user may not be able to enter.
  const base = mkdtempSync("/tmp/gloveboxtest-");
  const places = { home: join(base, "home"), temporary: join(base, "tmp"), own };
  own(base);
  chmodSync(base, 0o755);
  for (const folder of [places.home, places.temporary]) {
    mkdirSync(folder);
    own(folder);
  }
  return { places, base };
}

/** What Node makes of our sources is made once for all hosts. An ordinary user only reads it. */
const COMPILED = join(import.meta.dirname, "../../node_modules/.cache/compiled");

function spawnHost(mode: Mode, places: Places, env: Readonly<Record<string, string>>, execPath: string): ChildProcess {
  return fork(join(import.meta.dirname, "hostProcess.ts"), [], {
    execPath,
    execArgv: [],
    cwd: "/",
    serialization: "advanced",
    env: {
      PATH: mode.path,
      HOME: places.home,
      TMPDIR: places.temporary,
      LANG: "C.UTF-8",
      NODE_COMPILE_CACHE: COMPILED,
      ...env,
    },
    ...(mode.uid === undefined ? {} : { uid: mode.uid, gid: mode.uid }),
  });
}

async function end(child: ChildProcess, how: () => void): Promise<void> {
  const exited = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, "exit");
  how();
  await exited;
}

/** Questions to a host process, and its answers. */
class Calling {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #serial = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", ({ call, value, error }: AnswerMessage) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (error !== undefined) waiting?.reject(new HostError(error));
      else waiting?.resolve(value as never);
    });
    child.on("exit", (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the host process ended: ${signal ?? code}`));
    });
  }

  call<Name extends keyof Calls>(method: Name, ...args: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>> {
    const { promise, resolve, reject } = Promise.withResolvers<ReturnType<Calls[Name]>>();
    const call = this.#serial++;
    this.#waiting.set(call, { resolve, reject });
    this.#child.send({ call, method, args });
    return promise;
  }
}

/** Names in the host's temporary folder that Glovebox made. */
export function leftFolders(host: Pick<Host, "places">): string[] {
  return readdirSync(host.places.temporary).filter((name) => name.startsWith("glovebox-"));
}
