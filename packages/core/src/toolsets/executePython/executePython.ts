import { type EndedExecution, GloveboxError, type Policy, type Status } from "@glovebox/protocol";
import { z } from "zod";
import type { RequestInput } from "../../executions/request.ts";
import type { Box } from "../box.ts";
import { failureText } from "../failure.ts";
import { type OpenAiTool, openAiDefinition } from "./definition.ts";
import { learningPoint, learningPointOfError } from "./learning.ts";
import { readToolCall } from "./toolCall.ts";
import { readPistonVariables, type Variables } from "./variables.ts";

export type ExecutePythonOptions = {
  /** Where PISTON_TIMEOUT and the others are read. Default: this process's environment. */
  readonly variables?: Variables;
  /** Default: `piston` where PISTON_API_URL is set, else the Glovebox's own. */
  readonly engine?: string;
  readonly environment?: string;
  /** Default: off, because the sandbox holds without it. */
  readonly policy?: Policy;
  /** Called when an execution has ended, before its result is given. */
  readonly onExecution?: (record: ExecutionRecord) => void;
  /** Called with what happens, one entry for each thing. Never with the code itself. */
  readonly log?: (entry: LogEntry) => void;
};

export const PythonExecutionRequest = z.strictObject({
  code: z.string().refine((code) => code.trim() !== "", "is empty; give the program's text"),
  purpose: z.string().default("").describe("What the code is meant to accomplish"),
  timeout: z.number().optional().describe("Milliseconds. Default: PISTON_TIMEOUT, else 30000"),
  files: z.array(z.strictObject({ name: z.string(), content: z.string() })).optional(),
});
export type PythonExecutionRequest = z.input<typeof PythonExecutionRequest>;

/** `execution_time` in milliseconds, measured from outside of the program. */
export type PythonExecutionResult = {
  readonly success: boolean;
  readonly output: string;
  readonly error?: string;
  readonly execution_time: number;
  readonly language: string;
  readonly version: string;
};

type ToolData = { readonly output: string; readonly purpose: string; readonly execution_time: number };
export type ToolCallResult =
  | { readonly success: true; readonly data: ToolData; readonly result: ToolData }
  | { readonly success: false; readonly error: string; readonly learning_point: string };

/** One execution in numbers. `status` is `error` where none could be started. Times in milliseconds. */
export type ExecutionRecord = {
  readonly purpose: string;
  readonly success: boolean;
  readonly status: Status | "error";
  readonly engine: string;
  readonly version: string;
  readonly codeBytes: number;
  readonly executionMs: number;
  readonly totalMs: number;
};

/** Sums over all executions. A call that was refused before it became one is no execution. */
export type Metrics = {
  readonly executions: number;
  readonly successes: number;
  readonly failures: number;
  /** Milliseconds, with everything around the programs. */
  readonly totalMs: number;
};

export type LogEntry =
  | {
      readonly level: "info";
      readonly event: "execution.started";
      readonly purpose: string;
      readonly codeBytes: number;
      readonly timeoutMs: number;
    }
  | ({ readonly level: "info" | "error"; readonly event: "execution.ended"; readonly error?: string } & ExecutionRecord)
  | { readonly level: "error"; readonly event: "call.refused"; readonly error: string };

export type ExecutePython = {
  /** The tool as a model's API wants to be told of it. */
  definitions(format: "openai"): readonly OpenAiTool[];
  /**
   * Runs what a model asked for. Never rejects for what the model or its code did wrong. A `signal` in `context` stops
   * the program; the rest of it, and what follows, is the caller's own.
   */
  executeToolCall(toolCall: unknown, context?: object, ...more: unknown[]): Promise<ToolCallResult>;
  executePythonCode(
    request: PythonExecutionRequest,
    options?: { signal?: AbortSignal },
  ): Promise<PythonExecutionResult>;
  metrics(): Metrics;
};

/** The tool `execute_python`, over any Glovebox. Throws a GloveboxError that names a variable with a bad value. */
export function executePython(box: Box, options: ExecutePythonOptions = {}): ExecutePython {
  const tool = new Tool(box, options);
  return {
    definitions: openAiDefinition,
    executeToolCall: (toolCall, context) => tool.call(toolCall, signalOf(context)),
    executePythonCode: async (request, { signal } = {}) => (await tool.run(request, signal)).result,
    metrics: () => tool.metrics,
  };
}

type Ran = { readonly result: PythonExecutionResult; readonly learningPoint: string };

class Tool {
  readonly #box: Box;
  readonly #options: ExecutePythonOptions;
  readonly #variables: ReturnType<typeof readPistonVariables>;
  #metrics: Metrics = { executions: 0, successes: 0, failures: 0, totalMs: 0 };

  constructor(box: Box, options: ExecutePythonOptions) {
    this.#box = box;
    this.#options = options;
    this.#variables = readPistonVariables(options.variables ?? process.env);
  }

  get metrics(): Metrics {
    return this.#metrics;
  }

