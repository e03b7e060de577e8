import type { EndedExecution, Outcome } from "@glovebox/protocol";

/**
 * What a model should read of an execution that did not succeed: the compiler's or the program's own words first, then
 * what ended it. Undefined where it succeeded: text on stderr is no failure.
 */
export function failureText({ outcome, stderr, compile }: EndedExecution): string | undefined {
  if (outcome.status === "succeeded") return undefined;
  const compiled = compile !== undefined && compile.outcome.status !== "succeeded" ? compile : undefined;
  const said = [compiled?.stdout, compiled?.stderr, stderr].filter((text) => text?.trim()).join("\n");
  const ending = outcome.status === "failed" && said !== "" ? "" : endingOf(outcome);
  return [said.trimEnd(), ending, ...(outcome.notes ?? [])].filter((text) => text !== "").join("\n");
}

function endingOf({ status, exitCode, error }: Outcome): string {
  if (status === "failed") return error?.traceback ?? error?.message ?? `the program ended with exit code ${exitCode}`;
  return error === undefined ? status : `${status}: ${error.message}`;
}
