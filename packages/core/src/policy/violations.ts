import { z } from "zod";
import { HIDDEN, type Reason, type Rules, type Strictness, UNLISTED, UNREADABLE, WRITING } from "./rules.ts";

/** How many are told of at once. */
export const MOST_VIOLATIONS = 20;
const LONGEST_LINE = 160;

const Kind = z.enum(["module", "unlisted", "call", "attribute", "write", "unreadable"]);

/** What the checker in the sandbox answers. It read hostile text, so its answer is bounded and parsed like any other. */
export const Answer = z.strictObject({
  violations: z
    .array(
      z.strictObject({
        source: z.number().int().min(0),
        line: z.number().int().min(1),
        rule: Kind,
        name: z.string().max(500),
      }),
    )
    .max(MOST_VIOLATIONS),
  total: z.number().int().min(0),
});

export type Violation = {
  readonly file: string;
  readonly line: number;
  readonly rule: z.infer<typeof Kind>;
  readonly name: string;
};

/** All violations as one text: file, line, what stands there, which rule, why, and what to do instead. */
export function describeViolations(
  policy: Strictness,
  rules: Rules,
  violations: readonly Violation[],
  total: number,
  files: ReadonlyMap<string, Uint8Array>,
): string {
  const told = violations.slice(0, MOST_VIOLATIONS);
  const more = total > told.length ? [`and ${total - told.length} more`] : [];
  return [
    `the policy ${JSON.stringify(policy)} does not allow this program, and nothing of it was run`,
    ...told.map((violation) => describe(violation, rules, files)),
    ...more,
  ].join("\n");
}

function describe(violation: Violation, rules: Rules, files: ReadonlyMap<string, Uint8Array>): string {
  const { file, line, rule, name } = violation;
  const { why, instead } = reasonOf(violation, rules);
  const where = `${JSON.stringify(file)}, line ${line}`;
  return `${where}: ${sourceLine(files.get(file), line)}\n  ${subjectOf(rule, name)}: ${why}; ${instead} (rule: ${rule})`;
}

function subjectOf(rule: Violation["rule"], name: string): string {
  switch (rule) {
    case "module":
    case "unlisted":
      return `the module ${name}`;
    case "call":
      return name;
    case "attribute":
      return `the attribute ${name}`;
    case "write":
      return `writing to ${name}`;
    case "unreadable":
      return name === "" ? "this source" : name;
  }
}

function reasonOf({ rule, name }: Violation, { modules, names }: Rules): Reason {
  switch (rule) {
    case "module":
      return modules.get(name) ?? UNLISTED;
    case "unlisted":
      return UNLISTED;
    case "call":
      return names.get(name) ?? names.get(`builtins.${name}`) ?? HIDDEN;
    case "attribute":
      return HIDDEN;
    case "write":
      return WRITING;
    case "unreadable":
      return UNREADABLE;
  }
}

/** Lines as Python counts them. */
function sourceLine(content: Uint8Array | undefined, line: number): string {
  const text = Buffer.from(content ?? [])
    .toString("utf8")
    .split(/\r\n|\r|\n/)
    [line - 1]?.trim();
  if (text === undefined || text.length <= LONGEST_LINE) return text ?? "";
  return `${text.slice(0, LONGEST_LINE)}…`;
}
