import type { EndedExecution, GloveboxError, Status } from "@glovebox/protocol";
import { exitCodeOf } from "../../executions/exitCode.ts";
import { failureText, inNamesOf } from "../failure.ts";
import { type ToolResult, ToolStatus } from "./toolResult.ts";

const SETUP_ERROR = 2;

const NAMES = { timeoutMs: "timeout", memoryBytes: "memory_limit" };

export type Frame = { readonly id: string; readonly startedAt: Date; readonly notes: readonly string[] };

export function resultOfExecution(execution: EndedExecution, frame: Frame): ToolResult {
  const { outcome, stdout, language, version, engine, environment, artifacts, compile } = execution;
  const status = statusOf(outcome.status);
  const built = compile === undefined || compile.outcome.status === "succeeded";
  const ran = execution.startedAt !== undefined && built;
  return {
    // A server has an id of its own for it, by which its record and artifacts are found.
    ...envelope({ ...frame, id: execution.id }, status),
    result: {
      stdout,
      stderr: stderrOf(execution),
      exit_code: exitCodeOf(outcome),
      language,
      execution_time: ran ? outcome.usage.wallMs / 1000 : null,
    },
    error: status === ToolStatus.COMPLETED ? null : (failureText(execution, NAMES) ?? outcome.status),
    error_code: status === ToolStatus.COMPLETED ? null : outcome.status,
    metadata: {
      engine,
      version,
      environment,
      outcome: outcome.status,
      usage: outcome.usage,
      artifacts,
      notes: [...frame.notes, ...(outcome.notes ?? []).map((note) => inNamesOf(NAMES, note))],
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
