import process from "node:process";
import { pathToFileURL } from "node:url";
import type { FrameName } from "../frameTable.ts";
import type { Boot, Live, PackageLock, Run } from "../orders.ts";
import { type Ended, LeftOut, MOST_DEPTH, same, tellEnding, type Workspace } from "./ending.ts";
import type { Host, Program } from "./host.ts";
import { Interrupter } from "./interrupter.ts";
import type { Cells } from "./live.ts";
import { limitFiles, type MemoryFiles } from "./memoryFiles.ts";

/** As much of Pyodide as is used here. */
type Pyodide = {
  readonly version: string;
  readonly FS: MemoryFiles;
  readonly _api: { readonly config: { readonly cdnUrl?: string } };
  makeMemorySnapshot(): Uint8Array;
  runPython(code: string): unknown;
  pyimport(name: string): PortableModule;
  registerJsModule(name: string, module: object): void;
  setInterruptBuffer(buffer: Uint8Array): void;
  setStdin(device: { read(into: Uint8Array): number; isatty: boolean }): void;
  setStdout(device: { write(data: Uint8Array): number; isatty: boolean }): void;
  setStderr(device: { write(data: Uint8Array): number; isatty: boolean }): void;
  loadPackage(names: readonly string[], options: object): Promise<unknown>;
};

/** sandbox/glovebox_sandbox/portable.py. */
type PortableModule = {
  readonly run: { callPromising(request: string): Promise<string> };
  readonly imports_of: (source: string) => string;
  readonly begin_session: (request: string) => void;
  readonly run_cell: (request: string) => Promise<string>;
  readonly interrupt_cell: () => void;
  readonly list_variables: () => string;
};
type Answer = { readonly exitCode: number; readonly error: string | null };

const WORKSPACE = "/workspace";
const SOURCES = "/opt/glovebox";

const NO_LIMITS = { fileBytes: Number.MAX_SAFE_INTEGER, workspaceBytes: Number.MAX_SAFE_INTEGER };
const REHEARSAL = `
import json, sys, os, asyncio, random
class Thing:
    def __init__(self, value): self.value = value
    def __repr__(self): return f"Thing({self.value!r:>8}, {3.14159:.2f})"
things = [Thing(n) for n in range(3)]
print(things, json.dumps({"a": [1, 2.5, None, "x"]}), sorted({"b": 1, "a": 2}.items()), sys.stdin.read())
print("error", file=sys.stderr)
with open("rehearsal.txt", "w") as file: file.write("x" * 100)
with open("rehearsal.txt") as file: file.readlines()
os.listdir("."), random.random(), "a,b".split(","), {n: str(n) for n in range(9)}
async def wait(): await asyncio.sleep(0)
asyncio.run(wait())
def fail(): return {}["missing"]
fail()
`;

/** Python by Pyodide, for one program. */
export class Python {
  readonly version: string;
  readonly #host: Host;
  readonly #python: Pyodide;
  readonly #interrupter: Interrupter;
  readonly #workspace: PythonWorkspace;
  readonly #lock: PackageLock | undefined;
  #cpuAtStart = process.cpuUsage();
  #most = 0;
  #rehearsing = true;

  private constructor(host: Host, python: Pyodide, lock: PackageLock | undefined) {
    this.#host = host;
    this.#lock = lock;
    this.#python = python;
    this.version = python.runPython("__import__('platform').python_version()") as string;
    this.#interrupter = new Interrupter();
    this.#workspace = new PythonWorkspace(python.FS);
  }

  static async prepare(host: Host, boot: Boot): Promise<Python> {
    const image = boot.snapshot === null ? undefined : Deno.readFileSync(boot.snapshot);
    const python = await load(boot, image === undefined ? {} : { _loadSnapshot: image });
    const prepared = new Python(host, python, boot.packages?.lock);
    await prepared.#load(boot.imports);
    return prepared.#prepare(boot);
  }

