import { types } from "node:util";
import type { Variable } from "@glovebox/protocol";
import { dataOf, fieldsOf, toJson, typeName } from "./values.ts";

const MAX_VARIABLES = 1_000;
const MAX_PREVIEW = 200;
const MAX_ITEMS = 20;

/** The program's own variables, by name. Runs no code of the program. */
export function listVariables(initial: ReadonlySet<string>): Variable[] {
  return Object.getOwnPropertyNames(globalThis)
    .filter((name) => !initial.has(name) && name.length <= MAX_PREVIEW)
    .flatMap((name) => {
      const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
      return descriptor !== undefined && "value" in descriptor ? [describe(name, descriptor.value)] : [];
    })
    .slice(0, MAX_VARIABLES)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function describe(name: string, value: unknown): Variable {
  const size = sizeOf(value);
  const text = preview(value, 3);
  return {
    name,
    type: typeName(value),
    ...(size === undefined ? {} : { size }),
    preview: (text.length <= MAX_PREVIEW ? text : `${text.slice(0, MAX_PREVIEW - 1)}…`).toWellFormed(),
  };
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null || types.isProxy(value)) return undefined;
  if (Array.isArray(value)) return value.length;
  if (types.isMap(value)) return Reflect.get(Map.prototype, "size", value);
  if (types.isSet(value)) return Reflect.get(Set.prototype, "size", value);
  if (types.isTypedArray(value)) return Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), "length", value);
  return isPlainObject(value) ? Object.keys(value).length : undefined;
}

function preview(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.slice(0, MAX_PREVIEW));
    case "bigint":
      return `${String(value).slice(0, MAX_PREVIEW)}n`;
    case "symbol":
      return String(value);
    case "function":
      return types.isProxy(value) ? "<Proxy>" : functionPreview(value);
    case "object":
      return value === null ? "null" : objectPreview(value, depth);
    default:
      return String(value);
  }
}

function functionPreview(value: object): string {
  const head = Function.prototype.toString.call(value).slice(0, MAX_PREVIEW).split("{")[0] ?? "";
  return head.replace(/\s*(=>)?\s*$/, "").replace(/\s+/g, " ");
}

function objectPreview(value: object, depth: number): string {
  if (types.isProxy(value)) return "<Proxy>";
  if (Array.isArray(value)) return depth === 0 ? "[…]" : `[${few(items(value), value.length, depth)}]`;
  if (types.isDate(value)) return String(toJson(value) ?? "Invalid Date");
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isMap(value) || types.isSet(value) || types.isTypedArray(value))
    return `${typeName(value)}(${sizeOf(value)})`;
  if (!isPlainObject(value)) return `<${typeName(value)} object>`;
  if (depth === 0) return "{…}";
  const fields = fieldsOf(value);
  const told = fields.slice(0, MAX_ITEMS).map(([name, field]) => `${name}: ${preview(field, depth - 1)}`);
  return `{${told.join(", ")}${fields.length > MAX_ITEMS ? `, … ${fields.length - MAX_ITEMS} more` : ""}}`;
}

function items(value: readonly unknown[]): unknown[] {
  return Array.from({ length: Math.min(value.length, MAX_ITEMS) }, (_, index) => dataOf(value, index));
}

function few(values: readonly unknown[], all: number, depth: number): string {
  const told = values.map((each) => preview(each, depth - 1)).join(", ");
  return all > values.length ? `${told}, … ${all - values.length} more` : told;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
