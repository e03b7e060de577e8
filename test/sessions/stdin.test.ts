import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, type OpenSession, ProgramControls } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

/** Runs a cell that can read this, and answers what it printed. */
async function run(session: OpenSession, code: string, text: string, ends = false): Promise<string> {
  using controls = new ProgramControls();
  const written = controls.write(text);
  const ended = ends ? controls.end() : undefined;
  const { stdout, outcome } = await session.execute({ code, limits: { timeoutMs: 20_000 } }, { controls });
  expect(outcome.status).toBe("succeeded");
  await Promise.all([written, ended]);
  return stdout;
}

const languages: readonly [language: string, waits: string, reads: string][] = [
  ["python", "import time; time.sleep(0.2)", "print(input())"],
  ["bash", "sleep 0.2", 'read -r line; echo "$line"'],
  [
    "javascript",
    "await new Promise((done) => setTimeout(done, 200))",
    "for await (const line of require('readline').createInterface({ input: process.stdin })) { console.log(line); break; }",
  ],
];

describe.each(languages)(
  "[sessions.stdin] what a cell leaves unread reaches no later one: %s",
  (language, waits, reads) => {
    test.each([
      ["a line", "left\nover\n"],
      ["more than a pipe holds", "left\n".repeat(40_000)],
    ])("%s", async (_, left) => {
      await using session = await box.sessions.create({ language, engine: "native" });
      for (const ends of [false, true]) {
        await run(session, waits, left, ends);
        expect(await run(session, reads, "mine\n")).toBe("mine\n");
        expect(await run(session, reads, "and\nmine again\n")).toBe("and\n");
        expect(await run(session, reads, "yes\n")).toBe("yes\n");
      }
    });
  },
);

test("[sessions.stdin] what is written to a cell that has ended reaches no other", async () => {
  await using session = await box.sessions.create({ language: "python", engine: "native" });
  const controls = new ProgramControls();
  const first = session.execute({ code: "print(input())" }, { controls });
  await controls.write("mine\n");
  expect((await first).stdout).toBe("mine\n");
  await controls.write("late\n");
  await controls.end();
  expect(await run(session, "print(input())", "next\n")).toBe("next\n");
});
