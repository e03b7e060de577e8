import type { Limits, Outcome, ProgramError } from "@glovebox/protocol";
import { type KernelCounts, outcomeOf } from "../../outcome.ts";
import type { CellEnding } from "../frames.ts";
import type { Done } from "./nativeInterpreter.ts";

type Facts = {
  readonly ending: CellEnding;
  /** What the interpreter said; undefined where it died before it could. */
  readonly done: Done | undefined;
  readonly limits: Limits;
  readonly usage: KernelCounts | undefined;
};

/**
 * How a cell ended. That it raised nothing is the interpreter's own word; that the interpreter died, how, and which limit
 * ended it are not.
 */
export function outcomeOfCell({ ending, done, limits, usage }: Facts): Outcome {
  const report = ending.died ? undefined : (done?.error ?? undefined);
  const exitCode = ending.died ? ending.exitCode : done?.ok === true ? 0 : done?.exitCode || 1;
  const outcome = outcomeOf({ ending: { ...ending, exitCode }, report, usage, limits });
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
