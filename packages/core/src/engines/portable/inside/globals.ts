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

/** What a program finds in Node: streams, folder, files. Made ahead; `hand` adds what is the program's own. */
export class Globals {
  readonly #surroundings: Surroundings;
  #stdin: Uint8Array = new Uint8Array();
  #read = 0;
  #folder = "/workspace";

  constructor(surroundings: Surroundings) {
    const { fs, write, die } = surroundings;
    this.#surroundings = surroundings;
    const stdout = writer("stdout", 1, write);
    const stderr = writer("stderr", 2, write);
    replace(process, {
      execArgv: [],
      stdout,
      stderr,
      cwd: () => this.#folder,
      chdir: (path: string) => {
        this.#folder = fs.realpathSync(path) as string;
      },
      kill: (pid: number, signal: string | number = "SIGTERM") => {
        if (pid !== process.pid) throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", syscall: "kill" });
        if (signal !== 0) die(typeof signal === "number" ? `SIG${signal}` : signal);
        return true;
      },
      abort: () => die("SIGABRT"),
    });
    replace(globalThis, { console: new Console({ stdout, stderr }), process, Buffer });
    this.#standardStreams();
    for (const name of ["stdout", "stderr"] as const) replace(Deno[name], denoWriter(name, write));
    for (const name of TAKEN_AWAY) Reflect.deleteProperty(globalThis, name);
  }

  /** The program's own arguments, variables, folder and stdin. */
  hand({ run, stdin }: Program): void {
    this.settle(run.workdir, run.variables);
    replace(process, { argv: ["node", run.main, ...run.arguments] });
    this.give(stdin);
  }

  settle(workdir: string, variables: Readonly<Record<string, string>>): void {
    this.#folder = workdir;
    replace(process, {
      argv: ["node"],
      env: { LANG: "C.UTF-8", HOME: "/home/user", PWD: workdir, ...variables },
    });
  }

  /** All that there is to read on stdin from now on. */
  give(stdin: Uint8Array | string): void {
    this.#stdin = Buffer.from(stdin);
    this.#read = 0;
    const stream = Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)], { objectMode: false });
    replace(process, { stdin: Object.assign(stream, { fd: 0, isTTY: false }) });
  }

  #restOfStdin(most = this.#stdin.length): Buffer {
    const piece = Buffer.from(this.#stdin.subarray(this.#read, this.#read + most));
    this.#read += piece.length;
    return piece;
  }

  /** Descriptors 0 to 2 in the calls of node:fs that programs use on them. */
  #standardStreams(): void {
    const { fs, write } = this.#surroundings;
    const writeSync = fs.writeSync.bind(fs);
    const readFileSync = fs.readFileSync.bind(fs);
    const readSync = fs.readSync.bind(fs);
    replace(fs, {
      writeSync: (file: number, data: string | Uint8Array, ...more: never[]) => {
        if (file !== 1 && file !== 2) return writeSync(file, data as never, ...more);
        const bytes = typeof data === "string" ? Buffer.from(data) : data;
        write(file === 1 ? "stdout" : "stderr", bytes);
        return bytes.length;
      },
      readFileSync: (file: number | string, options?: string | { encoding?: string }) => {
        if (file !== 0 && file !== "/dev/stdin") return readFileSync(file as never, options as never);
        const encoding = typeof options === "string" ? options : options?.encoding;
        return encoding === undefined ? this.#restOfStdin() : this.#restOfStdin().toString(encoding as "utf8");
      },
      readSync: (file: number, into: Uint8Array, ...more: never[]) => {
        if (file !== 0) return readSync(file, into as never, ...more);
        const [offset = 0, length = into.length - offset] = more as number[];
        const piece = this.#restOfStdin(length);
        into.set(piece, offset);
        return piece.length;
      },
    });
  }
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

function replace(target: object, names: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(names))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
}
