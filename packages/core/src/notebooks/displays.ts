import type { Output } from "./outputs.ts";

type Shown = Extract<Output, { data: unknown }>;

/** What a notebook shows under a name, in whichever cell, so that it can be shown anew in its place. */
export class Displays {
  readonly #shown = new Map<string, Set<Shown>>();
  readonly #names = new Map<Output, string>();

  /** All that was shown under that name looks like this from now on. */
  update(name: string, { data, metadata }: Pick<Shown, "data" | "metadata">): void {
    for (const each of this.#shown.get(name) ?? []) Object.assign(each, { data, metadata });
  }

  add(name: string, output: Shown): void {
    const same = this.#shown.get(name) ?? new Set();
    this.#shown.set(name, same.add(output));
    this.#names.set(output, name);
  }

  /** Outputs that are gone. */
  forget(outputs: readonly Output[]): void {
    for (const output of outputs) {
      const name = this.#names.get(output);
      if (name === undefined || !("data" in output)) continue;
      this.#names.delete(output);
      this.#shown.get(name)?.delete(output);
    }
  }
}
