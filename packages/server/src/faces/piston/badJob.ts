import { GloveboxError } from "@glovebox/protocol";

/** A job that is refused, in Piston's words where it has some. */
export function badJob(message: string, field?: string): GloveboxError {
  return new GloveboxError("invalid_request", message, field === undefined ? {} : { field });
}
