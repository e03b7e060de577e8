import { Artifact, Status, Usage } from "@glovebox/protocol";
import { z } from "zod";

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

const ExecutionResult = z.object({
  stdout: z.string(),
  stderr: z.string().describe("The compiler's words too, where it did not succeed"),
  exit_code: z
    .number()
    .describe(
      "The program's own; 2 where nothing could be set up, 124 for a time-out, 137 for memory, 128+n for signal n",
    ),
  language: z.string(),
  execution_time: z
    .number()
    .nullable()
    .describe("Seconds that the program ran, measured from outside; null where it did not"),
  notebook: z.record(z.string(), z.unknown()).optional().describe("Of a notebook: it with its outputs"),
});

const ToolMetadata = z
  .object({
    engine: z.string(),
    version: z.string(),
    environment: z.string(),
    outcome: Status,
    usage: Usage,
    artifacts: z.array(Artifact).readonly(),
    notes: z.array(z.string()).readonly(),
  })
  .partial()
  .describe("Empty where nothing could be set up");

/** What a tool gives back, in the form that all tools share. Times in seconds, timestamps ISO 8601. */
export const ToolResult = z
  .object({
    tool_name: z.literal("execution"),
    execution_id: z.string(),
    status: z
      .enum(ToolStatus)
      .describe("completed: the program came to its own end, whatever its exit code; failed: a limit, or nothing ran"),
    result: ExecutionResult.readonly(),
    error: z.string().nullable(),
    error_code: z
      .string()
      .nullable()
      .describe("The outcome's status, or the code of the error that prevented the execution"),
    started_at: z.string(),
    completed_at: z.string(),
    duration_seconds: z.number(),
    metadata: ToolMetadata.readonly(),
  })
  .readonly();
export type ToolResult = z.infer<typeof ToolResult>;
