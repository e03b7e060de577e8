import { spawn } from "node:child_process";
import { join } from "node:path";

/** The checkout's root folder. */
export const root = join(import.meta.dirname, "..");

export type Finished = { ok: boolean; code: number | null; output: string };
export type RunOptions = { cwd?: string; env?: NodeJS.ProcessEnv; stream?: boolean };

/** Runs a program to its end. `output` holds stdout and stderr as they came, or nothing when they were streamed. */
export function run(program: string, args: string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const out = options.stream ? "inherit" : "pipe";
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ["ignore", out, out],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ ok: code === 0, code, output: Buffer.concat(chunks).toString() }));
  });
}

/** Runs a command that an npm package brings, on the Node that runs this script. */
export function runNpmTool(name: string, args: string[], options: RunOptions = {}): Promise<Finished> {
  return run(process.execPath, [join(root, "node_modules/.bin", name), ...args], options);
}

/** Runs a program that must succeed; its output becomes the error's message when it does not. */
export async function mustRun(program: string, args: string[], options: RunOptions = {}): Promise<string> {
  const finished = await run(program, args, options);
  if (finished.ok) return finished.output;
  throw new Error(`${[program, ...args].join(" ")} ended with ${finished.code}\n${finished.output}`);
}
