import { afterAll, beforeAll, expect, test } from "vitest";
import { Glovebox } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

const SESSIONS = [
  ["native", "python", "def f():\n  raise ValueError('x')", "f()"],
  ["native", "javascript", "function f() { throw new Error('x') }", "f()"],
  ["native", "typescript", "function f(): void { throw new Error('x') }", "f()"],
  ["native", "bash", "f() { nothing_of_this_name; }", "f; nothing_of_this_name"],
  ["portable", "python", "def f():\n  raise ValueError('x')", "f()"],
  ["portable", "javascript", "function f() { throw new Error('x') }", "f()"],
] as const;

test.for(SESSIONS)(
  "[sessions.state] the first code is no cell: the first cell is called the first: %s %s",
  async ([engine, language, initCode, code]) => {
    await using session = await box.sessions.create({ language, engine, environment: "base", initCode });
    const { stderr, outcome } = await session.execute({ code });
    const told = `${stderr}\n${outcome.error?.traceback ?? ""}`;
    expect(told).toContain("<cell 1>");
    expect(told).not.toContain("<cell 2>");
    if (language !== "bash") expect(told, "the line of the first code").toContain("<cell 0>");
  },
);

test("the first code is not among what a session remembers of its cells", async () => {
  await using python = await box.sessions.create({
    language: "python",
    engine: "native",
    environment: "base",
    initCode: "x = 1",
  });
  const { results } = await python.execute({ code: "In, sorted(Out)" });
  expect(results[0]?.mime["text/plain"]).toBe("(['', 'In, sorted(Out)'], [])");
});
