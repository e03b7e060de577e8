import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { commandLines } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";

const MiB = 1024 * 1024;

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const flood = {
    language: "python",
    code: "import sys\nfor _ in range(64): sys.stdout.write('x' * (1 << 20))",
    limits: { outputBytes: 256 * MiB },
  };

  test("[survival.backpressure] a reader that does not read stalls its own program only, and costs little memory", async () => {
    const before = (await host.holdings()).memoryBytes;
    const handle = await host.hold({ ...flood, limits: { ...flood.limits, timeoutMs: 60_000 } }, "stdout");
    for (let run = 0; run < 5; run++) {
      const { stdout } = await host.execute({ language: "python", code: "print('others')" });
      expect(stdout).toBe("others\n");
    }
    expect((await host.holdings()).memoryBytes - before).toBeLessThan(48 * MiB);

    const events = await host.resume(handle);

    const text = events.flatMap((event) => (event.type === "stdout" ? [event.data] : []));
    expect(text.join("").length).toBe(64 * MiB);
    expect(events.at(-1)).toMatchObject({ type: "ended", outcome: { status: "succeeded" } });
  });

  test("[truth.slow-reader] a reader that comes back after the program's time gets the program's ending, not a crash", async () => {
    const handle = await host.hold({ ...flood, limits: { ...flood.limits, timeoutMs: 800 } }, "stdout");
    await new Promise((resolve) => setTimeout(resolve, 800 + 6_500));

    const events = await host.resume(handle);

    expect(events.at(-1)).toMatchObject({ type: "ended", outcome: { status: "timed_out" } });
    expect(events.filter(({ type }) => type === "ended").length).toBe(1);
  });

  test("[survival.cancel] a reader that leaves its loop ends the program", async () => {
    const handle = await host.hold(
      { language: "bash", code: "echo begun; exec -a left-alone-by-its-reader sleep 300" },
      "stdout",
    );
    await host.leave(handle);

    await expect
      .poll(() => commandLines().some((line) => line.includes("left-alone-by-its-reader")), { timeout: 5_000 })
      .toBe(false);
  });
});
