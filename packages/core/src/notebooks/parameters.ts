import { randomUUID } from "node:crypto";
import { GloveboxError } from "@glovebox/protocol";
import { isTagged, type NotebookCell } from "./format.ts";

const PARAMETERS = "parameters";
const INJECTED = "injected-parameters";

/**
 * The cells with one that sets the values: after the cell tagged `parameters`, else before all others, in the place of
 * one that an earlier run has put there. As papermill does.
 */
export function parameterCell(
  cells: readonly NotebookCell[],
  values: Readonly<Record<string, unknown>>,
  language: string,
): NotebookCell[] {
  const set = setter(language);
  const lines = Object.entries(values).map(([name, value]) => set(name, value));
  const injected: NotebookCell = {
    cell_type: "code",
    id: randomUUID().slice(0, 8),
    metadata: { tags: [INJECTED] },
    source: ["# Parameters", ...lines].join("\n"),
    outputs: [],
    execution_count: null,
  };
  if (language !== "python" && language !== "bash") injected.source = lines.join("\n");
  const kept = cells.filter((cell) => !isTagged(cell, INJECTED));
  const after = kept.findIndex((cell) => isTagged(cell, PARAMETERS));
  return kept.toSpliced(after + 1, 0, injected);
}

function setter(language: string): (name: string, value: unknown) => string {
  switch (language) {
    case "python":
      return (name, value) => `${name} = ${pythonLiteral(value)}`;
    case "javascript":
    case "typescript":
      return (name, value) => `var ${name} = ${JSON.stringify(value)};`;
    default:
      throw new GloveboxError("invalid_request", `parameters: cannot be set in ${language}`, { field: "parameters" });
  }
}

function pythonLiteral(value: unknown): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pythonLiteral(each)}`);
    return `{${entries.join(", ")}}`;
  }
  // A JSON text is a Python text too, but for surrogates, which are escaped in both.
  return JSON.stringify(value);
}
