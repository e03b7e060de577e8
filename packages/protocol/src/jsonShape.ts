export type JsonBounds = {
  /** How deep objects and lists may lie in one another. */
  readonly levels: number;
  /** Objects, lists, and what is in them. */
  readonly parts: number;
  /** Members of one object, */
  readonly members: number;
  /** where it lies no deeper than this. */
  readonly membersWithin: number;
};

/** Of what a client sends: a request has 10,000 files at most, and a notebook some parts for each of its cells. */
export const REQUEST_BOUNDS: JsonBounds = { levels: 100, parts: 2_000_000, members: 11_000, membersWithin: 100 };

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Which bound a JSON text is beyond, found out before it is parsed: what is small on the wire can take seconds to parse and
 * to check, and what is deep overflows the stack of whoever writes it down again. Text that is no JSON is for the parser.
 */
export function jsonExcess(json: Uint8Array, bounds: JsonBounds): "levels" | "parts" | "members" | undefined {
  /** Of the object or list at each level. */
  const members = new Uint32Array(bounds.levels + 2);
  let level = 0;
  let parts = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case QUOTE:
        at = endOfText(json, at);
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (++level > bounds.levels) return "levels";
        members[level] = 0;
        parts++;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        level = Math.max(0, level - 1);
        break;
      case COLON: {
        const count = (members[level] ?? 0) + 1;
        if (level <= bounds.membersWithin && count > bounds.members) return "members";
        members[level] = count;
        parts++;
        break;
      }
      case COMMA:
        parts++;
        break;
    }
    if (parts > bounds.parts) return "parts";
  }
  return undefined;
}

function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
