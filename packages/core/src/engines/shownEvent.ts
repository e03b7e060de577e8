import { Result } from "@glovebox/protocol";
import { z } from "zod";
import type { Cleared } from "./engine.ts";

const Clear = z.object({ clear: z.literal(true), wait: z.boolean() });

/** What a program reports of what it shows: a result, or that it takes back what it showed. Hostile: undefined for anything else. */
export function shownEvent(told: unknown): { type: "result"; result: Result } | Cleared | undefined {
  const clear = Clear.safeParse(told).data;
  if (clear !== undefined) return { type: "cleared", wait: clear.wait };
  const result = Result.safeParse(told).data;
  return result && { type: "result", result };
}
