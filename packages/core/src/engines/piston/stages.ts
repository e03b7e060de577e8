import type { Limits, Outcome } from "@glovebox/protocol";
import { crashed, outcomeOf, type RunEnding } from "../outcome.ts";
import type { RemoteStage } from "./answers.ts";

/** From this part of the memory limit on, a process that was killed is believed to have met it. */
const NEAR_LIMIT = 0.9;
const UNTOLD =
  "the remote Piston does not say why the program was killed: its time limit, its memory limit, or the program itself";

/** How a stage of a remote Piston ended, in our words. `limits` are those that it ran with. */
export function outcomeOfStage(stage: RemoteStage, limits: Limits, notes: readonly string[]): Outcome {
  const { code = null, signal = null, status, message } = stage;
  if (status === "XX") return crashed(`the remote Piston failed: ${message ?? "it does not say how"}`);
  const reason = reasonOf(stage, limits);
  if (reason === null && code === null && signal === null)
    return crashed(`the remote Piston does not say how the program ended${message ? `: ${message}` : ""}`);
  const untold = reason === null && signal === "SIGKILL" && !status;
  const ending: RunEnding = {
    // A program that was stopped did not choose its exit code.
    exitCode: reason === null || reason === "out_of_memory" ? code : null,
    signal: signal ?? (reason === null || code !== null ? null : "SIGKILL"),
    reason,
    wallMs: stage.wall_time ?? 0,
    cpuMs: stage.cpu_time ?? 0,
    peakMemoryBytes: stage.memory ?? 0,
    notes: untold ? [...notes, UNTOLD] : notes,
  };
  return outcomeOf({ ending, report: undefined, usage: undefined, limits });
}

function reasonOf(
  { stdout, stderr, code, signal, status, message, memory }: RemoteStage,
  limits: Limits,
): RunEnding["reason"] {
  if (status === "TO") return "timed_out";
  const isLong = [stdout, stderr].some((text) => Buffer.byteLength(text) > limits.outputBytes);
  if (status === "OL" || status === "EL" || isLong) return "output_limit";
  if (/out of memory/i.test(message ?? "")) return "out_of_memory";
  const killed = signal === "SIGKILL" && (code ?? null) === null;
  return killed && (memory ?? 0) >= limits.memoryBytes * NEAR_LIMIT ? "out_of_memory" : null;
}
