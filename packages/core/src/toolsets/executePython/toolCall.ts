import { z } from "zod";

/** Under these names models ask for the tool. */
const NAMES = ["execute_python", "run_code"];

const EXPECTED = '{ "code": "the Python program", "purpose": "what it is meant to accomplish" }';

const Call = z.object({ name: z.string(), arguments: z.unknown() });
/** As OpenAI sends it, or its inner part alone. */
const ToolCall = z.union([z.object({ function: Call }).transform((call) => call.function), Call]);

/** `workflow_id` is from the tool's second form, which has no purpose. */
const Arguments = z.strictObject({
  code: z.string().refine((code) => code.trim() !== "", "is empty"),
  purpose: z.string().nullish(),
  workflow_id: z.string().nullish(),
});

export type ReadCall =
  | { readonly code: string; readonly purpose: string }
  | { readonly error: string; readonly learningPoint: string };

/** What the model asks for, or what is wrong with how it asks, with the form that is expected. */
export function readToolCall(toolCall: unknown): ReadCall {
  const call = ToolCall.safeParse(toolCall);
  if (!call.success) return refusal("the tool call has no function with a name and arguments");
  const { name, arguments: given } = call.data;
  if (!NAMES.includes(name)) return refusal(`there is no tool ${JSON.stringify(name)}; known: ${NAMES.join(", ")}`);
  let parsed: unknown = given;
  if (typeof given === "string") {
    try {
      parsed = JSON.parse(given);
    } catch (error) {
      return refusal(`the arguments of ${name} are not JSON (${(error as Error).message})`);
    }
  }
  const read = Arguments.safeParse(parsed);
  if (!read.success) return refusal(`wrong arguments for ${name}: ${read.error.issues.map(describe).join("; ")}`);
  return { code: read.data.code, purpose: read.data.purpose ?? "" };
}

function refusal(problem: string): ReadCall {
  return {
    error: `${problem}. Expected arguments: ${EXPECTED}`,
    learningPoint: `Nothing was run. Call execute_python again with arguments that are one JSON object of this form, quotes and line ends escaped: ${EXPECTED}`,
  };
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}
