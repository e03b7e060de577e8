import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { DummyEngine } from "../../packages/core/src/engines/dummy/dummyEngine.ts";
import { NativeEngine } from "../../packages/core/src/engines/native/nativeEngine.ts";
import { PortableEngine } from "../../packages/core/src/engines/portable/portableEngine.ts";
import { BASE, baseEnvironment } from "../../packages/core/src/environments/environment.ts";
import { pythonToolchain } from "../../packages/core/src/runtimes/toolchains/python.ts";
import type { Dialect, Subject } from "./dialect.ts";
import { bash, echo, javascript, python, typescript } from "./dialects.ts";

/** Every engine, with the languages in which the suite speaks to it. */
export const subjects: readonly {
  name: string;
  dialects: readonly Dialect[];
  open: () => Promise<Subject>;
  /** How many programs the suite runs at once. A sandbox of the portable engine is a process that starts for half a second. */
  atOnce: number;
}[] = [
  { name: "native", dialects: [python, bash, javascript], open: openNative, atOnce: 200 },
  { name: "portable", dialects: [python, javascript, typescript], open: openPortable, atOnce: 40 },
  {
    name: "dummy",
    atOnce: 200,
    dialects: [echo],
    open: async () => ({ engine: new DummyEngine(), environment: { name: BASE } as never }),
  },
];

async function openNative(): Promise<Subject> {
  const dataDir = mkdtempSync(join(tmpdir(), "gloveboxtest-data-"));
  const engine = new NativeEngine({
    dataDir,
    armed: 3,
    limits: defaultLimits,
    uidBase: 0x7000_0000,
    useCgroups: true,
  });
  const environment = baseEnvironment(await engine.toolchains.get(pythonToolchain));
  return { engine, environment, cleanUp: () => rmSync(dataDir, { recursive: true }) };
}

async function openPortable(): Promise<Subject> {
  const dataDir = mkdtempSync(join(tmpdir(), "gloveboxtest-data-"));
  const engine = new PortableEngine({ dataDir, armed: 3, limits: defaultLimits });
  const python = { executable: "pyodide", version: engine.tools.pythonVersion };
  return { engine, environment: baseEnvironment(python), cleanUp: () => rmSync(dataDir, { recursive: true }) };
}
