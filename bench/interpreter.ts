import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Glovebox } from "glovebox";

const execute = promisify(execFile);

/**
 * A bare interpreter: the one that `python3` leads to, without a version manager's shim in front of it (85 ms), and in
 * an empty virtual environment, so that no `.pth` file of the machine's own packages runs at its start (25 ms where
 * this was noticed). Both would make us look faster than we are.
 */
export async function bareInterpreter(folder: string): Promise<string> {
  const { stdout } = await execute("python3", ["-c", "import sys; print(sys.executable)"]);
  const venv = join(folder, "bare");
  await execute(stdout.trim(), ["-m", "venv", "--without-pip", venv]);
  return join(venv, "bin/python");
}

/** Milliseconds from the start of a cold interpreter to its end. */
export async function timePython(
  python: string,
  code: string,
  env: NodeJS.ProcessEnv,
  prints: string,
): Promise<number> {
  const started = performance.now();
  const { stdout } = await execute(python, ["-c", code], { env });
  const took = performance.now() - started;
  if (!stdout.includes(prints)) throw new Error(`the bare interpreter printed ${JSON.stringify(stdout)}`);
  return took;
}

/** Where the environment's packages are on this machine. Installs it where it is missing. */
export async function sitePackagesOf(box: Glovebox, name: string): Promise<string> {
  const { sitePackages } = await box.installEnvironment(name);
  if (sitePackages === undefined) throw new Error(`the environment ${name} has no packages`);
  return sitePackages;
}
