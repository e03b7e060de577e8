import type { GloveboxError } from "glovebox";

export const BAD_USAGE = 2;
const OURS = 125;

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
    case "range_not_satisfiable":
    case "unsupported_media_type":
    case "method_not_allowed":
    case "forbidden":
    case "conflict":
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
