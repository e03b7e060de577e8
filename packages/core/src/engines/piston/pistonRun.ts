import { GloveboxError, type Limits, type Outcome } from "@glovebox/protocol";
import type { ProgramControls, ProgramInput } from "../../executions/programControls.ts";
import type { Program, Runtime, Sandbox, SandboxEvent } from "../engine.ts";
import type { RemoteJob, RemoteLimits, RemoteReport, RemoteStage } from "./answers.ts";
import { filesOf, limitsOf, refusedLimit, requirePossible } from "./job.ts";
import type { Remote } from "./remote.ts";
import { outcomeOfStage } from "./stages.ts";

const MOST_MESSAGE = 16 * 1024;
/** A byte of output may be six in JSON, and both streams come twice: apart and together, of two stages. */
const JSON_FACTOR = 24;
const ENVELOPE_BYTES = 1024 * 1024;

export type PistonRunOptions = {
  readonly remote: Remote;
  readonly runtime: Runtime;
  /** What the remote calls the language. */
  readonly language: string;
  readonly limits: Limits;
  readonly compileLimits: Limits;
  /** Those of requests that name none. */
  readonly usual: Limits;
  /** The most that the remote allows of each, as far as it has said so. Kept from run to run. */
  readonly allowed: Map<keyof RemoteLimits, number>;
  readonly onGone: () => void;
};

/** One program on a remote Piston: sent whole, answered whole. */
export class PistonRun implements Sandbox {
  readonly engine = "piston";
  readonly runtime: Runtime;
  readonly #options: PistonRunOptions;
  readonly #disposed = new AbortController();

  constructor(options: PistonRunOptions) {
    this.#options = options;
    this.runtime = options.runtime;
  }

  async *run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    const { limits, usual } = this.#options;
    requirePossible(program, limits, usual);
    controls?.attach(REFUSING);
    const stop = AbortSignal.any([this.#disposed.signal, ...(signal === undefined ? [] : [signal])]);
    const { report, ran, notes } = await this.#ask(program, stop);
    const compile = report.compile ?? undefined;
    yield { type: "started", ...(compile === undefined ? {} : { compiles: true }) };
    if (compile !== undefined) {
      yield* said(compile, limits.outputBytes, "compile");
      const outcome = outcomeOfStage(compile, this.#compileLimits(ran), []);
      yield { type: "compiled", outcome, cached: false };
      if (outcome.status !== "succeeded") return yield { type: "ended", outcome: notCompiled(outcome, compile) };
    }
    yield* said(report.run, limits.outputBytes);
    yield { type: "ended", outcome: outcomeOfStage(report.run, this.#runLimits(ran), notes) };
  }

  /** What the remote does not allow is asked for as far as it does, and told. */
  async #ask(
    program: Program,
    signal: AbortSignal,
  ): Promise<{ report: RemoteReport; ran: RemoteLimits; notes: string[] }> {
    const { remote, limits, compileLimits, allowed, language, runtime } = this.#options;
    const wished = limitsOf(limits, compileLimits);
    const files = await filesOf(program);
    const stdin = Buffer.from(program.stdin ?? []).toString("utf8");
    const mostBytes = limits.outputBytes * JSON_FACTOR + ENVELOPE_BYTES;
    for (;;) {
      const ran = within(wished, allowed);
      const job: RemoteJob = { language, version: runtime.version, files, stdin, args: program.args, ...ran };
      try {
        const report = await remote.execute(job, mostBytes, signal);
        return { report, ran, notes: lowered(wished, ran) };
      } catch (error) {
        const refused = refusedLimit(error);
        if (refused === undefined || refused.most >= ran[refused.name]) throw error;
        allowed.set(refused.name, refused.most);
      }
    }
  }

  #runLimits(ran: RemoteLimits): Limits {
    const { run_timeout: timeoutMs, run_cpu_time: cpuMs, run_memory_limit: memoryBytes } = ran;
    return { ...this.#options.limits, timeoutMs, cpuMs, memoryBytes };
  }

  #compileLimits(ran: RemoteLimits): Limits {
    const { compile_timeout: timeoutMs, compile_cpu_time: cpuMs, compile_memory_limit: memoryBytes } = ran;
    return { ...this.#options.compileLimits, timeoutMs, cpuMs, memoryBytes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed.abort();
    this.#options.onGone();
  }
}

function within(wished: RemoteLimits, allowed: ReadonlyMap<keyof RemoteLimits, number>): RemoteLimits {
  const lower = [...allowed].filter(([name, most]) => most < wished[name]);
  return { ...wished, ...Object.fromEntries(lower) };
}

function lowered(wished: RemoteLimits, ran: RemoteLimits): string[] {
  const names = Object.keys(wished) as (keyof RemoteLimits)[];
  return names
    .filter((name) => name.startsWith("run_") && ran[name] < wished[name])
    .map((name) => `the remote Piston allows ${name} of ${ran[name]} at most`);
}

function* said({ stdout, stderr }: RemoteStage, mostBytes: number, stage?: "compile"): Generator<SandboxEvent> {
  for (const [type, text] of [
    ["stdout", stdout],
    ["stderr", stderr],
  ] as const) {
    const data = Buffer.from(text).subarray(0, mostBytes);
    if (data.length > 0) yield { type, data, ...(stage === undefined ? {} : { stage }) };
  }
}

function notCompiled(outcome: Outcome, { stdout, stderr }: RemoteStage): Outcome {
  const message = (stderr.trim() === "" ? stdout : stderr).trim().slice(0, MOST_MESSAGE);
  return outcome.status === "failed" ? { ...outcome, error: { name: "CompileError", message } } : outcome;
}

/** The remote answers when all is over, so there is nobody to write to. */
const REFUSING: ProgramInput = {
  write: async () => {
    throw notLive("stdin", "gives a program its input before it starts");
  },
  end: () => undefined,
  signal: () => {
    throw notLive("signal", "sends no signals; cancel the execution to end it");
  },
};

function notLive(field: string, what: string): GloveboxError {
  return new GloveboxError("invalid_request", `${field}: the engine piston ${what}`, {
    field,
    advice: "take the native engine",
  });
}
