import { join } from "node:path";
import type { Registry } from "../upstreams.ts";
import { basic, type Machine } from "./machine.ts";

export type NetrcEntry = { readonly machine: string; readonly login: string; readonly password: string };

/** The same registry, with the login of the user's .netrc where its address has none. */
export async function withNetrc(machine: Machine, registry: Registry): Promise<Registry> {
  if (registry.headers?.["authorization"] !== undefined) return registry;
  const text = await machine.read(machine.variable("NETRC") ?? join(machine.home, ".netrc"));
  const host = new URL(registry.url).hostname;
  const entry = parseNetrc(text ?? "").find((one) => one.machine === host || one.machine === "");
  if (entry === undefined) return registry;
  return { ...registry, headers: { ...registry.headers, ...basic(entry.login, entry.password) } };
}

/** The entries of a .netrc, in order; that of `default` has an empty machine. */
export function parseNetrc(text: string): NetrcEntry[] {
  const entries: { machine: string; login: string; password: string }[] = [];
  const words = withoutMacros(text).match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  while (words.length > 0) {
    const word = words.shift();
    const entry = entries.at(-1);
    if (word === "default") entries.push({ machine: "", login: "", password: "" });
    else if (word === "machine") entries.push({ machine: value(words), login: "", password: "" });
    else if (word === "login" && entry !== undefined) entry.login = value(words);
    else if (word === "password" && entry !== undefined) entry.password = value(words);
    else if (word === "account") words.shift();
  }
  return entries;
}

function value(words: string[]): string {
  const word = words.shift() ?? "";
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word;
}

/** A macro ends with an empty line. */
function withoutMacros(text: string): string {
  return text.replace(/^\s*#.*$/gm, "").replace(/^\s*macdef\b[\s\S]*?(?:\n\s*\n|$(?![\s\S]))/gm, "\n");
}
