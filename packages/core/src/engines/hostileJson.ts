/** Deeper ones overflow the stack of whoever writes them down again. Python's own words go 100 levels deep. */
const MOST_LEVELS = 200;
/** Objects, lists and members. As many of them take the host half a second. */
const MOST_PARTS = 1_000_000;
/** Members of the outer two levels: schemas look at each. */
const MOST_NAMES = 10_000;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Parses what user code may have made: undefined where it is no JSON, or such as to keep the host from its work. */
export function parseHostileJson(payload: Buffer): unknown {
  if (!isModest(payload)) return undefined;
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Looks at no more than its brackets and colons, because parsing is what costs. */
function isModest(payload: Buffer): boolean {
  let [levels, parts, names, inText] = [0, 0, 0, false];
  for (let at = 0; at < payload.length; at++) {
    const byte = payload[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      levels++;
      parts++;
      if (levels > MOST_LEVELS) return false;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      levels--;
    } else if (byte === COLON) {
      parts++;
      if (levels <= 2 && ++names > MOST_NAMES) return false;
    }
  }
  return parts <= MOST_PARTS;
}
