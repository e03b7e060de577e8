import { GloveboxError, invalidRequest, StreamMessage } from "@glovebox/protocol";
import type { RawData } from "ws";
import { z } from "zod";

/** Of a message that cannot be understood, at least what its answer is to be marked with. */
const Marked = z.object({ ref: z.string().max(256) });

export type Read =
  | { readonly message: StreamMessage }
  | { readonly ref: string | undefined; readonly error: GloveboxError };

/** What a client of a session's stream says. Of a cell only the frame is looked at: the library checks the rest. */
export function readMessage(raw: RawData): Read {
  const text = textOf(raw);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "it is nested too deeply";
    return { ref: undefined, error: new GloveboxError("invalid_request", `the message is not valid JSON: ${reason}`) };
  }
  const parsed = StreamMessage.safeParse(json);
  if (parsed.success) return { message: parsed.data };
  return { ref: Marked.safeParse(json).data?.ref, error: invalidRequest(parsed.error) };
}

function textOf(raw: RawData): string {
  const bytes = Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Buffer);
  return bytes.toString("utf8");
}
