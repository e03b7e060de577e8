/**
 * The frames that the host and a Deno child exchange on the child's stdin and stdout, by name and letter.
 *
 * Order, from the host: boot; then (file, data*)*, run, stdin*, stdin_end; then at most one stop.
 * Order, from the child:
 *   ready         or broken: this child cannot be used
 *   started       the clock runs
 *   (stdout | stderr)*
 *   error?        what the program says of its own failure
 *   (artifact, data*)*
 *   ended         once, last
 *   (result | notes | returned)* come among the output of Python
 *   Or, instead of a program: live, answered by alive. From then on, in any number:
 *     (file, data*)*, cell     answered by started, (stdout | stderr | result)*, done, (artifact, data*)*, ended. Meanwhile
 *                              at most one stop, which interrupts
 *     ask                      answered by told. Only while no cell runs; output comes then too
 *   A child that was asked for a snapshot sends data* and ended after ready.
 *
 * This file has no schema in it, because it is part of what the child loads; orders.ts and reports.ts have them.
 */
import { FrameFormat, type FrameOf } from "../frameFormat.ts";

const frames = {
  boot: { letter: "B" },
  ready: { letter: "r" },
  broken: { letter: "b" },
  file: { letter: "F" },
  data: { letter: "d" },
  run: { letter: "R" },
  stdin: { letter: "I" },
  stdin_end: { letter: "E" },
  stop: { letter: "S" },
  started: { letter: "s" },
  stdout: { letter: "o" },
  stderr: { letter: "e" },
  error: { letter: "x" },
  artifact: { letter: "a" },
  ended: { letter: "z" },
  result: { letter: "7" },
  notes: { letter: "?" },
  returned: { letter: "=" },
  live: { letter: "V" },
  alive: { letter: "v" },
  cell: { letter: "C" },
  done: { letter: "8" },
  ask: { letter: "Q" },
  told: { letter: "9" },
} as const;
export type FrameName = keyof typeof frames;
export type Frame = FrameOf<FrameName>;

/** Longer contents go in several frames. */
export const PIECE_BYTES = 256 * 1024;
/** The longest frame is a result with several representations. */
const MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;

export const portableFrames = new FrameFormat<FrameName>(frames, MAX_PAYLOAD_BYTES);
