import { Buffer } from "node:buffer";
import { Console } from "node:console";
import process from "node:process";
import { Readable, Writable } from "node:stream";
import type { IFs } from "memfs";
import type { Program } from "./host.ts";

export type Surroundings = {
  readonly fs: IFs;
  readonly write: (name: "stdout" | "stderr", data: Uint8Array) => void;
  readonly die: (signal: string) => void;
};

/**
 * Names that would not do what a program expects here: some block on the process's own stdin, some start threads that
 * nobody counts, some fail for want of a folder.
 */
const TAKEN_AWAY = [
  ...["Worker", "localStorage", "sessionStorage", "caches", "prompt", "alert", "confirm", "close"],
  ...["BroadcastChannel", "EventSource", "WebSocket"],
];

/** Gives a program what it would find in Node: its arguments, variables, streams, folder and files. */
export function furnish({ run, stdin }: Program, { fs, write, die }: Surroundings): void {
  const stdout = writer("stdout", 1, write);
  const stderr = writer("stderr", 2, write);
  let folder = run.workdir;
  replace(process, {
    argv: ["node", run.main, ...run.arguments],
    execArgv: [],
    env: { LANG: "C.UTF-8", HOME: "/home/user", PWD: run.workdir, ...run.variables },
    stdout,
    stderr,
    stdin: Object.assign(Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)], { objectMode: false }), {
      fd: 0,
      isTTY: false,
    }),
    cwd: () => folder,
    chdir: (path: string) => {
      folder = fs.realpathSync(path) as string;
    },
    kill: (pid: number, signal: string | number = "SIGTERM") => {
      if (pid !== process.pid) throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", syscall: "kill" });
      if (signal !== 0) die(typeof signal === "number" ? `SIG${signal}` : signal);
      return true;
    },
    abort: () => die("SIGABRT"),
  });
  replace(globalThis, { console: new Console({ stdout, stderr }), process, Buffer });
  standardStreams(fs, stdin, write);
  for (const name of ["stdout", "stderr"] as const) replace(Deno[name], denoWriter(name, write));
  for (const name of TAKEN_AWAY) Reflect.deleteProperty(globalThis, name);
}

function writer(name: "stdout" | "stderr", fd: number, write: Surroundings["write"]): Writable {
  const stream = new Writable({
    decodeStrings: true,
    highWaterMark: 1024 * 1024,
    write: (chunk: Buffer, _encoding, done) => {
      write(name, chunk);
      done();
    },
  });
  return Object.assign(stream, { fd, isTTY: false });
}

/** The process's own stdout carries frames, so Deno's name for it must not write there. */
function denoWriter(name: "stdout" | "stderr", write: Surroundings["write"]): Record<string, unknown> {
  const writeSync = (data: Uint8Array) => {
    write(name, data);
    return data.length;
  };
  return { writeSync, write: async (data: Uint8Array) => writeSync(data) };
}

/** Descriptors 0 to 2 in the calls of node:fs that programs use on them. */
function standardStreams(fs: IFs, stdin: Uint8Array, write: Surroundings["write"]): void {
  const own = {
    writeSync: fs.writeSync.bind(fs),
    readFileSync: fs.readFileSync.bind(fs),
    readSync: fs.readSync.bind(fs),
  };
  const names = { 1: "stdout", 2: "stderr" } as const;
  let read = 0;
  const rest = (most = stdin.length) => {
    const piece = Buffer.from(stdin.subarray(read, read + most));
    read += piece.length;
    return piece;
  };
  replace(fs, {
    writeSync: (file: number, data: string | Uint8Array, ...more: never[]) => {
      if (file !== 1 && file !== 2) return own.writeSync(file, data as never, ...more);
      const bytes = typeof data === "string" ? Buffer.from(data) : data;
      write(names[file], bytes);
      return bytes.length;
    },
    readFileSync: (file: number | string, options?: string | { encoding?: string }) => {
      if (file !== 0 && file !== "/dev/stdin") return own.readFileSync(file as never, options as never);
      const encoding = typeof options === "string" ? options : options?.encoding;
      return encoding === undefined ? rest() : rest().toString(encoding as "utf8");
    },
    readSync: (file: number, into: Uint8Array, ...more: never[]) => {
      if (file !== 0) return own.readSync(file, into as never, ...more);
      const [offset = 0, length = into.length - offset] = more as number[];
      const piece = rest(length);
      into.set(piece, offset);
      return piece.length;
    },
  });
}

function replace(target: object, names: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
}
