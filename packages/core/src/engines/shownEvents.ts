import { Result } from "@glovebox/protocol";
import { z } from "zod";
import type { Cleared } from "./engine.ts";
import { parseHostileJson } from "./hostileJson.ts";

/** A result may be refused because it is too large, say. To find that out costs more than to send what is none. */
const MOST_REFUSED = 1_000;
/** Twice what our own interpreters tell. */
const MOST_BYTES = 128 * 1024 * 1024;

const Clear = z.object({ clear: z.literal(true), wait: z.boolean() });

/** Reads what one program or cell reports of what it shows. Hostile, like everything that user code can write. */
export class ShownEvents {
  #refused = 0;
  #bytes = 0;

  /** A result, or that it takes back what it showed. Undefined for anything else, and once there was too much of that. */
  read(payload: Buffer): { type: "result"; result: Result } | Cleared | undefined {
    this.#bytes += payload.length;
    if (this.#refused >= MOST_REFUSED || this.#bytes > MOST_BYTES) return undefined;
    const told = parseHostileJson(payload);
    const clear = Clear.safeParse(told).data;
    if (clear !== undefined) return { type: "cleared", wait: clear.wait };
    const result = Result.safeParse(told).data;
    if (result !== undefined) return { type: "result", result };
    this.#refused++;
    return undefined;
  }
}
