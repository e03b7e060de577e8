import { bundledLock } from "../../environments/locks.ts";
import { PythonEnvironments } from "../../environments/pythonEnvironments.ts";
import { EnvironmentStore } from "../../environments/store.ts";
import type { PortableEngine } from "./portableEngine.ts";
import { wheelhouse } from "./wheelhouse.ts";

/** The environments of the portable engine: wheels that were built for Pyodide. */
export function portableEnvironments(
  engine: PortableEngine,
  dataDir: string,
  wheelUrl: string | undefined,
): PythonEnvironments {
  const locks = new Map([["data", bundledLock("portable-data.json")]]);
  const source = async () => wheelUrl ?? (await engine.images.image()).packageUrl;
  const store = new EnvironmentStore({ dataDir, locks, kind: wheelhouse(source) });
  const { pyodide, pythonVersion } = engine.tools;
  return new PythonEnvironments(store, async () => ({ executable: pyodide, version: pythonVersion }));
}
