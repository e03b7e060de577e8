import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "@glovebox/protocol";
import { expect, onTestFinished, test } from "vitest";
import { NativeEngine } from "../../packages/core/src/engines/native/nativeEngine.ts";
import { baseEnvironment } from "../../packages/core/src/environments/environment.ts";
import { wallsOf } from "../hosts/machine.ts";

const options = { armed: 0, limits: defaultLimits, uidBase: 0x7000_0000, useCgroups: true, renewAfter: 3 };
const environment = baseEnvironment({ executable: "", version: "3" });
const files = new Map([["main.py", Buffer.from("print(6 * 7)")]]);
const program = { main: "main.py", files, held: new Map(), args: [], env: {}, stdin: undefined, workdir: "/workspace" };

async function run(engine: NativeEngine): Promise<string> {
  await using sandbox = await engine.open({ language: "python", environment, limits: defaultLimits });
  let status = "";
  for await (const event of sandbox.run(program)) if (event.type === "ended") status = event.outcome.status;
  return status;
}

test("[survival.renewal] a warden that has served long enough is replaced, without a failure and without a trace", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "glovebox-renewal-"));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const engine = new NativeEngine({ ...options, dataDir });
  const keepers = new Set<number>();
  for (let count = 0; count < 30 && keepers.size < 3; count++) {
    expect(await run(engine)).toBe("succeeded");
    for (const { keeper } of wallsOf(process.pid)) keepers.add(keeper);
  }

  expect(keepers.size).toBeGreaterThanOrEqual(3);
  await engine[Symbol.asyncDispose]();
  expect(wallsOf(process.pid)).toEqual([]);
});
