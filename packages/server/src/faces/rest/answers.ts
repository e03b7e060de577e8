import { type ApiError, type ErrorCode, GloveboxError } from "@glovebox/protocol";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The HTTP status of each failure, once. */
export const statusOf: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  invalid_request: 400,
  unknown_language: 400,
  unknown_engine: 400,
  unknown_environment: 400,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  payload_too_large: 413,
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

/** A message may name what the client sent, and that may have many megabytes. */
const MOST_OF_A_MESSAGE = 1_500;

export type ErrorAnswer = {
  readonly status: ContentfulStatusCode;
  readonly body: ApiError;
  readonly headers: Readonly<Record<string, string>>;
};

/** How an error is told. What is unexpected says nothing of our inside. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  const { code, message, field, advice, retryAfter } = known(error);
  const detail = { ...(field === undefined ? {} : { field }), ...(advice === undefined ? {} : { advice }) };
  return {
    status: statusOf[code],
    body: { error: { code, message: shortened(message, statusOf[code]), ...detail, requestId } },
    headers: retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) },
  };
}

function shortened(message: string, status: ContentfulStatusCode): string {
  return status < 500 && message.length > MOST_OF_A_MESSAGE ? `${message.slice(0, MOST_OF_A_MESSAGE)}…` : message;
}

/** Whether the operator is to hear of it. What says when to try again is no failure: the server is full, or stopping. */
export function isOurFailure(error: unknown): boolean {
  const { code, retryAfter } = known(error);
  return statusOf[code] >= 500 && retryAfter === undefined;
}

function known(error: unknown): GloveboxError {
  return error instanceof GloveboxError && error.code !== "internal" ? error : unexpected();
}

function unexpected(): GloveboxError {
  return new GloveboxError("internal", "Glovebox failed", {
    advice: "look for the request's id in the server's log, and report what stands there",
  });
}
