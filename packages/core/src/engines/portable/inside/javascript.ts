import { Buffer } from "node:buffer";
import process from "node:process";
import { Cells } from "../../../kernels/inside/cells.ts";
import type { Boot, Live } from "../orders.ts";
import { tellEnding } from "./ending.ts";
import { Globals } from "./globals.ts";
import type { Host, Program } from "./host.ts";
import { Interrupter } from "./interrupter.ts";
import type { Cells as SessionCells } from "./live.ts";
import { MemoryWorkspace } from "./memoryWorkspace.ts";
import { Modules, plain } from "./modules.ts";

const WORKSPACE = "/workspace";
const OWN_FRAME = /\bext:|\bnode:|file:\/\/(?!\/workspace\/)/;
const MAX_TEXT = 64 * 1024;
const REHEARSALS = {
  "rehearsal.js": `console.log({ a: [1, "x", null], b: new Map([[1, 2]]) }, 5); console.error("x");
    require("fs").readFileSync(__filename, "utf8"); JSON.stringify({ a: 1 }); process.stdout.write("x");`,
  "rehearsal.ts": `import { existsSync } from "node:fs"; const there: boolean = existsSync("x"); console.log(there);`,
};

/** JavaScript and TypeScript in Deno itself, for one program that expects Node's names. */
export class JavaScript {
  readonly version = Deno.version.deno;
  readonly #host: Host;
  readonly #exit = Deno.exit;
  readonly #workspace: MemoryWorkspace;
  readonly #modules: Modules;
  readonly #globals: Globals;
  /** Packages are files of the program here. */
  readonly needsPackages = false;
  #rehearsing = true;
  #most = 0;
  #told: string | undefined;
  #over = false;

  private constructor(host: Host) {
    this.#host = host;
    this.#workspace = new MemoryWorkspace();
    this.#modules = new Modules(this.#workspace.fs);
    this.#globals = new Globals({
      fs: this.#workspace.fs,
      write: (name, data) => this.#rehearsing || this.#host.sendData(data, name),
      die: (signal) => this.#end(null, signal),
    });
    this.#modules.install();
  }

  static async prepare(host: Host, { ahead }: Boot): Promise<JavaScript> {
    const prepared = new JavaScript(host);
    if (ahead) await prepared.#rehearse();
    prepared.#rehearsing = false;
    return prepared;
  }

  /** What is called for the first time is compiled first: a little of everything saves the program that. */
  async #rehearse(): Promise<void> {
    for (const [name, text] of Object.entries(REHEARSALS)) {
      const main = `${WORKSPACE}/${name}`;
      this.#workspace.fs.writeFileSync(main, text);
      await this.#modules.runMain(main, name.endsWith(".ts"));
      this.#workspace.fs.unlinkSync(main);
    }
  }

  async lay(program: Program): Promise<void> {
    this.#most = program.run.workspaceBytes;
    this.#workspace.lay(program.files, program.run.workdir);
    this.#globals.hand(program);
    globalThis.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(event.error);
    });
    globalThis.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      this.#fail(event.reason);
    });
    // The event loop has run dry.
    globalThis.addEventListener("unload", () => this.#end(Number(process.exitCode ?? 0) & 0xff));
    Deno.exit = (code = Number(process.exitCode ?? 0)) => this.#end(code & 0xff);
  }

  /** Of a session. */
  async live({ workdir, variables, typescript }: Live): Promise<SessionCells> {
    this.#workspace.lay(new Map(), workdir);
    this.#globals.settle(workdir, variables);
    const cells = new Cells({
      toJavaScript: typescript ? plain : undefined,
      emit: (result) => this.#host.sendJson("result", result),
      sayError: (text) => this.#host.sendData(Buffer.from(text), "stderr"),
      own: OWN_FRAME,
    });
    Deno.exit = (code = 0) => process.exit(code);
    return {
      workspace: this.#workspace,
      interrupter: new Interrupter(),
      run: (cell) => {
        this.#globals.give(cell.input ?? "");
        return new Promise((resolve) => cells.run(cell, (done) => resolve(JSON.stringify(done))));
      },
      interrupt: () => cells.interrupt(),
      variables: () => JSON.stringify({ variables: cells.variables() }),
    };
  }

  async run({ run }: Program): Promise<void> {
    try {
      await this.#modules.runMain(run.main, run.typescript);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const { name, message, stack } = describe(error);
    this.#host.sendData(Buffer.from(`Uncaught ${stack}\n`), "stderr");
    const module = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1] ?? "";
    this.#told = JSON.stringify({ name, message, traceback: stack, memory: false, module: module.slice(0, 200) });
    this.#end(1);
  }

  /** Does not return: the host ends the process. */
  #end(exitCode: number | null, signal?: string): never {
    if (!this.#over) {
      this.#over = true;
      const ended = { exitCode, ...(signal === undefined ? {} : { signal }) };
      tellEnding(this.#host, this.#workspace, this.#most, ended, this.#told);
    }
    return this.#exit(0);
  }
}

/** Any value can be thrown; what is shown of it is bounded, and begins in the program's own files. */
function describe(error: unknown): { name: string; message: string; stack: string } {
  if (!(error instanceof Error)) {
    const text = clean(String(error));
    return { name: "Error", message: text, stack: text };
  }
  const stack = (error.stack ?? `${error.name}: ${error.message}`)
    .split("\n")
    .filter((line) => !/^\s+at .*(?:file:\/\/(?!\/workspace\/)|\bext:|\bnode:)/.test(line))
    .join("\n")
    .replaceAll(`file://${WORKSPACE}/`, `${WORKSPACE}/`);
  return { name: clean(error.name), message: clean(error.message), stack: clean(stack) };
}

function clean(text: string): string {
  return text.length <= MAX_TEXT / 4 ? text : `${text.slice(0, MAX_TEXT / 4)}\n… ${text.length} characters in all`;
}
