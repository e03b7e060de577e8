import { expect, test } from "vitest";
import { goesOn, wantsMore } from "./blocks.ts";

test.each<[source: string, more: boolean]>([
  ["x = 1", false],
  ["", false],
  ["def f():", true],
  ["def f():\n    return 1", true],
  ["def f():\n    return 1\n", false],
  ["if x: # a: b", true],
  ["x = 1 # then:", false],
  ["x = 'if:'", false],
  ["@decorated", true],
  ["f(1,", true],
  ["f(1,\n  2)", false],
  ["x = {'a':", true],
  ['"""', true],
  ['"""\n(\n"""', false],
  ["'not closed", false],
  ["print('not closed", false],
  ["f('not closed\n", false],
  ["f('a',", true],
  ["x = \\", true],
  ["x = r'\\'", false],
  ["'it\\'s' + (", true],
  ["%%bash\necho", true],
  ["%%bash\necho\n", false],
  ["d[1:2]", false],
])("whoever has typed the Python %j is asked for more: %j", (source, more) => {
  expect(wantsMore(source, "python")).toBe(more);
});

test.each<[language: string, source: string, more: boolean]>([
  ["javascript", "function f() {", true],
  ["javascript", "function f() {\n}", false],
  ["javascript", "`a", true],
  ["javascript", "// {", false],
  ["bash", "for i in 1 2", true],
  ["bash", "for i in 1 2; do echo $i; done", false],
  ["bash", "case $x in a) echo a;; esac", false],
  ["bash", "echo 'a", true],
  ["bash", "echo a#'b'", false],
  ["bash", "ls \\", true],
])("in %s, %j asks for more: %j", (language, source, more) => {
  expect(wantsMore(source, language)).toBe(more);
});

test.each<[source: string, line: string, more: boolean]>([
  ["x = 1", "y = 2", false],
  ["if x:\n    y", "else:", true],
  ["if x:\n    y", "", true],
  ["if x:\n    y\n", "    z", true],
  ["if x:\n    y\n", "z", false],
  ["@decorated", "def f(): pass", true],
  ["try:\n    x", "except ValueError:", true],
  ["%%bash\nls", "pwd", true],
  ["%%bash\nls", "", false],
])("after %j from a pipe, %j belongs to it: %j", (source, line, more) => {
  expect(goesOn(source, line, "python")).toBe(more);
});
