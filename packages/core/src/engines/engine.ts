import type { EngineDiagnosis, Limits, Outcome, Progress, Result, Variable } from "@glovebox/protocol";
import type { Environment } from "../environments/environment.ts";
import type { ProgramControls, ProgramInput } from "../executions/programControls.ts";
import type { HeldFile } from "../files/heldFile.ts";
import type { Language, Place } from "../runtimes/language.ts";
import type { SandboxFiles } from "./sandboxFiles.ts";

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
  /** Of its compiler, for an engine that compiles by itself. */
  readonly compileLimits?: Limits;
  /** Only for engines with a workshop. */
  readonly layers?: readonly Layer[];
  /** Whether programs in it can have terminals. */
  readonly terminals?: boolean;
  /** Whether the program's environment and folder are the usual ones, so that something may have been started for it. */
  readonly ahead?: boolean;
};

/** A folder on the host that a sandbox gets, read-only. */
export type Layer = { readonly place: Place; readonly directory: string };

/** One of our own commands, run in a sandbox for the folder that it makes: a build, an installation. */
export type Job = {
  /** For /bin/sh, in the workspace. What it leaves in `PRODUCT` is kept where it exits with 0. */
  readonly script: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Further files, which are read only as they go into the sandbox. */
  readonly held?: ReadonlyMap<string, HeldFile>;
  readonly variables: Readonly<Record<string, string>>;
  readonly layers: readonly Layer[];
  readonly limits: Limits;
};

/** How a job ended, what it said, and the bytes of what was kept: 0 where it did not succeed. */
export type JobEnd = {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: number;
};

/** A toolchain as programs in a sandbox see it. */
export type Tools = {
  readonly version: string;
  readonly program: string;
  readonly tool: (file: string) => string;
  /** Changes with everything about it that changes what it makes. */
  readonly fingerprint: string;
};

/** What an engine needs for languages that are compiled, and for packages. */
export interface Workshop {
  tools(language: Language, version: string | undefined): Promise<Tools>;
  /** Runs the job, and copies what it made into `staging`, an empty folder of the layer store. */
  run(job: Job, staging: string, signal?: AbortSignal): Promise<JobEnd>;
}

/** What a sandbox runs: `main` is one of `files`. Paths are relative to the workspace. */
export type Program = {
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Further files, to be read only while they go into the sandbox. */
  readonly held: ReadonlyMap<string, HeldFile>;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array | undefined;
  readonly workdir: string;
  /** Names of variables whose values are wanted, where the language can tell them. */
  readonly returns?: readonly string[];
  /** Whether figures are wanted as SVG too. */
  readonly svg?: boolean;
};

/** What an interpreter of a live sandbox runs: the code of one execution in a session. */
export type Cell = {
  readonly source: string;
  /** Whether it counts: tracebacks call it by its number. What a session begins with does not, and is cell 0. */
  readonly counts: boolean;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly held: ReadonlyMap<string, HeldFile>;
  /** All that it can read, where no controls are given. */
  readonly stdin: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly returns: readonly string[];
  /** Whether figures are wanted as SVG too. */
  readonly svg: boolean;
  readonly limits: Limits;
  /** Sees to packages that it asks for while it runs, for an engine with a workshop. */
  readonly packages?: CellPackages | undefined;
};

/** Answers once they are mounted where the cell runs. Throws a GloveboxError where they cannot be. */
export type CellPackages = (
  wanted: { readonly wishes: readonly string[]; readonly upgrade: boolean },
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
) => Promise<void>;

/**
 * What a run says, in order. `artifact` is followed by exactly `size` bytes of `artifact_data`.
 * An engine that compiles by itself says that it does as it starts, what its compiler says with `stage`, then `compiled`.
 * `ended` comes exactly once, last; a run that stops without it is a bug of the engine.
 */
export type SandboxEvent =
  | { type: "started"; compiles?: true }
  | { type: "stdout" | "stderr"; data: Buffer; stage?: "compile" }
  | { type: "compiled"; outcome: Outcome; cached: boolean }
  | Progress
  | { type: "result"; result: Result }
  | Cleared
  | { type: "artifact"; name: string; size: number }
  | { type: "artifact_data"; data: Buffer }
  | { type: "ended"; outcome: Outcome; variables?: Record<string, unknown> };

/** What was printed and shown so far is to be taken away; with `wait`, once there is something new. */
export type Cleared = { type: "cleared"; wait: boolean };

/** One sealed place, used once. Disposing it kills what runs in it. */
export interface Sandbox extends AsyncDisposable {
  /** The engine's name. */
  readonly engine: string;
  readonly runtime: Runtime;
  /**
   * Runs the program. An aborted signal stops it; it then ends as `cancelled`. With `controls` its stdin stays open, and
   * they are attached once it has started.
   */
  run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncIterable<SandboxEvent>;
}

