import { expect, test } from "vitest";
import { dedent } from "./dedent.ts";

test.each([
  ["a\n  b", "a\n  b"],
  ["  a\n    b\n  c", "a\n  b\nc"],
  ["\n    if x:\n        y\n", "\nif x:\n    y\n"],
  ["  a\n\n \n  b", "a\n\n\nb"],
  ["\ta\n\tb", "a\nb"],
  ["\ta\n  b", "\ta\n  b"],
  ["\t a\n\tb", " a\nb"],
  ["", ""],
  ["   ", "   "],
])("%j becomes %j", (text, wanted) => expect(dedent(text)).toBe(wanted));

test("a text whose lines share no indentation is not touched, blank lines included", () => {
  const text = "a\n   \n  b\n";
  expect(dedent(text)).toBe(text);
});
