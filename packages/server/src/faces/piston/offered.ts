import type { Toolchain } from "./packages.ts";

type Listed = Toolchain & { readonly engine: string };

/**
 * The toolchains that jobs may use: of each language those of one engine, the first that has it, which is the one that
 * auto takes. The highest version would be another's otherwise, and a job would run where nobody expects it. Those of
 * a remote Piston are not ours, unless everything here runs there.
 */
export function offered<T extends Listed>(all: readonly T[], usualEngine: string): T[] {
  const allowed = all.filter(({ engine }) => (usualEngine === "auto" ? engine !== "piston" : engine === usualEngine));
  const engines = new Map(allowed.toReversed().map(({ language, engine }) => [language, engine]));
  return allowed.filter(({ language, engine }) => engines.get(language) === engine);
}
