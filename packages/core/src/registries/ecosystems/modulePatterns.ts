import { matchesGlob } from "node:path";

/** Whether a Go module's path begins with one of the patterns, as GOPRIVATE and its kin mean it: part by part, with `*` and `?`. */
export function matchesAny(patterns: readonly string[], module: string): boolean {
  const parts = module.split("/");
  return patterns.some((pattern) => {
    const wanted = pattern.replace(/\/$/, "").split("/");
    if (pattern === "" || wanted.length > parts.length) return false;
    return wanted.every((glob, index) => matchesGlob(parts[index] ?? "", glob));
  });
}
