import type { EndedExecution, Event, Outcome, Result } from "@glovebox/protocol";
import { Displays, TOO_OFTEN } from "../../executions/displays.ts";

/** What `run_python_code` answers. */
export type PythonAnswer = {
  readonly success: boolean;
  /** The value of `result_var_name` as JSON; null where none was asked for, or it is not there. */
  readonly result: unknown;
  /** What the code printed, and the values of the expressions that it displayed. */
  readonly stdout: string;
  readonly stderr: string;
  /** What ended the code; with the traceback in the lines of the code. */
  readonly error?: string;
  readonly interpreter_id: string;
  readonly interpreter_restarted?: true;
  readonly restart_reason?: string;
  /** Whether the variables of before came back: from the checkpoint of before this code. */
  readonly state_recovered?: boolean;
  /** The first figure's file, relative to the working folder. */
  readonly fig_storage_path?: string;
  readonly fig_storage_paths?: readonly string[];
  /** Every figure, shown or left open, in order. */
  readonly base64_uri?: readonly string[];
  /** Fields that are for the user and too large for a model. */
  readonly hidden_to_model?: readonly ["base64_uri"];
  readonly notes?: readonly string[];
};

/** Gathers what a run of the code shows. Values of expressions are printed among the rest, as an interactive Python does. */
export class Shown {
  stderr = "";
  #parts: Part[] = [];
  readonly #displays = new Displays<Part, Part>((part, { figure, text } = { text: `${TOO_OFTEN}\n` }) => {
    Object.assign(part, { figure, text });
  });

  hear(event: Event): void {
    if (event.type === "stdout") this.#parts.push({ printed: event.data });
    else if (event.type === "stderr") this.stderr += event.data;
    else if (event.type === "result") this.#show(event.result);
    else if (event.type === "cleared") this.#clear();
  }

  /** An update takes the place of what this run showed; one of what an earlier run showed is shown like any other. */
  #show({ mime, displayId, update }: Result): void {
    const shown = partOf(mime);
    const isNew = !update || displayId === undefined || !this.#displays.has(displayId);
    if (isNew) this.#parts.push(shown);
    if (displayId === undefined) return;
    if (isNew) this.#displays.add(displayId, shown);
    this.#displays.update(displayId, shown, (shown.figure ?? shown.text ?? "").length);
  }

  #clear(): void {
    for (const part of this.#parts) this.#displays.forget(part);
    this.#parts = this.#parts.filter(({ printed }) => printed !== undefined);
  }

  get stdout(): string {
    return this.#parts.map(({ printed, text }) => printed ?? text ?? "").join("");
  }

  /** PNG pictures in base64. */
  get figures(): string[] {
    return this.#parts.flatMap(({ figure }) => figure ?? []);
  }
}

type Part = { printed?: string; text?: string | undefined; figure?: string | undefined };

function partOf(mime: Result["mime"]): Part {
  const picture = mime["image/png"];
  const text = mime["text/plain"];
  if (typeof picture === "string") return { figure: picture };
  return typeof text === "string" ? { text: `${text}\n` } : {};
}

export function answerOf(
  { outcome, variables, stdout: _, stderr: __, ...execution }: EndedExecution,
  shown: Shown,
  { asked, paths }: { asked: string | undefined; paths: readonly string[] },
): PythonAnswer {
  const { notes = [] } = outcome;
  return {
    success: outcome.status === "succeeded",
    result: asked === undefined ? null : (variables?.[asked] ?? null),
    stdout: shown.stdout,
    stderr: shown.stderr,
    ...errorOf(outcome),
    interpreter_id: execution.sessionId ?? "",
    ...restartOf(outcome),
    ...figuresOf(shown.figures, paths),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function errorOf({ status, error }: Outcome): { error?: string } {
  if (status === "succeeded") return {};
  return { error: error === undefined ? status : (error.traceback ?? `${error.name}: ${error.message}`) };
}

function restartOf({ recovered, error, status }: Outcome): Partial<PythonAnswer> {
  if (recovered === undefined) return {};
  const restart_reason = error === undefined ? status : `${error.name}: ${error.message}`;
  return { interpreter_restarted: true, restart_reason, state_recovered: recovered === "checkpoint" };
}

function figuresOf(figures: readonly string[], paths: readonly string[]): Partial<PythonAnswer> {
  const [first] = paths;
  if (figures.length === 0) return {};
  return {
    ...(first === undefined ? {} : { fig_storage_path: first, fig_storage_paths: paths }),
    base64_uri: figures.map((figure) => `data:image/png;base64,${figure}`),
    hidden_to_model: ["base64_uri"],
  };
}
