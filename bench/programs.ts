import type { Glovebox } from "glovebox";

/** A program, and what it prints: a program that failed fast must not count as fast. */
export type Program = {
  readonly language: string;
  readonly code: string;
  readonly prints: string;
  readonly environment: string;
  readonly engine?: string;
};

export const plain: Program = { language: "python", code: "print(1)", prints: "1", environment: "base" };
export const data: Program = {
  language: "python",
  code: 'import numpy, pandas, matplotlib.pyplot as plt\nprint(pandas.DataFrame({"a": [1, 2, 3]}).sum())',
  prints: "a    6",
  environment: "data",
};

export async function run(box: Glovebox, { prints, ...request }: Program): Promise<void> {
  check(await box.execute(request), prints);
}

/** Throws where an execution did not end as the program should. */
export function check(
  execution: Pick<Awaited<ReturnType<Glovebox["execute"]>>, "outcome" | "stdout" | "stderr">,
  prints: string,
): void {
  const { outcome, stdout, stderr } = execution;
  if (outcome?.status === "succeeded" && stdout.includes(prints)) return;
  throw new Error(`an execution ended as ${outcome?.status}: ${JSON.stringify({ stdout, stderr, outcome })}`);
}
