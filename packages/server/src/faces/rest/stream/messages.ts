import { GloveboxError, invalidRequest, StreamMessage } from "@glovebox/protocol";
import type { RawData } from "ws";
import { z } from "zod";
import { parseMessage } from "../../../guards/json.ts";

/** Of a message that cannot be understood, at least what its answer is to be marked with. */
const Marked = z.object({ ref: z.string().max(256) });

export type Read =
  | { readonly message: StreamMessage }
  | { readonly ref: string | undefined; readonly error: GloveboxError };

/** What a client of a session's stream says. Of a cell only the frame is looked at: the library checks the rest. */
export function readMessage(raw: RawData): Read {
  let json: unknown;
  try {
    json = parseMessage(raw);
  } catch (error) {
    if (!(error instanceof GloveboxError)) throw error;
    return { ref: undefined, error };
  }
  const parsed = StreamMessage.safeParse(json);
  if (parsed.success) return { message: parsed.data };
  return { ref: Marked.safeParse(json).data?.ref, error: invalidRequest(parsed.error) };
}
