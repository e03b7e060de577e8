import { type JsonBounds, jsonExcess } from "@glovebox/protocol";

/** Python's own words go 100 levels deep. What schemas look at one by one are the members of the outer two levels. */
const BOUNDS: JsonBounds = { levels: 200, parts: 2_000_000, members: 10_000, membersWithin: 2 };

/** Parses what user code may have made: undefined where it is no JSON, or such as to keep the host from its work. */
export function parseHostileJson(payload: Buffer): unknown {
  if (jsonExcess(payload, BOUNDS) !== undefined) return undefined;
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
