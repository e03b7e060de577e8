import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where sandboxes find esbuild: it comes with this package, not with the machine. */
export const ESBUILD = "/opt/esbuild/bin/esbuild";

/** The folder of esbuild's program for this machine. Undefined where the package for it is not installed. */
export function esbuildFolder(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const esbuild = createRequire(require.resolve("esbuild"));
    return dirname(esbuild.resolve(join(`@esbuild/${process.platform}-${process.arch}`, "package.json")));
  } catch {
    return undefined; // an optional dependency that was left out
  }
}
