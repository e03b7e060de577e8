import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { isPlain, type Json, toJson, typeName } from "./values.ts";

/** What an object may have to say how it is shown, by Deno's convention. */
const DISPLAY = Symbol.for("Jupyter.display");
/** Taken here, because a program may put another in its place. */
const { stringify } = JSON;
const MIME = /^[a-z]+\/[\w.+-]+$/;
const MAX_TEXT = 64 * 1024;
const MAX_JSON_BYTES = 1024 * 1024;
const MAX_REPRESENTATION_BYTES = 10 * 1024 * 1024;
const MAX_BYTES_OF_A_CELL = 64 * 1024 * 1024;
const MAX_RESULTS = 1_000;

export type Shown = { readonly mime: Record<string, Json>; readonly main: boolean };

/** Shows the values of one cell as MIME bundles, within bounds. */
export class Show {
  readonly notes = new Set<string>();
  readonly #emit: (result: Shown) => void;
  #count = 0;
  #spent = 0;

  constructor(emit: (result: Shown) => void) {
    this.#emit = emit;
  }

  /** As a program calls display(): values, or MIME bundles. */
  readonly display = (...values: unknown[]): void => {
    for (const value of values) this.#send(asBundle(value) ?? this.#bundle(value), false);
  };

  /** The value of the last expression. */
  main(value: unknown): void {
    if (value === undefined) return;
    const bundle = this.#bundle(value);
    const json = isPlain(value) && !("application/json" in bundle) ? toJson(value, MAX_JSON_BYTES) : undefined;
    this.#send(json === undefined ? bundle : { ...bundle, "application/json": json }, true);
  }

  #bundle(value: unknown): Record<string, unknown> {
    return { "text/plain": this.#text(value), ...this.#own(value) };
  }

  #text(value: unknown): string {
    try {
      return bounded(inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 }));
    } catch (error) {
      this.notes.add(`the text of a ${typeName(value)} cannot be shown: ${told(error)}`);
      return `<${typeName(value)}>`;
    }
  }

  #own(value: unknown): Record<string, unknown> {
    try {
      const method: unknown = value === null || typeof value !== "object" ? undefined : Reflect.get(value, DISPLAY);
      return typeof method === "function" ? (asBundle(Reflect.apply(method, value, [])) ?? {}) : {};
    } catch (error) {
      this.notes.add(`${typeName(value)}[Symbol.for("Jupyter.display")] threw ${told(error)}`);
      return {};
    }
  }

  #send(bundle: Record<string, unknown>, main: boolean): void {
    if (this.#count >= MAX_RESULTS) return void this.notes.add(`results after the first ${MAX_RESULTS} were left out`);
    const mime: Record<string, Json> = {};
    for (const [kind, data] of Object.entries(bundle)) {
      const checked = asData(kind, data);
      if (checked !== undefined && this.#fits(kind, checked)) mime[kind] = checked;
    }
    if (Object.keys(mime).length === 0) return;
    this.#count++;
    this.#emit({ mime, main });
  }

  #fits(kind: string, data: Json): boolean {
    const size = typeof data === "string" ? data.length : stringify(data).length;
    if (size > MAX_REPRESENTATION_BYTES || this.#spent + size > MAX_BYTES_OF_A_CELL) {
      const most = size > MAX_REPRESENTATION_BYTES ? MAX_REPRESENTATION_BYTES : MAX_BYTES_OF_A_CELL;
      this.notes.add(`a ${kind} of ${size} bytes was left out: at most ${most / 2 ** 20} MB are shown`);
      return false;
    }
    this.#spent += size;
    return true;
  }
}

/** An object all of whose names are MIME types. */
function asBundle(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => MIME.test(name)) ? (value as Record<string, unknown>) : undefined;
}

function asData(kind: string, data: unknown): Json | undefined {
  if (data instanceof Uint8Array) {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return kind.startsWith("text/") || kind === "image/svg+xml" ? bytes.toString("utf8") : bytes.toString("base64");
  }
  if (typeof data === "string") return data.toWellFormed();
  return kind.endsWith("json") ? toJson(data, MAX_REPRESENTATION_BYTES) : undefined;
}

export function bounded(text: string, limit = MAX_TEXT): string {
  const whole = text.toWellFormed();
  if (whole.length <= limit) return whole;
  const half = limit / 2;
  return `${whole.slice(0, half)}\n… ${whole.length - limit} characters cut …\n${whole.slice(-half)}`;
}

export function told(error: unknown): string {
  try {
    return String(error).slice(0, 500);
  } catch {
    return "something that has no text";
  }
}
