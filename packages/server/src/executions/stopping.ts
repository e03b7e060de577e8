import { GloveboxError } from "@glovebox/protocol";

/** What a server that drains answers to whatever is new. */
export function stopping(): GloveboxError {
  return new GloveboxError("unavailable", "the server is stopping and takes no new executions", {
    advice: "send it again in a few seconds, to the server that comes after it",
    survives: "nothing",
    retryAfter: 5,
  });
}
