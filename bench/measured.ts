import type { Row } from "./table.ts";

/** What measures have in common: a folder of the run, and a bare interpreter to compare with. */
export type Bench = { readonly folder: string; readonly python: string };

/** What one measure found: rows of the table, and what has a form of its own. */
export type Measured = {
  readonly rows?: readonly Row[];
  readonly text?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
};

export type Measure = (bench: Bench, options: LoadOptions) => Promise<Measured>;

/** How many clients send load, each for how long. */
export type LoadOptions = { readonly clients: readonly number[]; readonly seconds: number };
