import { constants } from "node:os";
import type { Outcome } from "@glovebox/protocol";

const TIMED_OUT = 124;
const OURS = 125;
/** As a shell says of what it found and may not run. */
const NOT_ALLOWED = 126;
const INTERRUPTED = 130;
const OUT_OF_MEMORY = 137;

/** An exit code for an outcome, as a shell would have it: the program's own where it has one. */
export function exitCodeOf(outcome: Outcome): number {
  switch (outcome.status) {
    case "succeeded":
      return 0;
    case "failed":
      return outcome.exitCode ?? 1;
    case "timed_out":
      return TIMED_OUT;
    case "out_of_memory":
      return OUT_OF_MEMORY;
    case "killed":
      return 128 + signalNumber(outcome.signal);
    case "cancelled":
      return INTERRUPTED;
    case "output_limit":
      return 1;
    case "rejected":
      return NOT_ALLOWED;
    case "crashed":
    case "lost":
      return OURS;
  }
}

function signalNumber(name: string | null): number {
  const found = Object.entries(constants.signals).find(([signal]) => signal === name);
  return found?.[1] ?? Number(/^SIG(\d+)$/.exec(name ?? "")?.[1] ?? 0);
}
