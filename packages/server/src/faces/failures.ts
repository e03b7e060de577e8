import { type ErrorCode, GloveboxError } from "@glovebox/protocol";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A message may name what the client sent, and that may have many megabytes. */
const MOST_OF_A_MESSAGE = 1_500;

/** The HTTP status of each failure, once. */
export const statusOf: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  invalid_request: 400,
  unknown_language: 400,
  unknown_engine: 400,
  unknown_environment: 400,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  request_timeout: 408,
  payload_too_large: 413,
  range_not_satisfiable: 416,
  unsupported_media_type: 415,
  too_busy: 429,
  internal: 500,
  sandbox_failed: 500,
  engine_unavailable: 503,
  environment_failed: 503,
  packages_failed: 422,
  closed: 503,
  unavailable: 503,
};

/** An error as the outer world may hear of it: what is unexpected says nothing of our inside. */
export function known(error: unknown): GloveboxError {
  return error instanceof GloveboxError && error.code !== "internal" ? error : unexpected();
}

/** Whether the operator is to hear of it. What says when to try again is no failure: the server is full, or stopping. */
export function isOurFailure(error: unknown): boolean {
  const { code, retryAfter } = known(error);
  return statusOf[code] >= 500 && retryAfter === undefined;
}

/** What a client is told. */
export function shownMessage({ code, message }: GloveboxError): string {
  const isLong = statusOf[code] < 500 && message.length > MOST_OF_A_MESSAGE;
  return isLong ? `${message.slice(0, MOST_OF_A_MESSAGE)}…` : message;
}

/** Headers that go with the answer, whatever its body. */
export function failureHeaders({ retryAfter }: GloveboxError): Record<string, string> {
  return retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
}

function unexpected(): GloveboxError {
  return new GloveboxError("internal", "Glovebox failed", {
    advice: "look for the request's id in the server's log, and report what stands there",
  });
}
