import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import type { RequestInput } from "../../packages/core/src/glovebox.ts";

const LANGUAGES: Readonly<Record<string, string>> = { ".py": "python", ".sh": "bash", ".js": "javascript" };

/** The request that runs a program of this folder. A Python program's own modules come along. */
export function program(name: string, ...args: string[]): RequestInput & { files: Record<string, string> } {
  const files: Record<string, string> = { [name]: source(name) };
  for (const [, module = ""] of files[name]?.matchAll(/^from (\w+) import/gm) ?? []) {
    if (existsSync(join(import.meta.dirname, `${module}.py`))) files[`${module}.py`] = source(`${module}.py`);
  }
  return { language: LANGUAGES[extname(name)] ?? "", main: name, files, args };
}

export function source(name: string): string {
  return readFileSync(join(import.meta.dirname, name), "utf8");
}

/** What a program that uses attempt.py says: for each attempt `done: …`, or the name of the error that refused it. */
export function attempts(stdout: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of stdout.split("\n")) {
    if (!line.startsWith('{"attempt":')) continue;
    const { attempt, outcome } = JSON.parse(line) as { attempt: string; outcome: string };
    found[attempt] = outcome;
  }
  return found;
}

/** The same program on the bare machine. Only for programs that are harmless there: it shows that they do what they say. */
export async function onTheHost(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("python3", ["-B", join(import.meta.dirname, name), ...args], {
    timeout: 60_000,
  });
  return stdout;
}
