import { z } from "zod";
import { Artifact } from "./artifact.ts";
import { Result } from "./execution.ts";
import { Outcome } from "./outcome.ts";

const Text = z.string().describe("A piece of text, cut anywhere");
const Compile = z.literal("compile").describe("The compiler said it; absent: the program did");

/** How far something is that is done before code can run. */
export const Progress = z.object({
  type: z.literal("progress"),
  task: z.string().describe("What is being done, such as: installing the environment data"),
  done: z.number(),
  total: z.number(),
  detail: z.string().optional(),
});
export type Progress = z.infer<typeof Progress>;

/** What an execution says while it runs. There is exactly one `ended`, and it is the last. */
export const Event = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    id: z.string(),
    sessionId: z.string().optional().describe("The session that it is a cell of"),
    language: z.string(),
    version: z.string(),
    engine: z.string(),
    engineReason: z.string().optional().describe("Where the request left the choice: why this engine"),
    environment: z.string(),
    compiles: z.literal(true).optional().describe("Its compiler has started; `compiled` says how that ended"),
  }),
  z.object({ type: z.literal("stdout"), data: Text, stage: Compile.optional() }),
  z.object({ type: z.literal("stderr"), data: Text, stage: Compile.optional() }),
  z.object({
    type: z.literal("compiled"),
    outcome: Outcome.describe("How the compiler ended. Where it did not succeed nothing runs"),
    cached: z.boolean().describe("true: an earlier execution's product was used, and no compiler ran"),
  }),
  z.object({ type: z.literal("result"), result: Result }),
  z
    .object({ type: z.literal("cleared") })
    .describe("What this execution has printed and shown so far is to be taken away: clear_output()"),
  z.object({ type: z.literal("artifact"), artifact: Artifact }),
  Progress,
  z.object({
    type: z.literal("ended"),
    outcome: Outcome,
    variables: z.record(z.string(), z.unknown()).optional().describe("Values of returnVariables"),
  }),
]);
export type Event = z.infer<typeof Event>;
