import { readFileSync } from "node:fs";
import { bundledLock } from "../../environments/locks.ts";
import { PythonEnvironments } from "../../environments/pythonEnvironments.ts";
import { importHint, modulesOfData } from "../../environments/requiredEnvironment.ts";
import { EnvironmentStore } from "../../environments/store.ts";
import type { PortableEngine } from "./portableEngine.ts";
import type { PyodideLock } from "./tools.ts";
import { wheelhouse } from "./wheelhouse.ts";

const LOCK = "portable-data.json";

/** Top-level names of the modules in its environment `data`. */
export function modulesOfPortableData(): ReadonlySet<string> {
  const { packages } = JSON.parse(readFileSync(bundledLock(LOCK), "utf8")) as PyodideLock;
  return new Set(Object.values(packages).flatMap(({ imports }) => imports.map((name) => name.split(".")[0] ?? "")));
}

/** What to do about a ModuleNotFoundError. */
export function portableHint(module: string): string | undefined {
  if (modulesOfPortableData().has(module)) return importHint(module);
  if (!modulesOfData.has(module)) return undefined;
  return `${module} is not built for the portable engine; the native engine has it in the environment "data"`;
}

/** The environments of the portable engine: wheels that were built for Pyodide. */
export function portableEnvironments(
  engine: PortableEngine,
  dataDir: string,
  wheelUrl: string | undefined,
): PythonEnvironments {
  const locks = new Map([["data", bundledLock(LOCK)]]);
  const source = async () => wheelUrl ?? (await engine.images.image()).packageUrl;
  const store = new EnvironmentStore({ dataDir, locks, kind: wheelhouse(source) });
  const { pyodide, pythonVersion } = engine.tools;
  return new PythonEnvironments(store, async () => ({ executable: pyodide, version: pythonVersion }));
}
