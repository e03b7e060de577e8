import type { Output } from "./outputs.ts";

type Shown = Extract<Output, { data: unknown }>;

/** What a notebook shows under a name, in whichever cell, so that it can be shown anew in its place. */
export class Displays {
  readonly #shown = new Map<string, Set<Shown>>();

  /** All that was shown under that name looks like this from now on. */
  update(name: string, { data, metadata }: Pick<Shown, "data" | "metadata">): void {
    for (const each of this.#shown.get(name) ?? []) Object.assign(each, { data, metadata });
  }

  add(name: string, output: Shown): void {
    const same = this.#shown.get(name) ?? new Set();
    this.#shown.set(name, same.add(output));
  }

  /** Outputs that are gone. */
  forget(outputs: readonly Output[]): void {
    for (const same of this.#shown.values()) for (const each of outputs) if ("data" in each) same.delete(each);
  }
}
