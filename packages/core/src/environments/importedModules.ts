import { withoutStringsAndComments } from "./pythonSource.ts";

/**
 * The top-level names of all modules that Python source imports, in the order of first mention, wherever the
 * statement stands. Relative imports are left out, as is what `importlib` loads.
 */
export function importedModules(source: string): Set<string> {
  const names = new Set<string>();
  for (const [, modules, from] of withoutStringsAndComments(source).matchAll(IMPORT)) {
    const paths = from === undefined ? (modules ?? "").split(",") : [from];
    for (const path of paths) {
      const name = TOP_LEVEL.exec(path)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

/**
 * A statement begins a line, or follows a semicolon or the colon of `try:` and its like. No two parts of the pattern
 * match the same text, so that hostile source takes no longer than other source of its size.
 */
const IMPORT = /(?:^\uFEFF?|[\n;:])[ \t\f]*(?:import[ \t]+([^\n;]*)|from\b([^\n;:]*?)\bimport\b)/g;
/** Nothing for a path that begins with a dot. */
const TOP_LEVEL = /^[ \t]*([\p{ID_Start}_][\p{ID_Continue}]*)/u;
