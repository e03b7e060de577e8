import { expect } from "vitest";
import { z } from "zod";
import type { NotebookRun } from "../../packages/core/src/glovebox.ts";

// What nbformat 4.5 demands of a code cell and of its outputs, to the letter: a field more or less is an error.
const Bundle = z.record(z.string().regex(/^[a-z]+\/[a-zA-Z0-9.+-]+$/), z.json());
const Output = z.discriminatedUnion("output_type", [
  z.strictObject({ output_type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.strictObject({ output_type: z.literal("display_data"), data: Bundle, metadata: z.object({}) }),
  z.strictObject({
    output_type: z.literal("execute_result"),
    data: Bundle,
    metadata: z.object({}),
    execution_count: z.int().positive(),
  }),
  z.strictObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
]);
const common = {
  id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  source: z.string(),
  metadata: z.looseObject({ tags: z.array(z.string()).optional() }),
};
const Cell = z.discriminatedUnion("cell_type", [
  z.strictObject({
    ...common,
    cell_type: z.literal("code"),
    outputs: z.array(Output),
    execution_count: z.int().positive().nullable(),
  }),
  z.looseObject({ ...common, cell_type: z.literal("markdown") }),
  z.looseObject({ ...common, cell_type: z.literal("raw") }),
]);
const Notebook = z.strictObject({
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(5),
  metadata: z.looseObject({}),
  cells: z.array(Cell),
});

/** Fails where the notebook is none of nbformat 4.5, or two of its cells have the same id. */
export function expectValid({ notebook }: Pick<NotebookRun, "notebook">): void {
  const { cells } = Notebook.parse(JSON.parse(JSON.stringify(notebook)));
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
}
