import { bareOutcome, type Limits, type Outcome, type ProgramError, type Status } from "@glovebox/protocol";
import { importHint, pipLineHint } from "../environments/requiredEnvironment.ts";
import { inMiB } from "../limits/sizes.ts";
import { diskAdvice } from "./diskAdvice.ts";
import type { ErrorReport } from "./errorReport.ts";

/** How a program ended, by whoever watched it from outside. Milliseconds and bytes. */
export type RunEnding = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it was stopped; null where it ended by itself. */
  readonly reason: "timed_out" | "out_of_memory" | "output_limit" | "cancelled" | null;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  readonly notes: readonly string[];
};

/** What the kernel counted, where it counts. */
export interface KernelCounts {
  /** Bytes; undefined where the kernel does not keep it. */
  peakMemoryBytes(): number | undefined;
  outOfMemoryKills(): number;
  refusedForks(): number;
}

type Facts = {
  readonly ending: RunEnding;
  readonly report: ErrorReport | undefined;
  readonly usage: KernelCounts | undefined;
  readonly limits: Limits;
  /** What to do about a module that was not found. Default: what the native engine's environments offer. */
  readonly hint?: (module: string) => string | undefined;
};

/** A run that succeeded and stayed below this part of its memory limit has met no limit that counts. */
const FAR_FROM_LIMIT = 0.9;

/** From this part of its memory limit on, a MemoryError is believed to come from the limit. */
const NEAR_LIMIT = 0.5;

/** Decides how a run ended, from what was seen from outside. The program's own report only adds text. */
export function outcomeOf(facts: Facts): Outcome {
  const { ending } = facts;
  const counted = count(facts);
  const status = statusOf(facts, counted);
  const error = errorOf(status, facts);
  const notes = notesOf(status, facts, counted);
  return {
    status,
    exitCode: ending.exitCode,
    signal: ending.signal,
    ...(error === undefined ? {} : { error }),
    usage: {
      wallMs: ending.wallMs,
      cpuMs: ending.cpuMs,
      peakMemoryBytes: counted.peakMemoryBytes,
    },
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** Ours, not the program's: the sandbox ended without saying how. */
export function crashed(message: string): Outcome {
  return bareOutcome("crashed", { name: "SandboxCrashed", message });
}

type Counted = { readonly peakMemoryBytes: number; readonly kills: number; readonly refusedForks: number };

function count({ ending, usage, limits }: Facts): Counted {
  const peak = usage?.peakMemoryBytes();
  const far = ending.exitCode === 0 && (peak ?? Number.POSITIVE_INFINITY) < limits.memoryBytes * FAR_FROM_LIMIT;
  const kills = usage === undefined || far ? 0 : usage.outOfMemoryKills();
  return { peakMemoryBytes: peak ?? ending.peakMemoryBytes, kills, refusedForks: usage?.refusedForks() ?? 0 };
}

function statusOf({ ending, report, limits }: Facts, { kills, peakMemoryBytes }: Counted): Status {
  const ended = ending.exitCode === 0 ? "succeeded" : "failed";
  if (ending.reason !== null) return ending.reason;
  const killedForMemory = kills > 0;
  if (killedForMemory && ended === "failed" && (ending.signal === null || ending.signal === "SIGKILL"))
    return "out_of_memory";
  if (ending.signal !== null) return "killed";
  // The interpreter was refused memory before the kernel had to kill: the same limit, met earlier. The program's word
  // alone does not make it so.
  const nearLimit = peakMemoryBytes >= limits.memoryBytes * NEAR_LIMIT;
  if (ended === "failed" && report?.memory === true && nearLimit) return "out_of_memory";
  return ended;
}

function errorOf(status: Status, { ending, report, limits }: Facts): ProgramError | undefined {
  const told =
    report === undefined ? undefined : { name: report.name, message: report.message, traceback: report.traceback };
  switch (status) {
    case "failed":
      return told;
    case "out_of_memory":
      return (
        told ?? {
          name: "OutOfMemory",
          message: `more than ${inMiB(limits.memoryBytes)} of memory was needed; raise limits.memoryBytes or use less at once`,
        }
      );
    case "timed_out":
      return { name: "TimedOut", message: timeoutMessage(ending, limits) };
    case "output_limit":
      return {
        name: "OutputLimit",
        message: `more than ${limits.outputBytes} bytes were written to one stream; print less, write to a file, or raise limits.outputBytes`,
      };
    case "killed":
      return { name: "Killed", message: `the program was ended by ${ending.signal}` };
    default:
      return undefined;
  }
}

function timeoutMessage({ wallMs }: RunEnding, { timeoutMs, cpuMs }: Limits): string {
  if (wallMs >= timeoutMs) return `stopped after ${timeoutMs} ms; raise limits.timeoutMs or do less in one run`;
  return `stopped after ${cpuMs} ms of CPU time; raise limits.cpuMs or do less in one run`;
}

function notesOf(
  status: Status,
  { ending, report, limits, hint = importHint }: Facts,
  { kills, refusedForks }: Counted,
): string[] {
  const notes: string[] = [];
  if (status !== "out_of_memory" && kills > 0) {
    notes.push(`a process was ended because the limit of ${inMiB(limits.memoryBytes)} of memory was reached`);
  }
  if (refusedForks > 0) notes.push(`the limit of ${limits.processes} processes was reached (limits.processes)`);
  // The package of a module within a package was found.
  const advice = report?.module && !report.module.includes(".") ? hint(report.module) : undefined;
  if (advice !== undefined) notes.push(advice);
  const ended = status === "failed" || status === "killed";
  const disk = ended ? diskAdvice({ signal: ending.signal, message: report?.message }, limits) : undefined;
  if (disk !== undefined) notes.push(disk);
  const pip = report && pipLineHint(report);
  if (pip !== undefined) notes.push(pip);
  return [...notes, ...ending.notes];
}
