import { GloveboxError } from "@glovebox/protocol";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FaceEnv } from "../face.ts";
import { failureHeaders, isOurFailure, known, shownMessage, statusOf } from "../failures.ts";
import type { E2bParts } from "./parts.ts";

/** The sandbox that a call is for is not there, or is paused. E2B's proxy says the same of both. */
export class SandboxGone extends Error {
  constructor() {
    super("The sandbox was not found");
  }
}

/** A call without the token, or with another one. */
export class Unauthorized extends Error {}

/** Tells an error in E2B's shape: a status, and the same as `code` with the message. */
export function tellError(error: unknown, context: Context<FaceEnv>, { onFailure }: Pick<E2bParts, "onFailure">) {
  if (error instanceof SandboxGone) return context.json({ message: error.message, code: 502 }, 502);
  if (error instanceof Unauthorized) return context.json({ message: error.message, code: 401 }, 401);
  const told = known(error);
  if (isOurFailure(error)) onFailure(context.get("requestId"), error);
  const code = statusInE2b(told);
  return context.json({ message: messageOf(told), code }, code, failureHeaders(told));
}

/** Its clients show the message, and nothing else. */
export function messageOf(error: GloveboxError): string {
  const { advice } = error;
  return advice === undefined ? shownMessage(error) : `${shownMessage(error)}; ${advice}`;
}

function statusInE2b({ code }: GloveboxError): ContentfulStatusCode {
  return statusOf[code];
}

export function badRequest(message: string, field?: string): GloveboxError {
  return new GloveboxError("invalid_request", message, field === undefined ? {} : { field });
}
