import { coerce, compare, gte, satisfies } from "semver";

/** Negative where `a` is the older version. */
export function byVersion(a: string, b: string): number {
  return compare(whole(a), whole(b));
}

export function isAtLeast(version: string, minimum: string): boolean {
  return gte(whole(version), whole(minimum));
}

/** Whether "3.11.7" is in the semver range "3.11" or ">=3.10". Without a wish every version is. */
export function matchesVersion(version: string, wished: string | undefined): boolean {
  return wished === undefined || version === wished || satisfies(whole(version), wished);
}

/** Toolchains have versions of two, three and four numbers; semver has three. */
function whole(version: string): string {
  return coerce(version)?.version ?? "0.0.0";
}
