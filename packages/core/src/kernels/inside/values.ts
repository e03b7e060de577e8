import { Buffer } from "node:buffer";
import { inspect, types } from "node:util";

/*
 * Values of a program as JSON, in the same words as those of Python (sandbox/glovebox_sandbox/showing/values.py).
 *
 * | value | JSON |
 * |---|---|
 * | null, boolean, string, number | as they are; NaN and the infinities are the strings "NaN", "Infinity", "-Infinity" |
 * | undefined | null |
 * | bigint | a number; beyond 2**53 - 1 either way a string of its digits |
 * | Date | ISO 8601; an invalid one is null |
 * | URL, RegExp | their text |
 * | Buffer, ArrayBuffer, Uint8Array | {"type": "bytes", "base64": "…"}; other typed arrays are lists |
 * | array, Set | a list |
 * | object, Map | an object; of a class, its own fields. Keys of a Map that are no strings become their text |
 * | anything else, a proxy, a cycle, what lies deeper than 100 | {"type": "Name", "repr": "…"} |
 */

export const MAX_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_MARKER = 2_000;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Runs no code of the program: getters are not read. Undefined where it is larger than `most` bytes. */
export function toJson(value: unknown, most = MAX_BYTES): Json | undefined {
  try {
    return new Conversion(most).convert(value, 0);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

/** Whether its JSON says all of it. */
export function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || types.isProxy(value) || depth > MAX_DEPTH) return false;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return false;
  return fieldsOf(value).every(([, field]) => isPlain(field, depth + 1));
}

/** The text that stands for it where there is nothing better. */
export function marker(value: unknown): { type: string; repr: string } {
  return { type: typeName(value), repr: inspected(value).slice(0, MAX_MARKER) };
}

export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (types.isProxy(value)) return "Proxy";
  const prototype: unknown = Object.getPrototypeOf(value);
  const named = prototype === null ? undefined : dataOf(prototype, "constructor");
  const name = typeof named === "function" && !types.isProxy(named) ? dataOf(named, "name") : undefined;
  return typeof name === "string" && name !== "" ? name.slice(0, 200) : "Object";
}

/** What an object holds under a name of its own, without asking a getter. */
export function dataOf(object: unknown, name: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(Object(object), name)?.value;
}

/** Its own enumerable fields that are no getters. */
export function fieldsOf(object: object): [string, unknown][] {
  return Object.entries(Object.getOwnPropertyDescriptors(object)).flatMap(([name, descriptor]) =>
    descriptor.enumerable && "value" in descriptor ? [[name, descriptor.value] as [string, unknown]] : [],
  );
}

function inspected(value: unknown): string {
  try {
    return inspect(value, {
      customInspect: false,
      showProxy: true,
      depth: 1,
      maxArrayLength: 20,
      maxStringLength: 1_000,
    });
  } catch {
    return `[${typeof value}]`;
  }
}

class TooLarge extends Error {}

class Conversion {
  readonly #above = new Set<object>();
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  convert(value: unknown, depth: number): Json {
    this.#spend(4);
    switch (typeof value) {
      case "string":
        this.#spend(value.length);
        return value.toWellFormed();
      case "number":
        return Number.isFinite(value) ? value : String(value);
      case "boolean":
        return value;
      case "undefined":
        return null;
      case "bigint":
        return Number.isSafeInteger(Number(value)) ? Number(value) : this.convert(value.toString(), depth);
      case "object":
        return value === null ? null : this.#object(value, depth);
      default:
        return this.#marker(value);
    }
  }

  #object(value: object, depth: number): Json {
    if (depth > MAX_DEPTH || this.#above.has(value) || types.isProxy(value)) return this.#marker(value);
    this.#above.add(value);
    try {
      return this.#known(value) ?? this.#composed(value, depth + 1);
    } finally {
      this.#above.delete(value);
    }
  }

  #known(value: object): Json | undefined {
    if (types.isDate(value)) {
      const time = Date.prototype.getTime.call(value);
      return Number.isNaN(time) ? null : new Date(time).toISOString();
    }
    if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
    if (value instanceof URL) return value.href;
    if (types.isAnyArrayBuffer(value)) return this.#bytes(new Uint8Array(value));
    if (types.isUint8Array(value)) return this.#bytes(value);
    if (typeof value !== "object" || types.isNativeError(value) || types.isPromise(value)) return this.#marker(value);
    if (types.isBoxedPrimitive(value)) return this.convert(value.valueOf(), 0);
    return undefined;
  }

  #composed(value: object, depth: number): Json {
    if (types.isTypedArray(value)) return Array.from(value as Iterable<unknown>, (each) => this.convert(each, depth));
    if (Array.isArray(value)) return this.#array(value, depth);
    if (types.isSet(value)) return Array.from(Set.prototype.values.call(value), (each) => this.convert(each, depth));
    if (types.isMap(value)) {
      const entries = Array.from(Map.prototype.entries.call(value) as Iterable<[unknown, unknown]>);
      return this.#fields(
        entries.map(([key, each]) => [typeof key === "string" ? key : inspected(key), each]),
        depth,
      );
    }
    return this.#fields(fieldsOf(value), depth);
  }

  #array(value: readonly unknown[], depth: number): Json {
    this.#spend(value.length);
    const found: Json[] = [];
    for (let index = 0; index < value.length; index++) found.push(this.convert(dataOf(value, index), depth));
    return found;
  }

  #fields(fields: readonly [string, unknown][], depth: number): Json {
    const found: { [key: string]: Json } = Object.create(null);
    for (const [name, value] of fields) {
      this.#spend(name.length);
      found[name] = this.convert(value, depth);
    }
    return found;
  }

  #bytes(value: Uint8Array): Json {
    this.#spend(value.length * 2);
    return { type: "bytes", base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }

  #marker(value: unknown): Json {
    const told = marker(value);
    this.#spend(told.repr.length);
    return told;
  }

  #spend(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw new TooLarge();
  }
}
