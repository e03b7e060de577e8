import type { EndedExecution, Outcome } from "@glovebox/protocol";

/** What a tool calls the limits that messages name: whoever calls it has no field `limits`. */
export type LimitNames = Readonly<Record<string, string>>;

/**
 * What a model should read of an execution that did not succeed: the compiler's or the program's own words first, then
 * what ended it, in the names of the tool. Undefined where it succeeded: text on stderr is no failure.
 */
export function failureText({ outcome, stderr, compile }: EndedExecution, names: LimitNames): string | undefined {
  if (outcome.status === "succeeded") return undefined;
  const compiled = compile !== undefined && compile.outcome.status !== "succeeded" ? compile : undefined;
  const said = [compiled?.stdout, compiled?.stderr, stderr].filter((text) => text?.trim()).join("\n");
  const ending = outcome.status === "failed" && said !== "" ? "" : endingOf(outcome);
  const ours = [ending, ...(outcome.notes ?? [])].map((text) => inNamesOf(names, text));
  return [said.trimEnd(), ...ours].filter((text) => text !== "").join("\n");
}

/** A text of ours with the tool's names for limits. */
export function inNamesOf(names: LimitNames, text: string): string {
  return Object.entries(names).reduce((told, [limit, name]) => told.replaceAll(`limits.${limit}`, name), text);
}

function endingOf({ status, exitCode, error }: Outcome): string {
  if (status === "failed") return error?.traceback ?? error?.message ?? `the program ended with exit code ${exitCode}`;
  return error === undefined ? status : `${status}: ${error.message}`;
}