  async call(toolCall: unknown, signal: AbortSignal | undefined): Promise<ToolCallResult> {
    const read = readToolCall(toolCall);
    if ("error" in read) {
      this.#options.log?.({ level: "error", event: "call.refused", error: read.error });
      return { success: false, error: read.error, learning_point: read.learningPoint };
    }
    const { result, learningPoint } = await this.run(read, signal);
    const { success, output, execution_time, error = "Python execution failed" } = result;
    if (success) {
      const data = { output, purpose: read.purpose, execution_time };
      return { success, data, result: data };
    }
    const until = output.trim() === "" ? "" : `\nOutput until then:\n${output.trimEnd()}`;
    return { success, error: `Python execution error: ${error}${until}`, learning_point: learningPoint };
  }

  async run(input: PythonExecutionRequest, signal: AbortSignal | undefined): Promise<Ran> {
    const began = performance.now();
    const codeBytes = Buffer.byteLength(typeof input?.code === "string" ? input.code : "");
    const purpose = typeof input?.purpose === "string" ? input.purpose : "";
    let ran: Ran & { readonly execution?: EndedExecution };
    try {
      const request = this.#requestOf(input);
      const timeoutMs = request.limits?.timeoutMs ?? this.#variables.limits.timeoutMs;
      this.#options.log?.({ level: "info", event: "execution.started", purpose, codeBytes, timeoutMs });
      const execution = await this.#box.execute(request, { signal });
      ran = { ...resultOf(execution), execution };
    } catch (error) {
      ran = this.#failed(error, performance.now() - began);
    }
    this.#record(ran, { purpose, codeBytes, totalMs: performance.now() - began });
    return ran;
  }

  #requestOf(input: PythonExecutionRequest): RequestInput {
    const parsed = PythonExecutionRequest.safeParse(input);
    if (!parsed.success) throw invalid(parsed.error);
    const { code, purpose, timeout, files = [] } = parsed.data;
    const { language, limits } = this.#variables;
    const { engine = this.#variables.engine, environment, policy } = this.#options;
    const names = files.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined)
      throw new GloveboxError("invalid_request", `files: two are named ${JSON.stringify(twice)}`, { field: "files" });
    return {
      language,
      code,
      files: Object.fromEntries(files.map(({ name, content }) => [name, content])),
      limits: { ...limits, ...(timeout === undefined ? {} : { timeoutMs: timeout }) },
      metadata: { purpose },
      ...(engine === undefined ? {} : { engine }),
      ...(environment === undefined ? {} : { environment }),
      ...(policy === undefined ? {} : { policy }),
    };
  }

  /** A request that is wrong, or a machine that cannot run it. Other errors are ours, and the caller's to see. */
  #failed(error: unknown, elapsedMs: number): Ran {
    if (!(error instanceof GloveboxError)) throw error;
    const { language, version } = this.#variables;
    const advice = error.advice === undefined ? "" : ` (${error.advice})`;
    return {
      result: {
        success: false,
        output: "",
        error: `${error.message}${advice}`,
        execution_time: elapsedMs,
        language: language.split("@")[0] ?? language,
        version: version ?? "",
      },
      learningPoint: learningPointOfError(error),
    };
  }

  #record(
    { result, execution }: Ran & { readonly execution?: EndedExecution },
    { purpose, codeBytes, totalMs }: Pick<ExecutionRecord, "purpose" | "codeBytes" | "totalMs">,
  ): void {
    const { success, version, error } = result;
    const { executions, successes, failures } = this.#metrics;
    this.#metrics = {
      executions: executions + 1,
      successes: successes + (success ? 1 : 0),
      failures: failures + (success ? 0 : 1),
      totalMs: this.#metrics.totalMs + totalMs,
    };
    const record: ExecutionRecord = {
      purpose,
      success,
      status: execution?.outcome.status ?? "error",
      engine: execution?.engine ?? "",
      version,
      codeBytes,
      executionMs: result.execution_time,
      totalMs,
    };
    this.#options.onExecution?.(record);
    const why = error === undefined ? {} : { error };
    this.#options.log?.({ level: success ? "info" : "error", event: "execution.ended", ...record, ...why });
  }
}

const NAMES = {
  timeoutMs: "timeout",
  memoryBytes: "PISTON_MEMORY_LIMIT",
  outputBytes: "PISTON_MAX_OUTPUT_SIZE",
};

function resultOf(execution: EndedExecution): Ran {
  const { outcome, stdout, language, version } = execution;
  const error = failureText(execution, NAMES);
  const result = {
    success: error === undefined,
    output: stdout,
    ...(error === undefined ? {} : { error }),
    execution_time: outcome.usage.wallMs,
    language,
    version,
  };
  return { result, learningPoint: learningPoint(outcome) };
}

function invalid(error: z.ZodError): GloveboxError {
  const [first] = error.issues;
  const field = first?.path.join(".") ?? "";
  return new GloveboxError("invalid_request", `${field === "" ? "the request" : field}: ${first?.message}`, { field });
}

function signalOf(context: object | undefined): AbortSignal | undefined {
  const signal: unknown = context !== undefined && "signal" in context ? context.signal : undefined;
  return signal instanceof AbortSignal ? signal : undefined;
}
