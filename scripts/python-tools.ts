// Makes the virtual environment `.venv` that holds the tools for the Python sources, when it is missing or outdated.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mustRun, root, run } from "./command.ts";

const requirements = join(root, "sandbox/requirements-dev.txt");
const venv = join(root, ".venv");
/** Half-made environments live here: ignored by git, and on the file system that the rename needs. */
const nursery = join(root, "node_modules/.cache/python-tools");

if (import.meta.main) console.log(await pythonTools());

/** The path of the environment's interpreter. */
export async function pythonTools(): Promise<string> {
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  if (!(await isMade(wanted))) await make(wanted);
  return join(venv, "bin/python");
}

/** The stamp is written last, and a base interpreter that has since been removed leaves a dangling link. */
async function isMade(wanted: string): Promise<boolean> {
  try {
    await stat(join(venv, "bin/python"));
    return (await readFile(join(venv, "made-from"), "utf8")) === wanted;
  } catch {
    return false;
  }
}

/** Builds aside and renames, so that two runs at once, or one that is interrupted, leave a whole environment. */
async function make(wanted: string): Promise<void> {
  const draft = join(nursery, `${process.pid}`);
  const old = join(nursery, `${process.pid}-old`);
  await mkdir(nursery, { recursive: true });
  try {
    await install(draft);
    await pointScriptsAt(draft);
    await writeFile(join(draft, "made-from"), wanted);
    if (await isMade(wanted)) return;
    await rename(venv, old).catch(ignoreMissing);
    await rename(draft, venv);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<void> {
  if (await succeeds("uv", "--version")) {
    await mustRun("uv", ["venv", "--quiet", "--python", ">=3.10", folder]);
    await mustRun("uv", ["pip", "install", "--quiet", "--python", join(folder, "bin/python"), "-r", requirements]);
    return;
  }
  await requirePython();
  await mustRun("python3", ["-m", "venv", folder]);
  await mustRun(join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", "-r", requirements]);
}

async function requirePython(): Promise<void> {
  if (!(await succeeds("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))"))) {
    throw new Error(
      "The checks of sandbox/ need python3 3.10 or newer (or uv) on the PATH. Install one and run again.",
    );
  }
  if (!(await succeeds("python3", "-c", "import venv, ensurepip"))) {
    throw new Error(
      "python3 has no venv module. Install it (Debian and Ubuntu: apt install python3-venv), or install uv.",
    );
  }
}

async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  const finished = await run(program, args).catch(() => undefined);
  return finished?.ok === true;
}

/** Commands such as `bin/pytest` name their interpreter by its full path, which the rename changes. */
async function pointScriptsAt(draft: string): Promise<void> {
  const bin = join(draft, "bin");
  for (const name of await readdir(bin)) {
    const path = join(bin, name);
    const isLink = await readlink(path).then(
      () => true,
      () => false,
    );
    if (isLink || (await stat(path)).size > 64 * 1024) continue;
    const text = await readFile(path, "utf8");
    if (text.includes(draft)) await writeFile(path, text.replaceAll(draft, venv));
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
