import { AsyncLocalStorage } from "node:async_hooks";
import process from "node:process";
import { types } from "node:util";
import { constants, Script } from "node:vm";
import type { Variable } from "@glovebox/protocol";
import { atPlace, awaitedAt, Exit, Interrupted, type Report, report, traceback } from "./failures.ts";
import { importModule, load } from "./loading.ts";
import { HELPERS, type Rewritten, rewrite } from "./rewrite.ts";
import { Show, type Shown } from "./shown.ts";
import { type Json, marker, toJson } from "./values.ts";
import { listVariables } from "./variables.ts";

const KEPT_SOURCES = 1_000;
const MOST_NOTES = 100;

export type CellOrder = {
  readonly source: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly returns: readonly string[];
  readonly counts: boolean;
};

/** How a cell ended; see Done in nativeInterpreter.ts. */
export type Done = {
  readonly ok: boolean;
  readonly error?: Report;
  readonly exitCode?: number;
  readonly variables?: Record<string, Json>;
  readonly notes: readonly string[];
};

export type CellsOptions = {
  /** For a language that becomes JavaScript. Lines stay where they are. */
  readonly toJavaScript: ((source: string) => string) | undefined;
  readonly emit: (result: Shown) => void;
  readonly sayError: (text: string) => void;
  /** What names a stack frame of ours. */
  readonly own: RegExp;
};

type Run = {
  readonly order: CellOrder;
  readonly show: Show;
  readonly before: ReadonlyMap<string, string | undefined>;
  readonly onDone: (done: Done) => void;
  /** What ends the cell's awaits. */
  readonly waiting: Set<(error: unknown) => void>;
  shows: boolean;
  interrupted: boolean;
  ended: boolean;
};

/**
 * Runs JavaScript cells, one at a time, whose names all last.
 *
 * An interrupt can take the stack away at any instruction, ours included, and the promises that were due. So nothing here
 * depends on code that comes after a cell: whoever interrupts calls `interrupt` once the program has given way.
 */
export class Cells {
  readonly #options: CellsOptions;
  readonly #context = new AsyncLocalStorage<Run>();
  readonly #sources = new Map<string, string>();
  readonly #initial: ReadonlySet<string>;
  #number = 0;
  #current: Run | undefined;

  constructor(options: CellsOptions) {
    this.#options = options;
    this.#define();
    this.#catchStrays();
    this.#initial = new Set(Object.getOwnPropertyNames(globalThis));
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** `onDone` is called once, however the cell ends. */
  run(order: CellOrder, onDone: (done: Done) => void): void {
    const before = new Map(Object.keys(order.variables).map((name) => [name, process.env[name]]));
    const show = new Show(this.#options.emit);
    const run: Run = {
      order,
      show,
      before,
      onDone,
      waiting: new Set(),
      shows: false,
      interrupted: false,
      ended: false,
    };
    this.#current = run;
    Object.assign(process.env, order.variables);
    this.#catchStrays();
    try {
      const value = this.#context.run(run, () => this.#evaluate(run));
      if (types.isPromise(value))
        Promise.prototype.then.call(
          value,
          (shown) => this.#succeed(run, shown),
          (error) => this.#fail(run, error),
        );
      else this.#succeed(run, value);
    } catch (error) {
      this.#fail(run, error);
    }
  }

  #evaluate(run: Run): unknown {
    const { source, counts } = run.order;
    if (counts) this.#number++;
    const file = `<cell ${this.#number}>`;
    this.#remember(file, source);
    const { script, body, shows } = this.#rewritten(source, file);
    run.shows = shows;
    const value = this.#compile(script, file)();
    if (body === undefined) return shows ? value : undefined;
    return (this.#compile(body, file)() as () => Promise<unknown>)();
  }

  #rewritten(source: string, file: string): Rewritten {
    try {
      return rewrite(this.#options.toJavaScript?.(source) ?? source, file);
    } catch (error) {
      throw atPlace(error, file, source);
    }
  }

  #compile(source: string, filename: string): () => unknown {
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const script = new Script(source, { filename, importModuleDynamically });
    return () => script.runInThisContext({ displayErrors: false });
  }

  #remember(file: string, source: string): void {
    this.#sources.set(file, source);
    for (const oldest of this.#sources.keys()) {
      if (this.#sources.size <= KEPT_SOURCES) break;
      this.#sources.delete(oldest);
    }
  }

  #succeed(run: Run, value: unknown): void {
    if (run.ended) return;
    try {
      if (run.shows) run.show.main(value);
      this.#end(run, { ok: true, ...this.#returned(run) });
    } catch (error) {
      this.#fail(run, error);
    }
  }

