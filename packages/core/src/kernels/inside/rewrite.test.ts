import { describe, expect, test } from "vitest";
import { rewrite } from "./rewrite.ts";

describe("what a cell declares becomes global, on the line where it stood", () => {
  const scripts: readonly [source: string, script: string][] = [
    ["const x = 1,\n y = 2", "var x = 1,\n y = 2"],
    ["let x, y = 1;", "var x = undefined, y = 1;"],
    ["class A {}\n(1)", "var A = class A {};\n(1)"],
    ["export const x = 1; export default function f() {}", "var x = 1; function f() {}"],
    ["for (let i = 0; i < 2; i++) { const x = i }", "for (let i = 0; i < 2; i++) { const x = i }"],
    ["with (o) { x }", "with (o) { x }"],
  ];
  test.for(scripts)("%j", ([source, script]) => {
    expect(rewrite(source, "<cell 1>")).toMatchObject({ script, body: undefined });
  });
});

describe("a cell that awaits is an async function, and its declarations are global all the same", () => {
  const bodies: readonly [source: string, names: string, body: string][] = [
    ["const x = await y", "x", 'void ( x = await __glovebox.wait(y, "<cell 1>:1:11"))'],
    ["await 1\nvar a, {b, ...c} = d", "a, b, c", "\nvoid ( 0, a, {b, ...c} = d)"],
    ["await 1; for (var i of j) k(i)", "i", "for ( i of j) k(i)"],
    ["await 1; class A {}", "A", "void (A = class A {});"],
    [
      'import d, {a as b} from "y"',
      "d, b",
      'void ({ "default": d, "a": b } = await __glovebox.load("y", ["default","a"]));',
    ],
    ['import * as all\nfrom "y"', "all", 'void (all = await __glovebox.load("y", []));\n'],
  ];
  test.for(bodies)("%j", ([source, names, body]) => {
    const rewritten = rewrite(source, "<cell 1>");
    expect(rewritten.script.trim()).toBe(`var ${names};`);
    expect(rewritten.body).toContain(body);
    expect(rewritten.body?.split("\n").length).toBe(source.split("\n").length + 1);
  });

  test("its functions are declared before it, where they stood", () => {
    const { script, body } = rewrite("await f()\nexport function f() {\n  return 1\n}\n2", "<cell 1>");
    expect(script).toBe("         \n       function f() {\n  return 1\n}\n ");
    expect(body).toContain("return (2)");
    expect(body).not.toContain("function");
  });
});

test("the value of a cell that awaits is in whatever brackets it was", () => {
  expect(rewrite("await 1; (x);", "").body).toContain("return ((x));");
  expect(rewrite("await 1; (0, x).y // why", "").body).toContain("return ((0, x).y) // why");
});

test("only an expression at the end is a value to show", () => {
  expect(rewrite("1; x", "").shows).toBe(true);
  expect(rewrite("if (x) 5", "").shows).toBe(false);
  expect(rewrite("'use strict'", "").shows).toBe(false);
});

test("what is no JavaScript is told with its place", () => {
  expect(() => rewrite("1\nlet x = ;", "<cell 1>")).toThrow(expect.objectContaining({ loc: { line: 2, column: 8 } }));
});
