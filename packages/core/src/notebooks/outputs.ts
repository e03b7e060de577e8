import type { Event, Outcome, Result } from "@glovebox/protocol";
import type { Displays } from "./displays.ts";

/** An output of a code cell, as nbformat has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: Bundle; metadata: object }
  | { output_type: "execute_result"; data: Bundle; metadata: object; execution_count: number }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };
type Bundle = Record<string, unknown>;

/** What one cell shows, gathered from its events. */
export class Outputs {
  readonly all: Output[] = [];
  readonly #count: number;
  readonly #displays: Displays;

  constructor(count: number, displays: Displays) {
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
        this.#displays.forget(this.all.splice(0));
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
    if (displayId !== undefined) this.#displays.update(displayId, shown);
    if (update) return;
    const output = main
      ? { output_type: "execute_result" as const, ...shown, execution_count: this.#count }
      : { output_type: "display_data" as const, ...shown };
    this.all.push(output);
    if (displayId !== undefined) this.#displays.add(displayId, output);
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
