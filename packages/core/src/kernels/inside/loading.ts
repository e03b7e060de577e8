import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";

type Import = (specifier: string, options?: object) => Promise<object>;

/** Imports a module for a cell, from the folder that the program is in. Throws where it has not the names. */
export async function load(
  specifier: string,
  names: readonly string[],
  attributes: Record<string, string> | undefined,
  mayBeTypes: boolean,
): Promise<object> {
  const found = await importModule(specifier, attributes && { with: attributes });
  const missing = names.filter((name) => !(name in found));
  if (missing.length === 0) return found;
  // What a CommonJS module exports is not all known before it has run.
  const inside: unknown = Reflect.get(found, "default");
  const more = (typeof inside === "object" || typeof inside === "function") && inside !== null ? inside : {};
  const lost = missing.filter((name) => !(name in more));
  if (lost.length > 0 && !mayBeTypes)
    throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${lost[0]}'`);
  const taken = names.map((name) => [name, Reflect.get(name in found ? found : more, name)]);
  return { ...found, ...Object.fromEntries(taken) };
}

/** Relative to the folder that the program is in. */
export function importModule(specifier: string, options?: object): Promise<object> {
  const name = String(specifier);
  const isPath = /^\.{0,2}\//.test(name);
  return importing()(isPath ? pathToFileURL(resolve(process.cwd(), name)).href : name, options);
}

let cached: Import | undefined;

function importing(): Import {
  cached ??= new Script("(specifier, options) => import(specifier, options)", {
    filename: "<cell>",
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as Import;
  return cached;
}
