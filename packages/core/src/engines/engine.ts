import type { EngineDiagnosis, Limits, Outcome } from "@glovebox/protocol";
import type { Environment } from "../environments/environment.ts";

/** A language at a version on an engine. */
export type Runtime = {
  readonly language: string;
  readonly version: string;
  readonly aliases: readonly string[];
};

/** What kind of sandbox is wanted. */
export type SandboxSpec = {
  readonly language: string;
  /** Such as "3" or "3.11": any version that begins so. Without it the engine's default. */
  readonly version?: string | undefined;
  readonly environment: Environment;
  readonly limits: Limits;
};

/** What a sandbox runs: `main` is one of `files`. Paths are relative to the workspace. */
export type Program = {
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array | undefined;
  readonly workdir: string;
};

/**
 * What a run says, in order. `artifact` is followed by exactly `size` bytes of `artifact_data`.
 * `ended` comes exactly once, last; a run that stops without it is a bug of the engine.
 */
export type SandboxEvent =
  | { type: "started" }
  | { type: "stdout" | "stderr"; data: Buffer }
  | { type: "artifact"; name: string; size: number }
  | { type: "artifact_data"; data: Buffer }
  | { type: "ended"; outcome: Outcome };

/** One sealed place, used once. Disposing it kills what runs in it. */
export interface Sandbox extends AsyncDisposable {
  /** The engine's name. */
  readonly engine: string;
  readonly runtime: Runtime;
  /** Runs the program. An aborted signal stops it; it then ends as `cancelled`. */
  run(program: Program, signal?: AbortSignal): AsyncIterable<SandboxEvent>;
}

/** A way to build sandboxes. `open` throws `unknown_language` for a runtime that it does not have. */
export interface Engine extends AsyncDisposable {
  readonly name: string;
  /** Ids of the languages that it can have, on whatever machine. */
  readonly languages: readonly string[];
  runtimes(): Promise<readonly Runtime[]>;
  open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox>;
  /** What it can do on this machine, found out by trying. Throws only where the engine is closed. */
  diagnose(): Promise<EngineDiagnosis>;
}
