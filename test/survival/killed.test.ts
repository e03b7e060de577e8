import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Host, leftFolders, startHost } from "../hosts/host.ts";
import { cgroupFolders, commandOf, descendants, isAlive, programOf, type Wall, wallsOf } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";

/** Prints, runs for a second, prints again. */
const SLOW = { language: "bash", code: "echo begun; sleep 1; echo finished" };
const ENDLESS = { language: "bash", code: "echo begun; exec sleep 300" };

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeEach(async () => {
    host = await startHost({ mode });
  });
  afterEach(() => host[Symbol.asyncDispose]());

  async function nextWorks(on = host): Promise<void> {
    const { stdout, outcome } = await on.execute({ language: "python", code: "print(6 * 7)" });
    expect({ stdout, status: outcome.status }).toEqual({ stdout: "42\n", status: "succeeded" });
  }

  function wall(): Wall {
    const [only, ...others] = wallsOf(host.pid);
    expect(others).toEqual([]);
    if (only === undefined) throw new Error("no wall stands");
    return only;
  }

  function find(command: RegExp): { init: number; program: number } | undefined {
    for (const init of wall().inits) {
      for (const program of programOf(init)) if (command.test(commandOf(program))) return { init, program };
    }
    return undefined;
  }

  /** The init whose program this is, and the program's main process. A shell speaks before it becomes what it executes. */
  function running(command: RegExp): Promise<{ init: number; program: number }> {
    return vi.waitFor(
      () => {
        const found = find(command);
        if (found === undefined) throw new Error(`no program ${command}`);
        return found;
      },
      { timeout: 5_000 },
    );
  }

  const endings = (events: Awaited<ReturnType<Host["resume"]>>) =>
    events.flatMap((event) => (event.type === "ended" ? [event.outcome] : []));
  const output = (events: Awaited<ReturnType<Host["resume"]>>) =>
    events.flatMap((event) => (event.type === "stdout" ? [event.data] : [])).join("");

  test("[survival.warden] when the warden is killed, what runs ends well and the next execution works", async () => {
    const handle = await host.hold(SLOW, "stdout");
    const { warden } = wall();
    process.kill(warden, "SIGKILL");

    const events = await host.resume(handle);
    expect(output(events)).toBe("begun\nfinished\n");
    expect(endings(events)).toMatchObject([{ status: "succeeded", exitCode: 0 }]);
    for (let run = 0; run < 5; run++) await nextWorks();
    expect(isAlive(warden)).toBe(false);
  });

  test("[survival.warden] a warden that is killed again and again costs no completed result", {
    timeout: 120_000,
  }, async () => {
    await nextWorks();
    for (let round = 0; round < 4; round++) {
      const runs = Array.from({ length: 8 }, (_, index) =>
        host.execute({ language: "python", code: `print(${index})` }),
      );
      for (const { warden } of wallsOf(host.pid)) process.kill(warden, "SIGKILL");
      const ended = await Promise.all(runs);
      for (const [index, { stdout, outcome }] of ended.entries()) {
        expect(outcome.status, outcome.error?.message).toBe("succeeded");
        expect(stdout).toBe(`${index}\n`);
      }
    }
    await nextWorks();
  });

  test("[survival.init] when init is killed, its execution has crashed, no other has, and the next works", async () => {
    const other = await host.hold(SLOW, "stdout");
    const handle = await host.hold(ENDLESS, "stdout");
    const { init, program } = await running(/sleep 300/);
    process.kill(init, "SIGKILL");

    expect(endings(await host.resume(handle))).toMatchObject([{ status: "crashed", exitCode: null }]);
    expect(endings(await host.resume(other))).toMatchObject([{ status: "succeeded" }]);
    await expect.poll(() => isAlive(program)).toBe(false);
    await nextWorks();
  });

  test("[survival.worker] when its main process is killed from outside, an execution was killed, and the next works", async () => {
    const handle = await host.hold(ENDLESS, "stdout");
    process.kill((await running(/sleep 300/)).program, "SIGKILL");

    expect(endings(await host.resume(handle))).toMatchObject([{ status: "killed", signal: "SIGKILL" }]);
    await nextWorks();
  });

  test("[survival.armed] when armed sandboxes are killed while they wait, the next executions work", async () => {
    await nextWorks();
    await expect.poll(() => wall().inits.length).toBeGreaterThanOrEqual(3);
    for (const init of wall().inits) process.kill(init, "SIGKILL");

    for (let run = 0; run < 5; run++) await nextWorks();
  });

  test("[survival.keeper] when the keeper is killed, all in its wall ends, what ran has crashed, and the next works", async () => {
    const handle = await host.hold(ENDLESS, "stdout");
    const { keeper, warden, inits } = wall();
    const { program } = await running(/sleep 300/);
    process.kill(keeper, "SIGKILL");

    expect(endings(await host.resume(handle))).toMatchObject([{ status: "crashed" }]);
    await expect.poll(() => [keeper, warden, program, ...inits].filter(isAlive)).toEqual([]);
    await nextWorks();
  });

  test("[survival.host] when the host is killed, no process is left, and the next host removes the rest", async () => {
    await host.hold(ENDLESS, "stdout");
    await nextWorks();
    const processes = descendants(host.pid);
    expect(processes.length).toBeGreaterThan(4);
    expect(leftFolders(host).length).toBeGreaterThan(0);
    if (mode.hasCgroups) expect(cgroupFolders(host.pid).length).toBeGreaterThan(0);

    await host.kill("SIGKILL");
    await expect.poll(() => processes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    const before = leftFolders(host);
    const gone = host.pid;
    expect(before.length).toBeGreaterThan(0);

    await using next = await startHost({ mode, after: host });
    await nextWorks(next);
    expect(leftFolders(next).filter((name) => before.includes(name))).toEqual([]);
    expect(cgroupFolders(gone)).toEqual([]);
  });

  test("[survival.close] closing while programs run ends them, every call is answered, and nothing is left", async () => {
    const runs = Array.from({ length: 5 }, () => host.execute(ENDLESS));
    const answers = Promise.allSettled(runs);
    await expect
      .poll(() => descendants(host.pid).filter((pid) => /sleep 300/.test(commandOf(pid))).length, { timeout: 10_000 })
      .toBe(5);
    const processes = descendants(host.pid);
    await host.close();

    for (const answer of await answers) {
      if (answer.status === "fulfilled") expect(["cancelled", "crashed"]).toContain(answer.value.outcome.status);
      else expect(answer.reason).toMatchObject({ code: "closed" });
    }
    expect(processes.filter(isAlive)).toEqual([]);
    expect(leftFolders(host)).toEqual([]);
    expect(cgroupFolders(host.pid)).toEqual([]);
    await expect(host.execute(SLOW)).rejects.toMatchObject({ code: "closed" });
  });
});
