import { describe, expect, test } from "vitest";
import type { RequestInput } from "../../packages/core/src/glovebox.ts";
import { leftFolders, startHost } from "../hosts/host.ts";
import { cgroupFolders, descendants, isAlive, mountsBelow, networkNamespaces } from "../hosts/machine.ts";
import { modes } from "../hosts/modes.ts";

const MiB = 1024 * 1024;
const LONG = process.env["LONG_TESTS"] === "1";
const EXECUTIONS = LONG ? 10_000 : 300;

/** One of each way to end, and to leave something behind. */
const MIXTURE: readonly (RequestInput & { abortAfterMs?: number; ends: string })[] = [
  { language: "python", code: "print(1)", ends: "succeeded" },
  { language: "python", code: "open('a.txt', 'w').write('x' * 1000)", ends: "succeeded" },
  { language: "bash", code: "(sleep 100 &); exit 4", ends: "failed" },
  { language: "python", code: "raise ValueError('x')", ends: "failed" },
  { language: "python", code: "while True: pass", limits: { timeoutMs: 60 }, ends: "timed_out" },
  { language: "python", code: "while True: print('x' * 1000)", limits: { outputBytes: 3_000 }, ends: "output_limit" },
  { language: "bash", code: "kill -9 $$", ends: "killed" },
  { language: "bash", code: "sleep 100", abortAfterMs: 40, ends: "cancelled" },
  {
    language: "python",
    code: "open('/tmp/b', 'wb').write(bytes(20 << 20))",
    limits: { openFiles: 500 },
    ends: "succeeded",
  },
  {
    language: "python",
    code: "kept = []\nwhile True: kept.append(bytes(4 << 20))",
    limits: { memoryBytes: 48 * MiB },
    ends: "out_of_memory",
  },
];

describe.each(modes)("as $name", (mode) => {
  test(`[survival.leaks] ${EXECUTIONS} executions that end in every way leave nothing`, {
    timeout: LONG ? 1_200_000 : 120_000,
  }, async () => {
    const namespacesBefore = networkNamespaces();
    await using host = await startHost({ mode });
    const before = await host.holdings();
    const seen = new Set<number>();
    const wrong: string[] = [];
    const work = async (index: number) => {
      const { ends, abortAfterMs, ...request } = MIXTURE[index % MIXTURE.length] ?? {
        ends: "",
        language: "",
        code: "",
      };
      const { outcome } = await host.execute(request, abortAfterMs === undefined ? {} : { abortAfterMs });
      if (outcome.status !== ends) wrong.push(`${index}: ${outcome.status}, not ${ends} (${outcome.error?.message})`);
    };
    for (let start = 0; start < EXECUTIONS; start += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, offset) => work(start + offset)));
      for (const pid of descendants(host.pid)) seen.add(pid);
    }
    expect(wrong).toEqual([]);

    // While it is open it holds its warden, its armed sandboxes, and nothing for each execution.
    await expect
      .poll(async () => (await host.holdings()).descriptors.length - before.descriptors.length, { timeout: 10_000 })
      .toBeLessThan(40);
    expect(descendants(host.pid).length).toBeLessThan(40);
    await host.close();

    expect([...seen].filter(isAlive)).toEqual([]);
    expect((await host.holdings()).children).toEqual([]);
    expect(leftFolders(host)).toEqual([]);
    expect(cgroupFolders(host.pid)).toEqual([]);
    expect(mountsBelow(host.places.temporary)).toEqual([]);
    const kinds = async () => (await host.holdings()).descriptors.map(kindOf).toSorted();
    await expect.poll(kinds, { timeout: 10_000 }).toEqual(before.descriptors.map(kindOf).toSorted());
    if (namespacesBefore !== undefined) {
      // They die later than their processes, and others on this machine have some as well.
      await expect
        .poll(() => networkNamespaces(), { timeout: 60_000, interval: 500 })
        .toBeLessThan(namespacesBefore + 100);
    }
  });
});

/** What a descriptor is, without the number that tells it apart from others. */
function kindOf(target: string): string {
  return target.replace(/\d+/g, "N");
}
