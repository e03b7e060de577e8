import { constants } from "node:os";
import type { GloveboxError, Outcome } from "glovebox";

export const BAD_USAGE = 2;
const OURS = 125;
const TIMED_OUT = 124;
const OUT_OF_MEMORY = 137;
const INTERRUPTED = 130;

/** The command's exit code for an outcome: the program's own where it has one. */
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
    case "rejected":
      return 1;
    case "crashed":
    case "lost":
      return OURS;
  }
}

/** 2 where the caller can mend it, 125 where Glovebox failed. */
export function exitCodeOfError({ code, field }: GloveboxError): number {
  switch (code) {
    case "invalid_request":
    case "unknown_language":
    case "unknown_engine":
    case "unknown_environment":
    case "engine_unavailable":
    case "packages_failed":
    case "payload_too_large":
    case "unsupported_media_type":
    case "method_not_allowed":
    case "forbidden":
      return BAD_USAGE;
    case "unavailable":
      return field === undefined ? OURS : BAD_USAGE;
    case "environment_failed":
    case "sandbox_failed":
    case "not_found":
    case "closed":
    case "too_busy":
    case "request_timeout":
    case "internal":
      return OURS;
  }
}

function signalNumber(name: string | null): number {
  const found = Object.entries(constants.signals).find(([signal]) => signal === name);
  return found?.[1] ?? Number(/^SIG(\d+)$/.exec(name ?? "")?.[1] ?? 0);
}
