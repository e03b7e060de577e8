import { execFile } from "node:child_process";
import { realpathSync, statSync } from "node:fs";
import { promisify } from "node:util";

/** An interpreter on this machine, found and asked. Paths are absolute and resolved. */
export type Interpreter = {
  readonly kind: "python" | "node";
  readonly executable: string;
  readonly version: string;
  /** The folder that holds all that belongs to it. */
  readonly prefix: string;
  /** Whether it needs the library folder of its prefix on the loader's path. */
  readonly sharedLibrary: boolean;
};

const PROBES = {
  python: [
    "-I",
    "-S",
    "-c",
    `import sys, sysconfig, json
print(json.dumps({"executable": getattr(sys, "_base_executable", None) or sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
"prefix": sys.base_prefix, "implementation": sys.implementation.name,
"sharedLibrary": bool(sysconfig.get_config_var("Py_ENABLE_SHARED"))}))`,
  ],
  node: [
    "-p",
    `JSON.stringify({executable: process.execPath, version: process.versions.node, implementation: "node",
prefix: require("path").dirname(require("path").dirname(process.execPath)), sharedLibrary: false})`,
  ],
} as const;

/** Asks a file what it is. Undefined where it does not run, or is another implementation (PyPy). */
export async function probe(kind: "python" | "node", file: string): Promise<Interpreter | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, PROBES[kind], { timeout: 10_000, cwd: "/" });
    const told: unknown = JSON.parse(stdout);
    if (!isTold(told) || !["cpython", "node"].includes(told.implementation)) return undefined;
    const executable = realpathSync(told.executable);
    return {
      kind,
      executable,
      version: told.version,
      prefix: realpathSync(told.prefix),
      sharedLibrary: told.sharedLibrary,
    };
  } catch {
    return undefined; // a shim without a version, a broken installation, not executable
  }
}

type Told = { executable: string; version: string; prefix: string; implementation: string; sharedLibrary: boolean };

function isTold(value: unknown): value is Told {
  return (
    typeof value === "object" && value !== null && "executable" in value && "version" in value && "prefix" in value
  );
}

/** Changes when the file at this path does: what is remembered about it is then stale. */
export function fingerprint(file: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(realpathSync(file));
    return `${size}-${mtimeMs}-${ino}`;
  } catch {
    return "";
  }
}
