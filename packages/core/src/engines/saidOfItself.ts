import { z } from "zod";
import { parseHostileJson } from "./hostileJson.ts";

/** Our own words are at most 8 MB for each of the variables that were asked for, and are said once. */
const MOST_BYTES = 64 * 1024 * 1024;

const Said = z.object({
  notes: z.array(z.string().max(2_000)).max(100).optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
});
type Said = z.infer<typeof Said>;

/** What one program says of itself beside its results. Hostile, like everything that user code can write. */
export class SaidOfItself {
  #said: Said = {};
  #bytes = 0;

  read(payload: Buffer): void {
    this.#bytes += payload.length;
    if (this.#bytes > MOST_BYTES) return;
    this.#said = { ...this.#said, ...Said.safeParse(parseHostileJson(payload)).data };
  }

  get notes(): readonly string[] {
    return this.#said.notes ?? [];
  }

  get variables(): Said["variables"] {
    return this.#said.variables;
  }
}
