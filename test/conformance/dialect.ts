import type { Engine } from "../../packages/core/src/engines/engine.ts";
import type { Environment } from "../../packages/core/src/environments/environment.ts";

/** How a language of an engine expresses the cases. A case that it cannot express is a reason, which skips it. */
export type Dialect = {
  readonly language: string;
  /** Prints each, one a line. */
  readonly print: (...lines: string[]) => string;
  readonly printError: (line: string) => string;
  /** stdout, stderr, stdout, stderr, in this order. */
  readonly alternate: string;
  readonly exit: (code: number) => string;
  /** Prints `first`, then sleeps so long that a test would notice, then prints `second`. */
  readonly printSleepPrint: (ms: number) => string;
  readonly sleepForEver: string;
  readonly echoStdin: string;
  /** Prints the arguments as JSON. */
  readonly echoArgs: string | Skip;
  readonly echoVariable: (name: string) => string;
  readonly echoWorkdir: string;
  readonly read: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  /** Writes these bytes to stdout, one write each. */
  readonly printBytes: (...pieces: Buffer[]) => string | Skip;
  readonly flood: string;
  readonly fillMemory: string;
  readonly killItself: string;
  readonly burn: string | Skip;
};

export type Skip = { readonly skip: string };

export function isSkip(value: unknown): value is Skip {
  return typeof value === "object" && value !== null && "skip" in value;
}

/** An engine under test, with an environment that its programs can run in. */
export type Subject = {
  readonly engine: Engine;
  readonly environment: Environment;
  /** Removes what was made for the engine, once it is disposed. */
  readonly cleanUp?: () => void;
};
