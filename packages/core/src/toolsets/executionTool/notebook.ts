import type { EndedExecution, NotebookRun } from "@glovebox/protocol";
import { emptyExecution } from "../../executions/record.ts";
import { type Frame, resultOfExecution } from "./envelope.ts";
import type { ToolResult } from "./toolResult.ts";

/** The same envelope for a notebook: what all of its cells wrote, and the notebook with its outputs. */
export function resultOfNotebook(run: NotebookRun, frame: Frame): ToolResult {
  const { notebook, language, version, engine, environment, outcome, artifacts } = run;
  const execution: EndedExecution = {
    ...emptyExecution(),
    id: frame.id,
    ...{ language, version, engine, environment, outcome, artifacts },
    state: "ended",
    startedAt: frame.startedAt.toISOString(),
    stdout: streamOf(notebook, "stdout"),
    stderr: [streamOf(notebook, "stderr"), outcome.error?.traceback ?? ""].filter((text) => text !== "").join("\n"),
  };
  const made = resultOfExecution(execution, frame);
  return { ...made, result: { ...made.result, notebook } };
}

type Shown = {
  readonly outputs?: readonly { readonly output_type: string; readonly name?: string; readonly text?: string }[];
};

function streamOf(notebook: NotebookRun["notebook"], name: "stdout" | "stderr"): string {
  const cells = notebook["cells"] as readonly Shown[];
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  return outputs.flatMap((each) => (each.output_type === "stream" && each.name === name ? [each.text] : [])).join("");
}
