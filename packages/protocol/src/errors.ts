import { z } from "zod";

/** Every way in which Glovebox itself (not the program it runs) can fail. */
export const errorCodes = [
  "invalid_request",
  "unknown_language",
  "unknown_engine",
  "unknown_environment",
  "engine_unavailable",
  "environment_failed",
  "sandbox_failed",
  "not_found",
  "closed",
  "too_busy",
  "payload_too_large",
  "unsupported_media_type",
  "method_not_allowed",
  "forbidden",
  "request_timeout",
  "unavailable",
  "internal",
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What is still usable after the error: `request` means that the same request may be corrected and sent again. */
export type Survives = "request" | "engine" | "nothing";

export type ErrorDetail = {
  /** The request's field that is wrong, as a path: `limits.timeoutMs`. */
  field?: string;
  /** What to do next, as a sentence or a command. */
  advice?: string;
  survives?: Survives;
  /** Seconds after which the same request may be tried again. */
  retryAfter?: number;
  cause?: unknown;
};

/**
 * A failure of Glovebox or of the request, never of the sandboxed program: a program that fails is an `Outcome`.
 */
export class GloveboxError extends Error {
  override readonly name = "GloveboxError";
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly advice: string | undefined;
  readonly survives: Survives;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.field = detail.field;
    this.advice = detail.advice;
    this.survives = detail.survives ?? "request";
    this.retryAfter = detail.retryAfter;
  }
}

/** Turns what zod found into one error that names the first wrong field and lists the others. */
export function invalidRequest(error: z.ZodError, prefix = ""): GloveboxError {
  const [first, ...others] = error.issues.map((issue) => describeIssue(issue, prefix));
  const field = first?.field || undefined;
  const message = [first, ...others].map((found) => found?.message).join("; ");
  return new GloveboxError("invalid_request", message, field === undefined ? {} : { field });
}

function describeIssue(issue: z.core.$ZodIssue, prefix: string): { field: string; message: string } {
  const path = [prefix, ...issue.path.map(String)].filter((part) => part !== "").join(".");
  if (issue.code === "unrecognized_keys") {
    const field = [path, issue.keys[0]].filter(Boolean).join(".");
    return { field, message: `unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}` };
  }
  // A record's wrong key: what is wrong with it is said by the key's own schema.
  const text = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return { field: path, message: path === "" ? text : `${path}: ${text}` };
}
