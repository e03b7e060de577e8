import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { GloveboxError } from "glovebox";
import { type Field, flagKey, PREFIX } from "./fields.ts";
import { nearest } from "./nearest.ts";
import { fromPistonVariables } from "./pistonVariables.ts";
import { readText } from "./text.ts";

/** A setting that somebody gave: `source` is how a person finds the place, such as GLOVEBOX_PORT. */
export type Given = { readonly field: Field; readonly value: unknown; readonly source: string };

/** Names the file; no setting of its own. */
export const CONFIG_VARIABLE = "GLOVEBOX_CONFIG";

export type Variables = Readonly<Record<string, string | undefined>>;
type Flags = Readonly<Record<string, unknown>>;

/** What flags say, as commander has read them. */
export function fromFlags(fields: readonly Field[], flags: Flags): Given[] {
  return fields.flatMap((field) => {
    const given = flags[flagKey(field)];
    if (given === undefined) return [];
    const value = typeof given === "string" ? readText(field, given, field.flag) : given;
    return [{ field, value, source: field.flag }];
  });
}

/** What the environment says. An empty variable counts as not set; an unknown one is an error. Ours win over others'. */
export function fromVariables(fields: readonly Field[], variables: Variables): Given[] {
  return [...fromPistonVariables(fields, variables), ...fromOurVariables(fields, variables)];
}

function fromOurVariables(fields: readonly Field[], variables: Variables): Given[] {
  return Object.entries(variables).flatMap(([name, text]) => {
    if (!name.startsWith(PREFIX) || name === CONFIG_VARIABLE || text === undefined) return [];
    const field = fields.find(({ variable }) => variable === name);
    if (field === undefined) throw unknown(name, "the environment", [...fields.map(({ variable }) => variable)]);
    return text === "" ? [] : [{ field, value: readText(field, text, name), source: name }];
  });
}

/** What the file says; nothing where it is not there, unless it was asked for by name. */
export function fromFile(fields: readonly Field[], path: string, { named }: { named: boolean }): Given[] {
  const text = read(path, named);
  if (text === undefined) return [];
  return leaves(parse(text, path), fields).map(({ name, value }) => {
    const field = fields.find((known) => known.name === name);
    if (field === undefined) throw unexpected(name, path, fields);
    return { field, value: fileValue(field, value, path), source: path };
  });
}

/** A size may be a text here too. A folder is meant from where the file is. */
function fileValue(field: Field, value: unknown, path: string): unknown {
  if (typeof value !== "string") return value;
  if (field.kind === "bytes") return readText(field, value, `${path}: ${field.name}`);
  return field.kind === "folder" && value !== "" ? resolve(dirname(path), value) : value;
}

function read(path: string, named: boolean): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" && !named) return undefined;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "is a folder" : "cannot be read";
    throw wrong(path || "--config", why);
  }
}

function parse(text: string, path: string): Record<string, unknown> {
  const value = parseJson(text, path);
  if (isObject(value)) return value;
  throw wrong(path, 'must hold one JSON object, such as {"port": 4747}');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(path, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The values of nested objects with their paths as names. */
function leaves(
  object: Record<string, unknown>,
  fields: readonly Field[],
  above = "",
): { name: string; value: unknown }[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const name = `${above}${key}`;
    const isGroup = fields.some((field) => field.name.startsWith(`${name}.`));
    return isGroup && isObject(value) ? leaves(value, fields, `${name}.`) : [{ name, value }];
  });
}

function unexpected(name: string, path: string, fields: readonly Field[]): GloveboxError {
  if (fields.some((field) => field.name.startsWith(`${name}.`))) return wrong(`${path}: ${name}`, "must be an object");
  return unknown(name, path, [...fields.map((field) => field.name)]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknown(name: string, place: string, known: readonly string[]): GloveboxError {
  const meant = nearest(name, known);
  const advice = meant === undefined ? "glovebox config lists all settings" : `did you mean ${meant}?`;
  return new GloveboxError("invalid_request", `${place}: unknown setting ${JSON.stringify(name)}`, {
    field: name,
    advice,
  });
}

function wrong(path: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `${path}: ${message}`, { field: path });
}
