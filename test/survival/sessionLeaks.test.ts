import { expect, test } from "vitest";
import type { Host } from "../hosts/host.ts";
import { leftFolders, startHost } from "../hosts/host.ts";
import { cgroupFolders, descendants, isAlive, mountsBelow } from "../hosts/machine.ts";
import { modes } from "../hosts/modes.ts";

const MiB = 1024 * 1024;
const LONG = process.env["LONG_TESTS"] === "1";
const SESSIONS = LONG ? 5_000 : 60;
const AT_ONCE = 4;

/** One of each way to live, and to leave something behind. The last cell's status. */
const MIXTURE: readonly { cells: readonly string[]; ends: string; branches?: number; restarts?: boolean }[] = [
  { cells: ["x = 1", "print(x)"], ends: "succeeded" },
  { cells: ["open('a.txt', 'w').write('x' * 1000)"], ends: "succeeded" },
  { cells: ["x = 1", "import os; os._exit(3)"], ends: "failed" },
  { cells: ["import subprocess; subprocess.Popen(['sleep', '100'], start_new_session=True)"], ends: "succeeded" },
  { cells: ["while True: pass"], ends: "timed_out" },
  { cells: ["x = [1]"], ends: "succeeded", branches: 2 },
  { cells: ["x = 1"], ends: "succeeded", restarts: true },
  { cells: ["import os; os.kill(2, 9)", "os._exit(1)"], ends: "failed" },
  { cells: ["import threading, time; threading.Thread(target=time.sleep, args=(100,)).start()"], ends: "succeeded" },
];

test.each(modes)(
  `[sessions.leaks] ${SESSIONS} sessions that end in every way leave nothing: as $name`,
  {
    timeout: LONG ? 1_800_000 : 180_000,
  },
  async (mode) => {
    await using host = await startHost({ mode, options: { armed: 1 } });
    const wrong: string[] = [];
    const seen = new Set<number>();
    await live(host, 0, wrong);
    const before = await host.holdings();
    for (let start = 0; start < SESSIONS; start += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, offset) => live(host, start + offset, wrong)));
      for (const pid of descendants(host.pid)) seen.add(pid);
    }
    expect(wrong).toEqual([]);

    // While it is open it holds its warden, its armed sandboxes, and nothing for each session.
    await expect
      .poll(async () => (await host.holdings()).descriptors.length - before.descriptors.length, { timeout: 10_000 })
      .toBeLessThan(15);
    await expect.poll(() => descendants(host.pid).length, { timeout: 10_000 }).toBeLessThan(25);
    expect((await host.holdings()).memoryBytes - before.memoryBytes).toBeLessThan(150 * MiB);
    await host.close();

    expect([...seen].filter(isAlive)).toEqual([]);
    expect((await host.holdings()).children).toEqual([]);
    expect(leftFolders(host)).toEqual([]);
    expect(cgroupFolders(host.pid)).toEqual([]);
    expect(mountsBelow(host.places.temporary)).toEqual([]);
  },
);

async function live(host: Host, index: number, wrong: string[]): Promise<void> {
  const { cells, ends, branches = 0, restarts = false } = MIXTURE[index % MIXTURE.length] ?? { cells: [], ends: "" };
  const session = await host.openSession({ language: "python", environment: "base", engine: "native" });
  let status = "";
  for (const code of cells) {
    const limits = { timeoutMs: ends === "timed_out" ? 100 : 20_000 };
    status = (await host.cell(session, { code, limits })).outcome.status;
  }
  if (status !== ends) wrong.push(`${index}: ${status}, not ${ends}`);
  const copies = branches === 0 ? [] : await host.branch(session, branches);
  if (restarts) await host.restart(session);
  // Some ended by themselves.
  await Promise.all([session, ...copies].map((each) => host.closeSession(each).catch(() => undefined)));
}
