import { z } from "zod";
import { Artifact } from "./artifact.ts";
import { Progress } from "./events.ts";
import { Result } from "./execution.ts";
import { Outcome } from "./outcome.ts";
import { CellLimits, SessionRequest } from "./session.ts";

/** Bytes of a notebook as it comes, its outputs included. */
export const MAX_NOTEBOOK_BYTES = 50 * 1024 * 1024;

const { engine, environment, packages, files, env, workdir, limits, metadata } = SessionRequest.shape;

const Json = z.unknown().refine((value) => z.json().safeParse(value).success, "must be JSON");

/** A notebook to run, cell by cell in one session. */
export const NotebookRequest = z.strictObject({
  notebook: z
    .union([z.string(), z.record(z.string(), z.unknown())], "must be a notebook: an object, or its text")
    .describe("nbformat 4, of any minor version"),
  parameters: z
    .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "must be the name of a variable"), Json)
    .optional()
    .describe("Values set after the cell that is tagged parameters, or before all others"),
  allowErrors: z.boolean().default(false).describe("true: go on after a cell that fails"),
  engine,
  environment,
  packages,
  files,
  env,
  workdir,
  limits: limits.describe("Of the session"),
  cellLimits: CellLimits.partial().optional().describe("Of each cell. Default: those of the session"),
  metadata,
});
export type NotebookRequest = z.input<typeof NotebookRequest>;

/** How a notebook ended. */
export const NotebookRun = z.object({
  id: z.string().describe("Of its execution"),
  notebook: z.record(z.string(), z.unknown()).describe("With its outputs, as nbformat 4.5"),
  outcome: Outcome.describe("Of the cell that it stopped at, else of all of them: usage is their sum"),
  executed: z.number().int().describe("Cells that ran"),
  failedCell: z.number().int().optional().describe("The first cell that failed, counted from 0 among all cells"),
  artifacts: z.array(Artifact).describe("Files that it created or changed"),
  language: z.string(),
  version: z.string(),
  engine: z.string(),
  environment: z.string(),
});
export type NotebookRun = z.infer<typeof NotebookRun>;

const cell = z.number().int().describe("Which cell, counted from 0 among all");
const done = z.number().int().describe("How many code cells have run");
const total = z.number().int().describe("How many code cells are to run");

/** What a notebook says while it runs. There is exactly one `ended`, and it is the last. */
export const NotebookEvent = z.discriminatedUnion("type", [
  Progress,
  z.object({
    type: z.literal("started"),
    id: z.string().describe("Of its execution"),
    language: z.string(),
    version: z.string(),
    engine: z.string(),
    environment: z.string(),
  }),
  z.object({ type: z.literal("cell"), cell, done, total }).describe("A cell begins"),
  z.object({ type: z.literal("stdout"), cell, data: z.string() }),
  z.object({ type: z.literal("stderr"), cell, data: z.string() }),
  z.object({ type: z.literal("result"), cell, result: Result }),
  z.object({ type: z.literal("cleared"), cell }).describe("The cell's outputs so far are taken away"),
  z.object({ type: z.literal("artifact"), cell, artifact: Artifact }),
  z.object({ type: z.literal("cell_ended"), cell, done, total, outcome: Outcome }),
  z.object({
    type: z.literal("ended"),
    outcome: Outcome,
    run: NotebookRun.optional().describe("With the notebook. Absent where it did not begin"),
  }),
]);
export type NotebookEvent = z.infer<typeof NotebookEvent>;