  async #prepare(boot: Boot): Promise<Python> {
    const python = this.#python;
    const write = (name: "stdout" | "stderr") => ({
      write: (data: Uint8Array) => {
        if (!this.#rehearsing) this.#host.sendData(data, name);
        return data.length;
      },
      isatty: false,
    });
    python.setStdout(write("stdout"));
    python.setStderr(write("stderr"));
    python.setInterruptBuffer(this.#interrupter.buffer);
    python.registerJsModule("_glovebox", {
      cpu: () => {
        const { user, system } = process.cpuUsage(this.#cpuAtStart);
        return (user + system) / 1000;
      },
      wait: (milliseconds: number) => this.#interrupter.wait(milliseconds),
      emit: (name: FrameName, text: string) => {
        if (!this.#rehearsing) this.#host.send(name, new TextEncoder().encode(text));
      },
      die: (signal: string) => this.#end({ exitCode: null, signal }),
    });
    for (const folder of [WORKSPACE, "/home/user", "/tmp"]) python.FS.mkdirTree(folder);
    python.runPython(
      `import glovebox_sandbox.portable\nglovebox_sandbox.portable.prepare(${JSON.stringify(boot.imports)})`,
    );
    if (boot.ahead) await this.#rehearse();
    this.#rehearsing = false;
    return this;
  }

  /** WebAssembly is compiled when it is first called: a program that does a little of everything saves the next one that. */
  async #rehearse(): Promise<void> {
    const run: Run = {
      main: `${WORKSPACE}/main.py`,
      typescript: false,
      arguments: [],
      variables: {},
      workdir: WORKSPACE,
      returns: [],
      svg: false,
      ...NO_LIMITS,
    };
    this.#python.FS.writeFile(run.main, REHEARSAL);
    this.#python.setStdin({ read: () => 0, isatty: false });
    await this.#execute(run);
    this.#python.runPython("import glovebox_sandbox.portable\nglovebox_sandbox.portable.forget()");
    for (const name of ["main.py", "rehearsal.txt"]) this.#python.FS.unlink(`${WORKSPACE}/${name}`);
  }

  /** Whether a program may still need a package, which is read from the wheels' folder before it runs. */
  get needsPackages(): boolean {
    return this.#lock !== undefined;
  }

  /** Loads the packages that have these modules. */
  async #load(modules: Iterable<string>): Promise<void> {
    const wanted = new Set([...modules].map((name) => name.split(".")[0] ?? ""));
    const all = Object.values(this.#lock?.packages ?? {});
    const names = all.filter(({ imports }) => imports.some((each) => wanted.has(each))).map(({ name }) => name);
    if (names.length === 0) return;
    const failures: string[] = [];
    const errorCallback = (message: string) => failures.push(message);
    await this.#python.loadPackage(names, { messageCallback: () => undefined, errorCallback });
    if (failures.length > 0) throw new Error(`packages cannot be loaded: ${failures.join("; ")}`);
  }

  /** Modules that the text imports, found without running any of it. */
  #importsOf(text: Uint8Array): string[] {
    const find = this.#python.pyimport("glovebox_sandbox.portable").imports_of;
    return JSON.parse(find(new TextDecoder().decode(text))) as string[];
  }

  async lay({ run, files, stdin }: Program): Promise<void> {
    const { FS } = this.#python;
    this.#most = run.workspaceBytes;
    if (this.#lock !== undefined) {
      // Before the program's files are there: a module of its own must not run in a package's place.
      const sources = [...files].filter(([name]) => name.endsWith(".py") || `${WORKSPACE}/${name}` === run.main);
      await this.#load(sources.flatMap(([, text]) => this.#importsOf(text)));
    }
    this.#workspace.lay(files);
    FS.mkdirTree(run.workdir);
    limitFiles(FS, run, () => this.#workspace.bytes());
    let read = 0;
    this.#python.setStdin({
      read: (into) => {
        const piece = stdin.subarray(read, read + into.length);
        into.set(piece);
        read += piece.length;
        return piece.length;
      },
      isatty: false,
    });
    this.#interrupter.listen();
    this.#cpuAtStart = process.cpuUsage();
  }

