import { constants } from "node:os";
import type { Outcome } from "@glovebox/protocol";

/** What a stage wrote, the streams apart and together in the order of arrival. */
export type Written = { stdout: string; stderr: string; output: string };

export type Stage = Written & {
  readonly code: number | null;
  readonly signal: string | null;
  readonly message: string | null;
  readonly status: "RE" | "SG" | "TO" | "OL" | "EL" | "XX" | null;
  readonly cpu_time: number;
  readonly wall_time: number;
  readonly memory: number;
};

type Ending = Pick<Stage, "code" | "signal" | "message" | "status">;

/** A stage as Piston tells it. `timeoutMs`: its limit by the clock on the wall. */
export function stageOf(outcome: Outcome, written: Written, timeoutMs: number): Stage {
  const { cpuMs, wallMs, peakMemoryBytes } = outcome.usage;
  return {
    ...written,
    ...endingOf(outcome, written, timeoutMs),
    memory: peakMemoryBytes,
    cpu_time: Math.round(cpuMs),
    wall_time: Math.round(wallMs),
  };
}

/** How a stage ended, in Piston's words. */
export function endingOf(outcome: Outcome, written: Pick<Written, "stdout" | "stderr">, timeoutMs: number): Ending {
  switch (outcome.status) {
    case "succeeded":
      return { code: 0, signal: null, message: null, status: null };
    case "failed":
    case "killed":
      return byItself(outcome);
    case "out_of_memory":
      return outOfMemory(outcome);
    case "timed_out": {
      const wall = outcome.usage.wallMs >= timeoutMs ? " (wall clock)" : "";
      return killed("TO", `Time limit exceeded${wall}`);
    }
    case "output_limit":
      return written.stderr.length > written.stdout.length
        ? killed("EL", "stderr length exceeded")
        : killed("OL", "stdout length exceeded");
    case "cancelled":
      return killed("SG", "Caught fatal signal 9: cancelled");
    case "crashed":
    case "lost":
    case "rejected":
      return { code: null, signal: null, message: outcome.error?.message ?? outcome.status, status: "XX" };
  }
}

function byItself({ exitCode, signal }: Outcome): Ending {
  if (signal === null) return { code: exitCode, signal, message: `Exited with error status ${exitCode}`, status: "RE" };
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return { code: null, signal, message: `Caught fatal signal ${number ?? signal}`, status: "SG" };
}

/** It has no status of its own in Piston: the message of the one that it has there says it. */
function outOfMemory(outcome: Outcome): Ending {
  const ending =
    outcome.exitCode === null ? byItself({ ...outcome, signal: outcome.signal ?? "SIGKILL" }) : byItself(outcome);
  return { ...ending, message: `${ending.message}: out of memory` };
}

function killed(status: Stage["status"], message: string): Ending {
  return { code: null, signal: "SIGKILL", message, status };
}
