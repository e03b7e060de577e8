import type { Frame } from "./frameStream.ts";

/** What a sandbox is used for: one program, or guests. */
export type Occupant = {
  onFrame(frame: Frame): void;
  /** The sandbox came to an end that nobody asked for. */
  onCrash(error: Error): void;
  /** The host ends it. */
  onAbandoned(): void;
};
