import { z } from "zod";
import { ApiError } from "./api.ts";
import { Progress } from "./events.ts";
import { CellCode, ExecutionRequest, Svg, VariableNames } from "./execution.ts";
import { Limits } from "./limits.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a session lives where its request does not say: without use, and at most. */
export const defaultIdleTimeoutMs = 30 * MINUTE;
export const defaultMaxAgeMs = 24 * HOUR;
/** Cells that may wait for their turn in one session. */
export const MAX_WAITING_CELLS = 64;
export const MAX_BRANCHES = 32;

export const SessionId = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,128}$/, "must be 1 to 128 letters, digits, dots, underscores and hyphens");

function time(most: number) {
  const message = `must be a whole number of milliseconds from 1000 to ${most}`;
  return z.number(message).int(message).min(1_000, message).max(most, message);
}

const { language, engine, environment, files, env, workdir, packages, network, metadata } = ExecutionRequest.shape;

/** What a session is made with. */
export const SessionRequest = z.strictObject({
  id: SessionId.optional().describe("Chosen by the client, unique among its sessions. Default: a UUIDv7"),
  language: language.default("python"),
  engine,
  environment,
  packages,
  workdir,
  env: env.describe("Variables for all of its cells"),
  files: files.describe("Files to lay into the workspace before anything runs"),
  initCode: CellCode.optional().describe("Runs before the first cell, and again where the session starts anew"),
  limits: Limits.partial().optional().describe("Of the sandbox, and the default of each cell"),
  network,
  idleTimeoutMs: time(24 * HOUR)
    .default(defaultIdleTimeoutMs)
    .describe("The session ends when no cell has run for so long"),
  maxAgeMs: time(30 * 24 * HOUR)
    .default(defaultMaxAgeMs)
    .describe("The session ends when it is so old"),
  metadata: metadata.describe("Anything of yours; it comes back with the session"),
});
export type SessionRequest = z.input<typeof SessionRequest>;
export type ParsedSessionRequest = z.output<typeof SessionRequest>;

/** The limits that each cell may set for itself; the others are part of the session's sandbox. */
export const CellLimits = Limits.pick({ timeoutMs: true, cpuMs: true, outputBytes: true });

/** One cell: the code of one execution in a session. */
export const CellRequest = z.strictObject({
  code: CellCode.describe("The cell's text"),
  files: files.describe("Files to lay into the workspace before it runs; they replace what is there"),
  stdin: z.string("must be a string").optional().describe("What input() reads. Without it input() is an error"),
  env: env.describe("Variables while this cell runs"),
  limits: CellLimits.partial().optional().describe("What this cell may use"),
  svg: Svg,
  returnVariables: VariableNames.optional().describe("Variables whose values come back as JSON"),
  metadata,
});
export type CellRequest = z.input<typeof CellRequest>;
export type ParsedCellRequest = z.output<typeof CellRequest>;

/** A session: an interpreter that keeps its variables between executions. */
export const Session = z.object({
  id: z.string(),
  language: z.string(),
  version: z.string(),
  engine: z.string(),
  engineReason: z.string().optional().describe("Where the request left the choice: why this engine"),
  environment: z.string(),
  state: z.enum(["idle", "busy", "ended"]),
  workdir: z.string(),
  executions: z.number().int().describe("How many cells it has begun"),
  branchOf: z.string().optional().describe("The session that it is a branch of"),
  createdAt: z.string().describe("ISO 8601"),
  lastUsedAt: z.string().describe("ISO 8601"),
  idleTimeoutMs: z.number(),
  maxAgeMs: z.number(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type Session = z.infer<typeof Session>;

export const SessionList = z.object({ sessions: z.array(Session).describe("Oldest first") });
export type SessionList = z.infer<typeof SessionList>;

/** What is said while a session is made. The last event is `created` or `failed`. */
export const SessionEvent = z.discriminatedUnion("type", [
  Progress,
  z.object({ type: z.literal("created"), session: Session }),
  z.object({ type: z.literal("failed"), error: ApiError.shape.error }),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;

const BRANCHES = `must be a whole number from 1 to ${MAX_BRANCHES}`;
export const BranchRequest = z.strictObject({
  n: z.number(BRANCHES).int(BRANCHES).min(1, BRANCHES).max(MAX_BRANCHES, BRANCHES).default(1).describe("How many"),
});
export type BranchRequest = z.input<typeof BranchRequest>;

const Ref = z.string().max(256).describe("Anything of yours; what answers it has it too");

/** What a client says on a session's WebSocket. */
export const StreamMessage = z.discriminatedUnion(
  "type",
  [
    z.looseObject({ type: z.literal("execute"), ref: Ref.optional() }).describe("A cell: beside these a CellRequest"),
    z.strictObject({
      type: z.literal("stdin"),
      ref: Ref.optional().describe("For which cell. Default: the one that runs"),
      data: z.string("must be a string").optional().describe("What input() and sys.stdin read"),
      end: z.boolean().optional().describe("true: nothing comes after it"),
    }),
    z.strictObject({
      type: z.literal("interrupt"),
      ref: Ref.optional().describe("Which cell, also one that waits. Default: the one that runs"),
    }),
  ],
  'must be "execute", "stdin" or "interrupt"',
);
export type StreamMessage = z.infer<typeof StreamMessage>;

/** A variable of a session, as far as it can be told without running the program's own code. */
export const Variable = z.object({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.number()).optional().describe("Of an array or a table"),
  size: z.number().optional().describe("How many elements it has"),
  preview: z.string().describe("At most 200 characters"),
});
export type Variable = z.infer<typeof Variable>;

export const VariableList = z.object({ variables: z.array(Variable) });
export type VariableList = z.infer<typeof VariableList>;
