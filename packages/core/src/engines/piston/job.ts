import { GloveboxError, type Limits } from "@glovebox/protocol";
import type { Program } from "../engine.ts";
import type { RemoteJob, RemoteLimits } from "./answers.ts";

/** They go out in one piece, so they are all in memory at once. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;
/** Limits that only the remote's operator sets. */
const ITS_OWN = ["processes", "fileBytes", "openFiles", "workspaceBytes"] as const;

/** What a program asks for that a remote Piston cannot give is refused; left out, it would be a promise broken. */
export function requirePossible(program: Program, limits: Limits, usual: Limits): void {
  for (const name of ITS_OWN) {
    if (limits[name] !== usual[name]) throw impossible(`limits.${name}`, "has limits of its own for that");
  }
  if (Object.keys(program.env).length > 0) throw impossible("env", "sets no variables");
  if (program.workdir !== "/workspace") throw impossible("workdir", "runs programs where their files are");
}

/** The main file goes first: that is how Piston knows it. */
export async function filesOf({ files: given, held, main }: Program): Promise<RemoteJob["files"]> {
  const bytes = [...held.values()].reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_HELD_BYTES)
    throw impossible("files", `takes at most ${MOST_HELD_BYTES} bytes of files by their ids`);
  const files = new Map(given);
  for (const [name, file] of held) files.set(name, await file.read());
  const content = files.get(main) ?? new Uint8Array();
  if (textOf(content) === undefined) throw impossible("main", "takes only a program in UTF-8");
  const others = [...files].filter(([name]) => name !== main);
  return [[main, content] as const, ...others].map(([name, bytes]) => {
    const text = textOf(bytes);
    return text === undefined
      ? { name, content: Buffer.from(bytes).toString("base64"), encoding: "base64" }
      : { name, content: text, encoding: "utf8" };
  });
}

/** A time of the processor past that on the wall is more than most programs can use. */
export function limitsOf(run: Limits, compile: Limits): RemoteLimits {
  return {
    run_timeout: run.timeoutMs,
    run_cpu_time: Math.min(run.cpuMs, run.timeoutMs),
    run_memory_limit: run.memoryBytes,
    compile_timeout: compile.timeoutMs,
    compile_cpu_time: Math.min(compile.cpuMs, compile.timeoutMs),
    compile_memory_limit: compile.memoryBytes,
  };
}

/** The limit that a remote's refusal names, and the most that it allows. */
export function refusedLimit(error: unknown): { name: keyof RemoteLimits; most: number } | undefined {
  const message = error instanceof GloveboxError && error.code === "invalid_request" ? error.message : "";
  const [, name, most] =
    /\b((?:run|compile)_(?:timeout|cpu_time|memory_limit)) cannot exceed the configured limit of (\d+)$/.exec(
      message,
    ) ?? [];
  return name === undefined ? undefined : { name: name as keyof RemoteLimits, most: Number(most) };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // it is no text
  }
}

function impossible(field: string, what: string): GloveboxError {
  return new GloveboxError("invalid_request", `${field}: a remote Piston ${what}`, {
    field,
    advice: "leave the field out, or take an engine of this machine",
  });
}
