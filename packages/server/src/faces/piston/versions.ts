import { coerce, rcompare, satisfies, valid } from "semver";

/** A runtime as Piston knows one: its version is always one of semver. */
export type Versioned = { readonly version: string };

/** Toolchains call themselves what they like, such as 1.22 or 5.2.15(1); a client gets three numbers. */
export function semverOf(version: string): string {
  return valid(version) ?? coerce(version)?.version ?? "0.0.0";
}

/** The highest that is in the range; the first of equals. A prerelease only where the range names it. */
export function highestMatch<T extends Versioned>(all: readonly T[], range: string): T | undefined {
  // What is compared costs time by its length, and no range of a person is that long.
  if (range.length > 256) return undefined;
  const matching = all.filter(({ version }) => satisfies(semverOf(version), range));
  return matching.toSorted((a, b) => rcompare(semverOf(a.version), semverOf(b.version)))[0];
}
