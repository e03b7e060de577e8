import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { DummyEngine } from "../../packages/core/src/engines/dummy/dummyEngine.ts";
import { NativeEngine } from "../../packages/core/src/engines/native/nativeEngine.ts";
import { BASE, baseEnvironment } from "../../packages/core/src/environments/environment.ts";
import type { Dialect, Subject } from "./dialect.ts";
import { bash, echo, javascript, python } from "./dialects.ts";

/** Every engine, with the languages in which the suite speaks to it. */
export const subjects: readonly { name: string; dialects: readonly Dialect[]; open: () => Promise<Subject> }[] = [
  { name: "native", dialects: [python, bash, javascript], open: openNative },
  {
    name: "dummy",
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
  const environment = baseEnvironment(await engine.toolchains.python());
  return { engine, environment, cleanUp: () => rmSync(dataDir, { recursive: true }) };
}
