import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Glovebox, type OpenSession, type SessionInput } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

const open = (more: SessionInput = {}) => box.sessions.create({ language: "javascript", engine: "portable", ...more });

/** Writes what is no frame 20 ms after its cell, and dies of it. */
const DIES_LATER = `
globalThis.x = 1;
const { core } = Deno[Deno.internal];
setTimeout(() => core.writeSync(1, new Uint8Array(100).fill(255)), 20);`;

/** Milliseconds after the cell: before its process dies, while that is gone, and while the next one starts. */
const MOMENTS = [0, 20, 40, 100];
const ASKED: readonly (readonly [string, (session: OpenSession) => Promise<unknown>])[] = [
  ["a cell", async (session) => (await session.execute({ code: "0" })).outcome.status],
  ["its variables", (session) => session.variables()],
  ["a restart", (session) => session.restart()],
];

test.for(ASKED)(
  "[sessions.settle] an interpreter that dies between cells keeps nobody waiting who asks for %s",
  async ([, ask]) => {
    for (const moment of MOMENTS) {
      const session = await open();
      await session.execute({ code: DIES_LATER });
      await new Promise((resolve) => setTimeout(resolve, moment));
      await ask(session);
      await expect.poll(async () => (await session.execute({ code: "typeof x" })).results[0]?.mime).toBeDefined();
      expect(sandboxes()).toHaveLength(1);
      await session.close();
      expect(sandboxes()).toEqual([]);
    }
  },
);

test("[sessions.settle] a session that is closed while its next interpreter starts leaves no process", async () => {
  for (const moment of MOMENTS) {
    const session = await open();
    await session.execute({ code: DIES_LATER });
    await new Promise((resolve) => setTimeout(resolve, moment));
    await session.close();
  }
  // The last that nobody waits for any more is the next session's.
  await expect.poll(() => sandboxes().length).toBeLessThan(2);
});

test("[sessions.settle] a cell after its interpreter's death runs, begins with the first code, and is told", async () => {
  const session = await open({ initCode: "globalThis.first = 42;" });
  const [before] = sandboxes();
  await session.execute({ code: DIES_LATER });
  await expect.poll(() => sandboxes().includes(before ?? 0), { interval: 1 }).toBe(false);
  const { outcome, stdout } = await session.execute({ code: "console.log(first)" });
  expect({ status: outcome.status, stdout }).toEqual({ status: "succeeded", stdout: "42\n" });
  expect(outcome.notes?.[0]).toMatch(/had ended .* between cells/);
  await session.close();
});

test("[sessions.state] what earlier cells left may go on to print while the next one begins", async () => {
  const session = await open();
  await session.execute({ code: "globalThis.kept = 5; setInterval(() => console.log('tick'), 0)" });
  for (let cell = 0; cell < 20; cell++) {
    const { outcome, stdout } = await session.execute({ code: "console.log('kept', kept)" });
    expect(outcome.status).toBe("succeeded");
    expect(stdout).toContain("kept 5\n");
  }
  await session.close();
});

/** Deno processes of this one. */
function sandboxes(): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^\d+ \(deno\) \S+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
        return Number(parent) === process.pid;
      } catch {
        return false; // it is no process, or has just ended
      }
    });
}
