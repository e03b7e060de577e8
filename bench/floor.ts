import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export type Floor = { perSecond: number; processes: number };
export type NoFloor = { reason: string };

/** How many empty walls a second the machine can build and reap (floor.c), or why that cannot be measured here. */
export async function measureFloor(processes: number, seconds: number): Promise<Floor | NoFloor> {
  const folder = await mkdtemp(join(tmpdir(), "glovebox-floor-"));
  try {
    const program = await compile(folder);
    if (program === undefined) return { reason: "no C compiler (cc, gcc or clang) is on the PATH" };
    const { stdout } = await execute(program, [String(processes), String(seconds)]);
    const { perSecond } = JSON.parse(stdout);
    return { perSecond, processes };
  } catch (error) {
    return { reason: `floor.c does not run here: ${reasonOf(error)}` };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compile(folder: string): Promise<string | undefined> {
  const program = join(folder, "floor");
  for (const compiler of ["cc", "gcc", "clang"]) {
    try {
      await execute(compiler, ["-O2", "-std=gnu11", "-o", program, join(import.meta.dirname, "floor.c")]);
      return program;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return stderr || String(error);
}