/** How an interpreter is started. */
export type InterpreterSpec = {
  readonly language: string;
  readonly version: string | undefined;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
};

/** What an interpreter says between its cells, and what befalls it then. */
export type InterpreterListener = {
  readonly onSaid: (stream: "stdout" | "stderr", data: Buffer) => void;
  /** It died while it was idle and goes on, or does not. */
  readonly onRevived: (recovered: Recovered | undefined, notes: readonly string[]) => void;
};
/** How an interpreter goes on after its death: with the variables of before, or without any. */
export type Recovered = NonNullable<Outcome["recovered"]>;

/** A process that keeps variables between its cells. One cell at a time: a second is for the caller to hold back. */
export interface Interpreter extends AsyncDisposable {
  readonly runtime: Runtime;
  /** Whether it can run a further cell. */
  readonly alive: boolean;
  /** Once, before the first cell. */
  listen(listener: InterpreterListener): void;
  /** Where it can end between cells without that being known at once: resolves once it can run a cell, if it ever will. */
  ready?(): Promise<void>;
  /** Puts files where its cells find them, without running anything. */
  lay(files: Pick<Cell, "files" | "held">, signal?: AbortSignal): Promise<void>;
  /**
   * Runs a cell. An aborted signal interrupts it; it then ends as `cancelled`. The program can die of it and the
   * interpreter live on: see `recovered` in the outcome.
   */
  run(cell: Cell, signal?: AbortSignal, controls?: ProgramControls): AsyncIterable<SandboxEvent>;
  /** What is no more than a KeyboardInterrupt to the cell that runs. */
  interrupt(): void;
  variables(): Promise<readonly Variable[]>;
  /** Copies with the same variables. Throws `conflict` where it cannot be copied now. */
  branch(): Promise<Interpreter>;
  /** Starts it anew, without variables. */
  restart(): Promise<void>;
}

/** Of a terminal, in characters. */
export type TerminalSize = { readonly rows: number; readonly columns: number };

/** How a command is started. */
export type CommandSpec = {
  /** The program, by its path, and its arguments. */
  readonly command: readonly string[];
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Instead of three pipes it gets a terminal, and what it says there is stdout. For a sandbox that has terminals. */
  readonly terminal?: TerminalSize | undefined;
};
export type CommandListener = (stream: "stdout" | "stderr", data: Buffer) => void;
export type CommandEnd = { readonly exitCode: number | null; readonly signal: string | null };

/** A program in a live sandbox that is not an interpreter. Its processes may outlive it, until the sandbox ends. */
export interface LiveCommand extends ProgramInput {
  readonly pid: number;
  /** Resolves once it has ended, however. */
  readonly exited: Promise<CommandEnd>;
  resize(size: TerminalSize): void;
  /** Holds back all that the sandbox says, until `resume`. */
  pause(): void;
  resume(): void;
}

export type SandboxUsage = {
  readonly memoryBytes: number;
  /** Of those, what files take. */
  readonly fileBytes: number;
  /** Since the sandbox's cgroup was made; undefined where nobody counts it. */
  readonly cpuMs: number | undefined;
};

/** A sandbox that stays, and holds any number of interpreters. Its files are theirs together. */
export interface LiveSandbox extends AsyncDisposable {
  readonly engine: string;
  /** Whether anything can still run in it. */
  readonly alive: boolean;
  start(spec: InterpreterSpec, signal?: AbortSignal): Promise<Interpreter>;
  /** Only where files can be reached while interpreters live. */
  readonly files?: SandboxFiles;
  /** Only where other programs can run beside the interpreters. What one says is told from its start on. */
  spawn?(spec: CommandSpec, onSaid: CommandListener): Promise<LiveCommand>;
  /** Only where folders of the host can come while programs run. A place that has one shows the new one from then on. */
  mount?(layers: readonly Layer[]): Promise<void>;
  /** What all that is in it uses now; undefined where nobody counts. */
  readonly usage?: SandboxUsage | undefined;
}

/** A way to build sandboxes. `open` throws `unknown_language` for a runtime that it does not have. */
export interface Engine extends AsyncDisposable {
  readonly name: string;
  /** Ids of the languages that it can have, on whatever machine. */
  readonly languages: readonly string[];
  runtimes(): Promise<readonly Runtime[]>;
  open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox>;
  /** Only of an engine that can keep interpreters alive. */
  openLive?(spec: SandboxSpec, signal?: AbortSignal): Promise<LiveSandbox>;
  /** Only of an engine that can compile, and mount layers. */
  readonly workshop?: Workshop;
  /** What it can do on this machine, found out by trying. Throws only where the engine is closed. */
  diagnose(): Promise<EngineDiagnosis>;
}
