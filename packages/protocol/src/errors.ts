import { z } from "zod";
import { issueText } from "./issues.ts";

/** Every way in which Glovebox itself (not the program it runs) can fail. */
export const errorCodes = [
  "invalid_request",
  "unknown_language",
  "unknown_engine",
  "unknown_environment",
  "engine_unavailable",
  "environment_failed",
  "packages_failed",
  "sandbox_failed",
  "not_found",
  "conflict",
  "closed",
  "too_busy",
  "payload_too_large",
  "range_not_satisfiable",
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

/** So many are told of in one message, and so many characters of a name: a request may be wrong in every line. */
const MOST_TOLD = 5;
const MOST_OF_A_NAME = 200;

/** Turns what zod found into one error that names the first wrong field and lists the others. */
export function invalidRequest(error: z.ZodError, prefix = ""): GloveboxError {
  const found = error.issues.map((issue) => describeIssue(issue, prefix));
  const field = found[0]?.field || undefined;
  const message = someOf(
    found.map((each) => each.message),
    "; ",
  );
  return new GloveboxError("invalid_request", message, field === undefined ? {} : { field });
}

function describeIssue(issue: z.core.$ZodIssue, prefix: string): { field: string; message: string } {
  const path = shortened([prefix, ...issue.path.map(String)].filter((part) => part !== "").join("."));
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => shortened(key));
    const field = [path, names[0]].filter(Boolean).join(".");
    const quoted = names.map((name) => JSON.stringify(name));
    return { field, message: `unknown field ${someOf(quoted, ", ")}` };
  }
  const text = issueText(issue);
  return { field: path, message: path === "" ? `what was given ${text}` : `${path}: ${text}` };
}

function someOf(all: readonly string[], separator: string): string {
  const more = all.length > MOST_TOLD ? [`and ${all.length - MOST_TOLD} more`] : [];
  return [...all.slice(0, MOST_TOLD), ...more].join(separator);
}

function shortened(name: string): string {
  return name.length > MOST_OF_A_NAME ? `${name.slice(0, MOST_OF_A_NAME)}…` : name;
}
