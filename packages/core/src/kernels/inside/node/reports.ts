import { Buffer } from "node:buffer";
import { writeSync } from "node:fs";

const REPORTS = 4;
/** Taken here, because a program may put others in their place. */
const write = writeSync;
const { stringify } = JSON;
const { from, alloc, concat } = Buffer;

/** The letters of the frames that are used here: see engines/native/frames.ts. */
export const letters = { cell: "C", interrupt: "J", variables: "6", result: "7", done: "8", told: "9" } as const;

/** Says something to init. */
export function tell(name: "result" | "done" | "told", value: object): void {
  const payload = from(stringify(value));
  const head = alloc(5);
  head.writeUInt32LE(payload.length);
  head[4] = letters[name].charCodeAt(0);
  const frame = concat([head, payload]);
  for (let sent = 0; sent < frame.length; ) sent += write(REPORTS, frame, sent);
}
