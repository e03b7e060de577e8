import type { Artifact, EndedExecution, GloveboxError, Status, Usage } from "@glovebox/protocol";
import { exitCodeOf } from "../../executions/exitCode.ts";
import { failureText } from "../failure.ts";

export const ToolStatus = Object.freeze({
  PENDING: "pending",
  RUNNING: "running",
  /** The program came to its own end, whatever its exit code. */
  COMPLETED: "completed",
  /** It did not: a limit, a policy, or what was to be set up before it. */
  FAILED: "failed",
  CANCELLED: "cancelled",
} as const);
export type ToolStatus = (typeof ToolStatus)[keyof typeof ToolStatus];

/** What a tool gives back, in the form that all tools share. Times in seconds, timestamps ISO 8601. */
export type ToolResult = {
  readonly tool_name: "execution";
  readonly execution_id: string;
  readonly status: ToolStatus;
  readonly result: ExecutionResult;
  readonly error: string | null;
  /** The outcome's status, or the code of the error that prevented the execution. */
  readonly error_code: string | null;
  readonly started_at: string;
  readonly completed_at: string;
  readonly duration_seconds: number;
  readonly metadata: ToolMetadata;
};

export type ExecutionResult = {
  readonly stdout: string;
  /** The compiler's words too, where it did not succeed. */
  readonly stderr: string;
  /** The program's own; 2 where nothing could be set up, 124 for a time-out, 137 for memory, 128+n for signal n. */
  readonly exit_code: number;
  readonly language: string;
  /** Seconds that the program ran, measured from outside; null where it did not. */
  readonly execution_time: number | null;
};

/** Empty where nothing could be set up. */
export type ToolMetadata = {
  readonly engine?: string;
  readonly version?: string;
  readonly environment?: string;
  readonly outcome?: Status;
  readonly usage?: Usage;
  readonly artifacts?: readonly Artifact[];
  readonly notes?: readonly string[];
};

const SETUP_ERROR = 2;

export type Frame = { readonly id: string; readonly startedAt: Date; readonly notes: readonly string[] };

export function resultOfExecution(execution: EndedExecution, frame: Frame): ToolResult {
  const { outcome, stdout, language, version, engine, environment, artifacts, compile } = execution;
  const status = statusOf(outcome.status);
  const built = compile === undefined || compile.outcome.status === "succeeded";
  const ran = execution.startedAt !== undefined && built;
  return {
    ...envelope(frame, status),
    result: {
      stdout,
      stderr: stderrOf(execution),
      exit_code: exitCodeOf(outcome),
      language,
      execution_time: ran ? outcome.usage.wallMs / 1000 : null,
    },
    error: status === ToolStatus.COMPLETED ? null : (failureText(execution) ?? outcome.status),
    error_code: status === ToolStatus.COMPLETED ? null : outcome.status,
    metadata: {
      engine,
      version,
      environment,
      outcome: outcome.status,
      usage: outcome.usage,
      artifacts,
      notes: [...frame.notes, ...(outcome.notes ?? [])],
    },
  };
}

/** Nothing could be set up: no program of the caller has run. */
export function resultOfError(error: GloveboxError, language: string, frame: Frame): ToolResult {
  const message = error.advice === undefined ? error.message : `${error.message} (${error.advice})`;
  return {
    ...envelope(frame, ToolStatus.FAILED),
    result: { stdout: "", stderr: message, exit_code: SETUP_ERROR, language, execution_time: null },
    error: message,
    error_code: error.code,
    metadata: frame.notes.length === 0 ? {} : { notes: frame.notes },
  };
}

function envelope({ id, startedAt }: Frame, status: ToolStatus) {
  const now = new Date();
  return {
    tool_name: "execution",
    execution_id: id,
    status,
    started_at: startedAt.toISOString(),
    completed_at: now.toISOString(),
    duration_seconds: (now.getTime() - startedAt.getTime()) / 1000,
  } as const;
}

function statusOf(status: Status): ToolStatus {
  switch (status) {
    case "succeeded":
    case "failed":
    case "killed":
      return ToolStatus.COMPLETED;
    case "cancelled":
      return ToolStatus.CANCELLED;
    case "timed_out":
    case "out_of_memory":
    case "output_limit":
    case "rejected":
    case "crashed":
    case "lost":
      return ToolStatus.FAILED;
  }
}

function stderrOf({ compile, stderr }: EndedExecution): string {
  if (compile === undefined || compile.outcome.status === "succeeded") return stderr;
  return [compile.stdout, compile.stderr, stderr].filter((text) => text !== "").join("\n");
}
