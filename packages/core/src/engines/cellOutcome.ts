import type { Limits, Outcome, ProgramError } from "@glovebox/protocol";
import { z } from "zod";
import type { Recovered } from "./engine.ts";
import { ErrorReport } from "./errorReport.ts";
import { type KernelCounts, outcomeOf, type RunEnding } from "./outcome.ts";

/** What an interpreter says of a cell that is over. */
export const Done = z.object({
  ok: z.boolean(),
  error: ErrorReport.nullish(),
  exitCode: z.number().int().min(0).max(255).nullish().describe("Where it is not 0 or 1 as `ok` says"),
  variables: z.record(z.string(), z.unknown()).nullish(),
  notes: z.array(z.string().max(2_000)).max(100).nullish(),
});
export type Done = z.infer<typeof Done>;

/** How a cell ended as it was seen from outside of its interpreter. */
export type CellEnding = RunEnding & {
  /** Whether the interpreter's process died; else it said itself that the cell is over. */
  readonly died: boolean;
  /** Whether it was ended because it closed its own connection. */
  readonly disconnected: boolean;
  /** How it goes on after its death; null where it lives, or does not go on. */
  readonly recovered: Recovered | null;
};

type Facts = {
  readonly ending: CellEnding;
  /** What the interpreter said; undefined where it died before it could. */
  readonly done: Done | undefined;
  readonly limits: Limits;
  readonly usage: KernelCounts | undefined;
  readonly hint?: (module: string) => string | undefined;
};

/**
 * How a cell ended. That it raised nothing is the interpreter's own word; that the interpreter died, how, and which limit
 * ended it are not.
 */
export function outcomeOfCell({ ending, done, limits, usage, hint }: Facts): Outcome {
  const report = ending.died ? undefined : (done?.error ?? undefined);
  const exitCode = ending.died ? ending.exitCode : done?.ok === true ? 0 : done?.exitCode || 1;
  const outcome = outcomeOf({ ending: { ...ending, exitCode }, report, usage, limits, ...(hint && { hint }) });
  const notes = [...(done?.notes ?? []), ...deathNotes(ending), ...(outcome.notes ?? [])];
  const ended = ending.died && (ending.disconnected || outcome.status === "succeeded");
  return {
    ...outcome,
    ...(ended && ending.reason === null ? { status: "failed" as const } : {}),
    ...withError(outcome, ending, report),
    ...(ending.recovered === null ? {} : { recovered: ending.recovered }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function withError(
  { status, error }: Outcome,
  { died, disconnected, reason, exitCode }: CellEnding,
  report: ProgramError | undefined,
): { error?: ProgramError } {
  if (died && disconnected && reason === null)
    return {
      error: { name: "InterpreterLost", message: "the cell closed the descriptors that its interpreter needs" },
    };
  // Where an interrupt ended it, the traceback says where it was.
  if (error !== undefined && error.traceback === undefined && report?.traceback !== undefined)
    return { error: { ...error, traceback: report.traceback } };
  if (error !== undefined) return { error };
  if (status === "cancelled" && report !== undefined)
    return { error: { name: report.name, message: report.message, ...traceOf(report) } };
  if (died && exitCode !== null)
    return {
      error: { name: "InterpreterEnded", message: `the cell ended its interpreter with exit code ${exitCode}` },
    };
  return {};
}

function traceOf({ traceback }: ProgramError): { traceback?: string } {
  return traceback === undefined ? {} : { traceback };
}

function deathNotes({ died, recovered }: CellEnding): string[] {
  if (!died) return [];
  switch (recovered) {
    case "checkpoint":
      return [
        "the interpreter ended; the session goes on with its variables as they were before this cell, and with the files as the cell left them",
      ];
    case "clean":
      return ["the interpreter ended; the session goes on with a new one, without its variables"];
    case null:
      return ["the interpreter ended, and could not be started again"];
  }
}
