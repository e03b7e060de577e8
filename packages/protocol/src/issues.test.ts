import { expect, test } from "vitest";
import { z } from "zod";
import { issueText } from "./issues.ts";

test.each([
  ["a string", z.string(), 5, "must be a string"],
  ["a list", z.array(z.string()), "x", "must be a list"],
  ["an object", z.record(z.string(), z.unknown()), [], "must be an object"],
  ["a whole number", z.number().int(), 1.5, "must be a whole number"],
  ["one of few", z.enum(["a", "b"]), "c", 'must be "a" or "b"'],
  ["enough", z.number().min(1), 0, "must be at least 1"],
  ["not too much", z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entries"],
  ["not empty", z.string().min(1), "", "must not be empty"],
  ["what the schema itself says", z.string("must name a language"), 5, "must name a language"],
])("a value that must be %s is told so without the words of the library", (_, schema, value, text) => {
  const issues = schema.safeParse(value).error?.issues.map(issueText);
  expect(issues).toEqual([text]);
});
