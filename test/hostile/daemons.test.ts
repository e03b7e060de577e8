import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { commandLines } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const seen = (mark: string) => commandLines().some((line) => line.startsWith(mark));

  test.each(["ends", "fails", "stays"])(
    "[survival.daemons] a daemon does not outlive a program that %s",
    async (how) => {
      const mark = `daemon${randomBytes(8).toString("hex")}`;
      const handle = await host.hold(
        { ...program("leaves_a_daemon.py", mark, how), limits: { timeoutMs: 1_500 } },
        "stdout",
      );
      // It is there, so that its absence later says something.
      expect(seen(mark)).toBe(true);

      const events = await host.resume(handle);

      const status = { ends: "succeeded", fails: "failed", stays: "timed_out" }[how];
      expect(events.at(-1)).toMatchObject({ type: "ended", outcome: { status } });
      await expect.poll(() => seen(mark), { timeout: 5_000 }).toBe(false);
    },
  );
});
