import type { NotebookRun } from "../../packages/core/src/glovebox.ts";

export type Cell = {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id?: string;
  readonly source: string | readonly string[];
  readonly metadata?: { readonly tags?: readonly string[] };
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
};
export type Output = {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: object;
  readonly execution_count?: number;
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: readonly string[];
};

/** A notebook of these code cells, or of cells as they are. */
export function notebook(cells: readonly (string | Cell)[], more: Record<string, unknown> = {}) {
  const made = cells.map((cell) => (typeof cell === "string" ? code(cell) : cell));
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: made, ...more };
}

export function code(source: string, ...tags: string[]): Cell {
  return { cell_type: "code", source, metadata: { tags }, outputs: [], execution_count: null };
}

export function cellsOf({ notebook }: Pick<NotebookRun, "notebook">): readonly Cell[] {
  return notebook["cells"] as readonly Cell[];
}

/** What each code cell shows, in short: the name of a stream with its text, the text of a result, the name of an error. */
export function shown(run: Pick<NotebookRun, "notebook">): string[][] {
  const cells = cellsOf(run).filter(({ cell_type }) => cell_type === "code");
  return cells.map(({ outputs = [] }) => outputs.map(inShort));
}

function inShort({ output_type, name, text, data, ename, evalue, execution_count }: Output): string {
  switch (output_type) {
    case "stream":
      return `${name}: ${text}`;
    case "error":
      return `${ename}: ${evalue}`;
    case "execute_result":
      return `[${execution_count}] ${data?.["text/plain"]}`;
    default:
      return String(data?.["text/plain"]);
  }
}
