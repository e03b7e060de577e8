import { expect, test } from "vitest";
import { defaultLimits, Limits } from "./limits.ts";

const MiB = 1024 * 1024;

test("the defaults are what the documentation says, and are themselves allowed", () => {
  expect(defaultLimits).toMatchObject({
    timeoutMs: 30_000,
    memoryBytes: 512 * MiB,
    processes: 128,
    outputBytes: MiB,
    fileBytes: 64 * MiB,
    openFiles: 1024,
    workspaceBytes: 256 * MiB,
  });
  expect(Limits.parse(defaultLimits)).toEqual(defaultLimits);
  expect(Object.isFrozen(defaultLimits)).toBe(true);
});

test("0 never means unlimited: every limit refuses it, and says so", () => {
  for (const name of Object.keys(defaultLimits)) {
    const refused = Limits.partial().safeParse({ [name]: 0 });
    expect(refused.success, name).toBe(false);
    expect(refused.error?.issues[0]?.message).toContain("0 does not mean unlimited");
    expect(refused.error?.issues[0]?.path).toEqual([name]);
  }
});

test.each([-1, 0.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY, "512", null, true, [5]])(
  "the amount %j is refused for every limit",
  (amount) => {
    for (const name of Object.keys(defaultLimits)) {
      expect(Limits.partial().safeParse({ [name]: amount }).success, name).toBe(false);
    }
  },
);

test.each([
  ["timeoutMs", 1, 3_600_000],
  ["memoryBytes", 16 * MiB, 1024 * 1024 * MiB],
  ["processes", 1, 32_768],
  ["outputBytes", 1, 1024 * MiB],
  ["openFiles", 16, 65_536],
  ["workspaceBytes", MiB, 1024 * 1024 * MiB],
])("%s is allowed from %d to %d and not a step further", (name, least, most) => {
  const allows = (amount: number) => Limits.partial().safeParse({ [name]: amount }).success;
  expect([allows(least - 1), allows(least), allows(most), allows(most + 1)]).toEqual([false, true, true, false]);
});

test("a limit that does not exist is an error", () => {
  expect(Limits.partial().safeParse({ timeout: 5 }).success).toBe(false);
});
