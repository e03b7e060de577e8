import type { OpenSandbox } from "glovebox";
import type { Tokens } from "./tokens.ts";

/** What E2B's API says of a sandbox that Glovebox itself has no use for. */
export type E2bRecord = Tokens & {
  readonly templateID: string;
  readonly autoResume: boolean;
  readonly envs: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
};

/** Of the sandboxes that were made through this face. */
export class E2bRecords {
  // A record goes with its sandbox.
  readonly #records = new WeakMap<OpenSandbox, E2bRecord>();

  set(sandbox: OpenSandbox, record: E2bRecord): void {
    this.#records.set(sandbox, record);
  }

  /** undefined for one that was made in another way: this face does not know it. */
  of(sandbox: OpenSandbox): E2bRecord | undefined {
    return this.#records.get(sandbox);
  }
}
