import type { Event, Outcome, Result } from "@glovebox/protocol";
import { bytesOfBundle, Displays, TOO_OFTEN } from "../executions/displays.ts";

/** An output of a code cell, as nbformat has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: Bundle; metadata: object }
  | { output_type: "execute_result"; data: Bundle; metadata: object; execution_count: number }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };
type Bundle = Record<string, unknown>;
type Shown = Extract<Output, { data: unknown }>;
type Content = Pick<Shown, "data" | "metadata">;

/** What a notebook shows under names, in whichever cell. */
export type NotebookDisplays = Displays<Output, Content>;

export function notebookDisplays(): NotebookDisplays {
  return new Displays<Output, Content>(
    (output, { data, metadata } = { data: { "text/plain": TOO_OFTEN }, metadata: {} }) => {
      Object.assign(output, { data, metadata });
    },
  );
}

/** What one cell shows, gathered from its events. */
export class Outputs {
  readonly all: Output[] = [];
  readonly #count: number;
  readonly #displays: NotebookDisplays;

  constructor(count: number, displays: NotebookDisplays) {
    this.#count = count;
    this.#displays = displays;
  }

  hear(event: Event): void {
    switch (event.type) {
      case "stdout":
      case "stderr":
        this.#text(event.type, event.data);
        return;
      case "result":
        this.#result(event.result);
        return;
      case "cleared":
        for (const output of this.all.splice(0)) this.#displays.forget(output);
        return;
      case "ended":
        this.#ended(event.outcome);
    }
  }

  #text(name: "stdout" | "stderr", text: string): void {
    const last = this.all.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else this.all.push({ output_type: "stream", name, text });
  }

  #result({ mime, main, metadata = {}, displayId, update }: Result): void {
    const shown = { data: bundleOf(mime), metadata };
    if (!update) {
      const output = main
        ? { output_type: "execute_result" as const, ...shown, execution_count: this.#count }
        : { output_type: "display_data" as const, ...shown };
      this.all.push(output);
      if (displayId !== undefined) this.#displays.add(displayId, output);
    }
    if (displayId !== undefined) this.#displays.update(displayId, shown, bytesOfBundle(shown.data));
  }

  #ended({ status, error }: Outcome): void {
    if (status === "succeeded") return;
    const { name: ename, message: evalue, traceback } = error ?? { name: status, message: "" };
    this.all.push({ output_type: "error", ename, evalue, traceback: (traceback ?? `${ename}: ${evalue}`).split("\n") });
  }
}

/** Without what only our own clients read. Jupyter shows plain data as text, and JSON only where it was asked for. */
function bundleOf(mime: Result["mime"]): Bundle {
  const text = mime["text/plain"];
  const askedForJson = typeof text !== "string" || text.startsWith("<IPython.");
  const kept = Object.entries(mime).filter(
    ([type]) => !type.startsWith("application/vnd.glovebox.") && (askedForJson || type !== "application/json"),
  );
  return Object.fromEntries(kept);
}
