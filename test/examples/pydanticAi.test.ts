import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { COMMAND, Place } from "../cli/command.fixture.ts";
import { Served } from "../cli/server.fixture.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const example = join(root, "examples/pydantic-ai");

test("[mcp.pydantic-ai] an agent of PydanticAI calls each of its functions", { timeout: 300_000 }, async () => {
  const python = await pythonWithPydanticAi();
  using place = new Place();
  const command = [process.execPath, COMMAND, "serve", "--port", "0", "--armed", "1"];
  await using served = await Served.start(place, command);

  const { stdout } = await run(python, [join(example, "agent.py"), `${served.url}/mcp?toolset=pydantic`]);

  expect(stdout.trim().split("\n")).toEqual([
    "execute_python: 5050 (exit code 0)",
    'execute_javascript: {"value":42} (exit code 0)',
    "execute_bash: TWO (exit code 3)",
    "execute_code: Ada (exit code 0)",
  ]);
});

/** Made once, and kept for as long as the example wants the same version. */
async function pythonWithPydanticAi(): Promise<string> {
  const wanted = (await readFile(join(example, "requirements.txt"), "utf8")).trim();
  const folder = join(root, "node_modules/.cache/examples", wanted.replace(/[^\w.-]+/g, "-"));
  const python = join(folder, "bin/python");
  if (existsSync(python)) return python;
  const draft = `${folder}-${process.pid}`;
  try {
    await mkdir(join(folder, ".."), { recursive: true });
    await run("python3", ["-m", "venv", draft]);
    await run(join(draft, "bin/python"), ["-m", "pip", "install", "--quiet", wanted]);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}
