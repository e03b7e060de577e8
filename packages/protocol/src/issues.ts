import type { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** What is wrong, in words of JSON: where the schema gives none, zod speaks of its own types. */
export function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return issue.issues[0] === undefined ? issue.message : issueText(issue.issues[0]);
  return /^(Invalid|Too) /.test(issue.message) ? plainText(issue) : issue.message;
}

function plainText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return boundText("at least", issue.minimum, issue.origin);
    case "too_big":
      return boundText("at most", issue.maximum, issue.origin);
    default:
      return issue.message;
  }
}

function boundText(bound: "at least" | "at most", amount: number | bigint, origin: string): string {
  if (origin === "string") return amount === 1 ? "must not be empty" : `must have ${bound} ${amount} characters`;
  return origin === "array" ? `must have ${bound} ${amount} entries` : `must be ${bound} ${amount}`;
}