  /** Of a session. All packages of its environment are loaded before it loses its right to read them. */
  async live({ workdir, variables, ...limits }: Live): Promise<Cells> {
    const { FS } = this.#python;
    await this.#load(Object.values(this.#lock?.packages ?? {}).flatMap(({ imports }) => imports));
    FS.mkdirTree(workdir);
    limitFiles(FS, limits, () => this.#workspace.bytes());
    this.#python.setStdin({ read: () => 0, isatty: false });
    this.#cpuAtStart = process.cpuUsage();
    const portable = this.#python.pyimport("glovebox_sandbox.portable");
    portable.begin_session(JSON.stringify({ workdir, variables }));
    return {
      workspace: this.#workspace,
      interrupter: this.#interrupter,
      run: (cell) => portable.run_cell(JSON.stringify(cell)).catch((error: unknown) => this.#fail(error)),
      interrupt: () => {
        // No code of the cell runs now, and ours is not what shall be interrupted.
        this.#interrupter.forget();
        portable.interrupt_cell();
      },
      variables: () => portable.list_variables(),
    };
  }

  async run({ run }: Program): Promise<void> {
    try {
      const { exitCode, error } = await this.#execute(run);
      this.#end({ exitCode }, error ?? undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #execute({ main, arguments: args, variables, workdir, returns, svg }: Run): Promise<Answer> {
    const request = JSON.stringify({ main, arguments: args, variables, workdir, returns, svg });
    const answer = await this.#python.pyimport("glovebox_sandbox.portable").run.callPromising(request);
    return JSON.parse(answer) as Answer;
  }

  /** What the interpreter itself died of: `os._exit`, or a failure inside of it. */
  #fail(error: unknown): never {
    const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
    if (typeof status === "number") this.#end({ exitCode: status & 0xff });
    this.#host.sendData(new TextEncoder().encode(`the interpreter failed: ${String(error)}\n`), "stderr");
    this.#end({ exitCode: null, signal: "SIGABRT" });
  }

  /** Never returns: the host ends the process. */
  #end(ended: Ended, told?: string): never {
    tellEnding(this.#host, this.#workspace, this.#most, ended, told);
    Deno.exit(0);
  }
}

/** A cold start with our own modules imported, as an image of its memory. */
export async function makeSnapshot(boot: Boot): Promise<{ image: Uint8Array; version: string; packageUrl: string }> {
  const python = await load(boot, { _makeSnapshot: true });
  for (const [path, text] of Object.entries(boot.sources)) {
    python.FS.mkdirTree(`${SOURCES}/${path.slice(0, path.lastIndexOf("/"))}`);
    python.FS.writeFile(`${SOURCES}/${path}`, text);
  }
  python.runPython(
    `import sys\nsys.path.insert(0, ${JSON.stringify(SOURCES)})\nimport glovebox_sandbox.portable as portable\nportable.preload(${JSON.stringify(boot.imports)})\nsys.path.remove(${JSON.stringify(SOURCES)})\ndel portable, sys`,
  );
  const version = python.runPython("__import__('platform').python_version()") as string;
  return { image: python.makeMemorySnapshot(), version, packageUrl: python._api.config.cdnUrl ?? "" };
}

async function load({ pyodide, packages }: Boot, options: object): Promise<Pyodide> {
  const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
  return await loadPyodide({
    indexURL: pyodide,
    jsglobals: Object.create(null),
    env: { _: "/usr/bin/python3", HOME: "/home/user", LANG: "C.UTF-8", MPLBACKEND: "Agg", PYTHONINSPECT: "" },
    stdin: () => null,
    stdout: () => undefined,
    stderr: () => undefined,
    ...(packages === null ? {} : { lockFileContents: packages.lock, packageCacheDir: packages.folder }),
    ...options,
  });
}

/** The workspace in Pyodide's own memory. */
class PythonWorkspace implements Workspace {
  readonly #files: MemoryFiles;
  #laid: ReadonlyMap<string, Uint8Array> = new Map();

  constructor(files: MemoryFiles) {
    this.#files = files;
  }

  lay(files: ReadonlyMap<string, Uint8Array>): void {
    this.#laid = new Map([...this.#laid, ...files]);
    for (const [name, content] of files) {
      const path = `${WORKSPACE}/${name}`;
      this.#files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      this.#files.writeFile(path, content);
    }
  }

  /** What changes from now on is new. */
  handedOver(): void {
    this.#laid = new Map([...this.#laid, ...this.changed().files]);
  }

  bytes(): number {
    return [...this.#walk("")].reduce((sum, { size }) => sum + size, 0);
  }

  changed(): { files: Map<string, Uint8Array>; notes: string[] } {
    const files = new Map<string, Uint8Array>();
    const leftOut = new LeftOut();
    for (const { name } of this.#walk("", leftOut)) {
      const content = this.#files.readFile(`${WORKSPACE}/${name}`);
      if (!same(this.#laid.get(name), content)) files.set(name, content);
    }
    return { files, notes: leftOut.notes };
  }

  *#walk(folder: string, leftOut = new LeftOut(), depth = 0): Generator<{ name: string; size: number }> {
    if (depth > MOST_DEPTH) return leftOut.deepFolder();
    for (const entry of this.#files.readdir(`${WORKSPACE}/${folder}`)) {
      if (entry === "." || entry === ".." || entry === "__pycache__") continue;
      const name = folder === "" ? entry : `${folder}/${entry}`;
      const { mode, size } = this.#files.lstat(`${WORKSPACE}/${name}`);
      if (this.#files.isDir(mode)) yield* this.#walk(name, leftOut, depth + 1);
      else if (this.#files.isFile(mode)) yield { name, size };
      else leftOut.link(name);
    }
  }
}
