import type { ErrorCode, GloveboxError } from "@glovebox/protocol";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { isOurFailure, known } from "../../failures.ts";
import { messageOf, Unauthorized } from "../failures.ts";

/** A failure in Connect's words. */
export class ConnectError extends Error {
  readonly code: ConnectCode;
  constructor(code: ConnectCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Connect's codes, and the status of each where the answer is no stream. */
const statusOfCode = {
  invalid_argument: 400,
  unauthenticated: 401,
  not_found: 404,
  already_exists: 409,
  failed_precondition: 400,
  resource_exhausted: 429,
  unimplemented: 501,
  unavailable: 503,
  deadline_exceeded: 504,
  internal: 500,
} as const satisfies Record<string, ContentfulStatusCode>;
export type ConnectCode = keyof typeof statusOfCode;

export function connectStatus(code: ConnectCode): ContentfulStatusCode {
  return statusOfCode[code];
}

export type ToldError = { readonly code: ConnectCode; readonly message: string };

export function toldInConnect(error: unknown): ToldError & { readonly isOurs: boolean } {
  if (error instanceof ConnectError) return { code: error.code, message: error.message, isOurs: false };
  if (error instanceof Unauthorized) return { code: "unauthenticated", message: error.message, isOurs: false };
  const failure: GloveboxError = known(error);
  const code = codes[failure.code] ?? "internal";
  return { code, message: messageOf(failure), isOurs: isOurFailure(error) };
}

const codes: Partial<Record<ErrorCode, ConnectCode>> = {
  invalid_request: "invalid_argument",
  conflict: "invalid_argument",
  not_found: "not_found",
  unsupported_media_type: "invalid_argument",
  payload_too_large: "resource_exhausted",
  too_busy: "resource_exhausted",
  unavailable: "unimplemented",
  closed: "unavailable",
};
