import { inspect, types } from "node:util";
import { bounded, told } from "./shown.ts";

/** What a cell says of its failure: an ErrorReport. */
export type Report = { name: string; message: string; traceback: string; memory: boolean; module: string };

const MAX_TRACEBACK = 20_000;
const MAX_MESSAGE = 10_000;
const FRAME = /\n\s+at /;
const CELL = /<cell (\d+)>:(\d+)/;

/** Thrown where a program ends its process: in a session that ends the cell. */
export class Exit {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("the cell was interrupted");
    this.stack = "Interrupted: the cell was interrupted";
  }
}

/** `own`: what names a stack frame of ours. `sources`: the cells' texts. */
export type Tracing = { readonly own: RegExp; readonly sources: ReadonlyMap<string, string> };

export function report(error: unknown, tracing: Tracing): Report {
  const isError = types.isNativeError(error);
  const name = isError ? text(() => String(error.name)) || "Error" : "Uncaught";
  const message = isError ? text(() => String(error.message)) : text(() => inspect(error, { depth: 2 }));
  return {
    name: bounded(name, 200),
    message: bounded(message, MAX_MESSAGE),
    traceback: bounded(traceback(error, tracing), MAX_TRACEBACK),
    memory: false,
    module: "",
  };
}

/** As Node tells it, in the lines of the cells alone. */
export function traceback(error: unknown, { own, sources }: Tracing): string {
  // Columns are those of what the cell was made into.
  const trace = withoutOwn(
    text(() => tellError(error)),
    own,
  ).replace(/(<cell \d+>:\d+):\d+/g, "$1");
  const [place, cell, line] = CELL.exec(trace) ?? [];
  if (place === undefined || trace.startsWith(place)) return trace;
  const source = sources.get(`<cell ${cell}>`)?.split("\n")[Number(line) - 1];
  return source === undefined ? trace : `<cell ${cell}>:${line}\n${source.slice(0, 500)}\n\n${trace}`;
}

function tellError(error: unknown): string {
  if (!types.isNativeError(error)) return `Uncaught ${inspect(error, { depth: 2 })}`;
  const { stack } = error;
  // Without frames it would be put in brackets.
  return typeof stack === "string" && !FRAME.test(stack) ? stack : inspect(error);
}

/** Without our frames, and those below the first of them: what called us. */
function withoutOwn(trace: string, own: RegExp): string {
  let below = false;
  const lines = trace.split("\n").filter((line) => {
    if (!FRAME.test(`\n${line}`)) below = false;
    else if (own.test(line)) below = true;
    else if (/^\s+at async /.test(line)) below = false;
    return !below;
  });
  return lines.join("\n");
}

/** The interpreter's own trace of what awaited an error ends where we wait for it, so each place is added to it. */
export function awaitedAt(error: unknown, place: string): unknown {
  if (!types.isNativeError(error)) return error;
  const stack = text(() => String(error.stack));
  const line = `\n    at async ${place}`;
  if (stack.length < MAX_TRACEBACK && !stack.endsWith(line) && !stack.includes(`${place})`)) {
    try {
      Object.defineProperty(error, "stack", { value: stack + line, configurable: true, writable: true });
    } catch {
      return error; // it is frozen
    }
  }
  return error;
}

/** A parser's error, told as the interpreter tells its own. */
export function atPlace(error: unknown, file: string, source: string): unknown {
  if (!types.isNativeError(error) || !("loc" in error)) return error;
  const { line, column } = error.loc as { line: number; column: number };
  const message = error.message.replace(/ \(\d+:\d+\)$/, "");
  const code = (source.split("\n")[line - 1] ?? "").slice(0, 500);
  const shown = new SyntaxError(message);
  shown.stack = `${file}:${line}\n${code}\n${" ".repeat(Math.min(column, 500))}^\n\nSyntaxError: ${message}`;
  return shown;
}

function text(tell: () => string): string {
  try {
    return tell();
  } catch (error) {
    return `an error that cannot be told: ${told(error)}`;
  }
}