  #fail(run: Run, error: unknown): void {
    if (!(error instanceof Exit)) {
      this.#end(run, { ok: false, error: report(error, this.#tracing) });
    } else if (error.code === 0) {
      run.show.notes.add("process.exit() ended this cell; the session goes on with its variables");
      this.#end(run, { ok: true, ...this.#returned(run) });
    } else {
      const message = `the cell ended with exit code ${error.code}; the session goes on with its variables`;
      const told = { name: "ProcessExit", message, traceback: "", memory: false, module: "" };
      this.#end(run, { ok: false, exitCode: error.code, error: told });
    }
  }

  /** Not at once, so that rejections that nobody handles are still told as the cell's. */
  #end(run: Run, done: Omit<Done, "notes">): void {
    if (run.ended) return;
    run.ended = true;
    setImmediate(() => this.#close(run, done));
  }

  #close(run: Run, done: Omit<Done, "notes">): void {
    if (this.#current !== run) return;
    this.#current = undefined;
    for (const [name, value] of run.before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    run.onDone({ ...done, notes: [...run.show.notes].slice(0, MOST_NOTES) });
  }

  #returned({ order, show }: Run): { variables?: Record<string, Json> } {
    if (order.returns.length === 0) return {};
    const variables: Record<string, Json> = {};
    for (const name of order.returns) {
      if (!Object.hasOwn(globalThis, name)) {
        show.notes.add(`there is no variable named '${name}' to return`);
        continue;
      }
      const value: unknown = Reflect.get(globalThis, name);
      const json = toJson(value);
      if (json === undefined)
        show.notes.add(`${name} is larger than 8 MB as JSON and was left out; return a part of it`);
      variables[name] = json ?? marker(value);
    }
    return { variables };
  }

  variables(): Variable[] {
    return listVariables(this.#initial);
  }

  /** Ends the cell and what it awaits. `gaveWay`: what it ran was taken off the stack. */
  interrupt(): void {
    const run = this.#current;
    if (run === undefined) return;
    const error = new Interrupted();
    run.interrupted = true;
    for (const reject of [...run.waiting]) reject(error);
    this.#context.run(run, () => setImmediate(() => this.#fail(run, error)));
  }

  get #tracing() {
    return { own: this.#options.own, sources: this.#sources };
  }

  // --- what programs find ---

  #define(): void {
    const helpers = {
      wait: (value: unknown, place: string) => this.#wait(value, place),
      load: (specifier: string, names?: readonly string[], attributes?: Record<string, string>) =>
        load(specifier, names ?? [], attributes, this.#options.toJavaScript !== undefined),
      import: (specifier: string, options?: object) => importModule(specifier, options),
      meta: meta(),
    };
    Object.defineProperty(globalThis, HELPERS, { value: Object.freeze(helpers) });
    const display = (...values: unknown[]) => this.#current?.show.display(...values);
    Object.defineProperty(globalThis, "display", { value: display, writable: true, configurable: true });
    process.exit = (code = process.exitCode ?? 0) => {
      throw new Exit(Number(code) & 0xff);
    };
  }

  /** What a cell awaits: an interrupt of that cell ends it. */
  #wait(value: unknown, place: string): unknown {
    const run = this.#context.getStore();
    if (run?.interrupted) throw new Interrupted();
    if (run === undefined || value === null || (typeof value !== "object" && typeof value !== "function")) return value;
    return new Promise((resolve, reject) => {
      const stop = (error: unknown) => {
        run.waiting.delete(stop);
        reject(error);
      };
      run.waiting.add(stop);
      const settle = (answer: unknown) => {
        run.waiting.delete(stop);
        resolve(answer);
      };
      const fail = (error: unknown) => stop(awaitedAt(error, place));
      Promise.resolve(value).then(settle, fail);
    });
  }

  /** Errors that no cell handles do not end the session. Programs can take listeners away, so each cell adds them anew. */
  #catchStrays(): void {
    for (const [event, listener] of [
      ["uncaughtException", this.#onStray],
      ["unhandledRejection", this.#onStray],
    ] as const) {
      process.off(event, listener);
      process.on(event, listener);
    }
  }

  readonly #onStray = (error: unknown): void => {
    const run = this.#current;
    if (error instanceof Interrupted) return;
    if (error instanceof Exit) {
      if (run !== undefined) this.#fail(run, error);
      return;
    }
    this.#options.sayError(`${traceback(error, this.#tracing)}\n`);
  };
}

function meta(): object {
  return Object.freeze({
    get url() {
      return `file://${process.cwd()}/cell.js`;
    },
    get dirname() {
      return process.cwd();
    },
    get filename() {
      return `${process.cwd()}/cell.js`;
    },
  });
}
