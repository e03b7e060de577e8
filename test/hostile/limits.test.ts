import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { modes } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";

const MiB = 1024 * 1024;
/** Beyond a limit on time: what a busy machine may add. */
const SLACK_MS = 2_500;

describe.each(modes)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  async function nextWorks(): Promise<void> {
    const { stdout, outcome } = await host.execute({ language: "python", code: "print(6 * 7)" });
    expect({ stdout, status: outcome.status }).toEqual({ stdout: "42\n", status: "succeeded" });
  }

  test("[limits.fork-bomb] a fork bomb hits the process limit and the next execution works", async () => {
    const { stdout, outcome } = await host.execute({ ...program("forks_without_end.py"), limits: { processes: 40 } });

    const [, count, refused] = /^children (\d+) (\w+)/.exec(stdout) ?? [];
    expect(refused).toBe("EAGAIN");
    expect(Number(count)).toBeGreaterThan(30);
    expect(Number(count)).toBeLessThanOrEqual(40);
    expect(outcome.status).toBe("succeeded");
    await nextWorks();
  });

  test("[limits.fork-bomb] a bomb that grows on all branches ends with its time, and the next execution works", async () => {
    const { outcome } = await host.execute({
      ...program("forks_exponentially.sh"),
      limits: { processes: 60, timeoutMs: 1_500 },
    });

    expect(outcome.status).toBe("timed_out");
    expect(outcome.usage.wallMs).toBeLessThan(1_500 + SLACK_MS);
    await nextWorks();
  });

  test("[limits.processes-reaped] processes that ended do not count, whoever started them", async () => {
    // Each is a grandchild whose parent is gone, so process 1 inherits it.
    const code = "for i in $(seq 200); do (true &); done; echo all";
    const { stdout, stderr } = await host.execute({ language: "bash", code, limits: { processes: 50 } });

    expect({ stdout, stderr }).toEqual({ stdout: "all\n", stderr: "" });
  });

  test("[limits.memory] memory behind a descriptor alone is counted by a cgroup, and denied where there is none", async () => {
    const limits = { memoryBytes: 96 * MiB };
    const { stdout, stderr, outcome } = await host.execute({ ...program("eats_memory.py", "memfd", "384"), limits });

    expect(stdout).toBe("");
    expect(outcome.status).toBe(mode.hasCgroups ? "out_of_memory" : "failed");
    if (!mode.hasCgroups) expect(stderr).toContain("Operation not permitted");
    await nextWorks();
  });

  test.each(["heap", "workspace", "tmp", "shm", "home", "shared", "unseen", "system-v", "detached"])(
    "[limits.memory] more memory than allowed, taken as %s, ends as out_of_memory",
    async (kind) => {
      const limits = { memoryBytes: 96 * MiB, fileBytes: 64 * MiB, workspaceBytes: 1024 * MiB, processes: 128 };
      const { stdout, outcome } = await host.execute({ ...program("eats_memory.py", kind, "384"), limits });

      expect({ status: outcome.status, stdout }).toEqual({ status: "out_of_memory", stdout: "" });
      await nextWorks();
    },
  );

  test("[limits.memory] the memory of all processes counts together, and a child that is killed for it is not kept quiet", async () => {
    const limits = { memoryBytes: 96 * MiB };
    const { outcome } = await host.execute({ ...program("eats_memory.py", "children", "384"), limits });

    if (outcome.status !== "out_of_memory") {
      expect(outcome.status).toBe("succeeded");
      expect(outcome.notes).toContainEqual(expect.stringContaining("96 MiB of memory"));
    }
    await nextWorks();
  });

  test.each([
    ["python", "eats_memory.py", ["heap", "48"]],
    ["javascript", "eats_memory.js", ["48"]],
  ] as const)("[limits.memory] a %s program that stays within its memory succeeds", async (_, name, args) => {
    const limits = { memoryBytes: 160 * MiB };
    const { stdout, outcome } = await host.execute({ ...program(name, ...args), limits });

    expect({ stdout, status: outcome.status }).toEqual({ stdout: "took 48 MiB\n", status: "succeeded" });
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(48 * MiB);
    expect(outcome.usage.peakMemoryBytes).toBeLessThan(160 * MiB);
  });

  test("[limits.memory] buffers of JavaScript count as well", async () => {
    const limits = { memoryBytes: 128 * MiB };
    const { stdout, outcome } = await host.execute({ ...program("eats_memory.js", "512"), limits });

    expect({ status: outcome.status, stdout }).toEqual({ status: "out_of_memory", stdout: "" });
  });

  test("[limits.workspace] a file system that is full says so to the program, and the program goes on", async () => {
    const code = `
      import errno
      for place in ("/workspace", "/tmp", "/home/user", "/dev/shm"):
          try:
              with open(place + "/big", "wb") as file:
                  for _ in range(100): file.write(bytes(1 << 20))
              print(place, "never")
          except OSError as error:
              import os
              print(place, errno.errorcode[error.errno], os.path.getsize(place + "/big") <= 8 << 20)
              os.unlink(place + "/big")
    `;
    const { stdout, outcome } = await host.execute({ language: "python", code, limits: { workspaceBytes: 8 * MiB } });

    expect(outcome.status).toBe("succeeded");
    expect(stdout).toBe("/workspace ENOSPC True\n/tmp ENOSPC True\n/home/user ENOSPC True\n/dev/shm ENOSPC True\n");
  });

  test("[limits.workspace] a million files are refused long before", async () => {
    const { stdout, outcome } = await host.execute({
      ...program("fills_workspace.py"),
      limits: { workspaceBytes: 16 * MiB },
    });

    const [, count, refused] = /^files (\d+) (\w+)/.exec(stdout) ?? [];
    expect({ refused, status: outcome.status }).toEqual({ refused: "ENOSPC", status: "succeeded" });
    expect(Number(count)).toBeLessThanOrEqual(4_096);
    await nextWorks();
  });

  test("[limits.file-size] a file that grows past its limit fails to grow, even where nothing is written to it", async () => {
    const code = `
      import errno, os
      file = os.open("/workspace/f", os.O_CREAT | os.O_RDWR)
      for name, grow in (("write", lambda: [os.write(file, bytes(1 << 20)) for _ in range(5)]), ("truncate", lambda: os.ftruncate(file, 1 << 40)), ("allocate", lambda: os.posix_fallocate(file, 0, 4 << 20))):
          try:
              grow(); print(name, "grew")
          except OSError as error:
              print(name, errno.errorcode[error.errno])
      print(os.fstat(file).st_size)
    `;
    const { stdout } = await host.execute({ language: "python", code, limits: { fileBytes: 2 * MiB } });

    expect(stdout).toBe(`write EFBIG\ntruncate EFBIG\nallocate EFBIG\n${2 * MiB}\n`);
  });

  test.each([
    ["python", "while True: print('x' * 1000)"],
    ["bash", "yes"],
    ["javascript", "for (;;) require('fs').writeSync(1, 'x'.repeat(1000) + '\\n')"],
  ])("[limits.output] a flood of output by %s is cut at the limit", async (language, code) => {
    const { stdout, outcome } = await host.execute({
      language,
      code,
      limits: { outputBytes: 10_000, timeoutMs: 20_000 },
    });

    expect(outcome.status).toBe("output_limit");
    expect(stdout.length).toBe(10_000);
    await nextWorks();
  });

  test("[limits.output] output of exactly the limit is whole and no failure, on both streams", async () => {
    const code = "import sys; sys.stdout.write('o' * 5000); sys.stderr.write('e' * 5000)";
    const run = await host.execute({ language: "python", code, limits: { outputBytes: 5_000 } });

    expect([run.outcome.status, run.stdout.length, run.stderr.length]).toEqual(["succeeded", 5_000, 5_000]);
  });

  test("[limits.time] a program that ignores every signal and exception ends at its time", async () => {
    const { stdout, outcome } = await host.execute({ ...program("ignores_everything.py"), limits: { timeoutMs: 700 } });

    expect({ stdout, status: outcome.status }).toEqual({ stdout: "started\n", status: "timed_out" });
    expect(outcome.usage.wallMs).toBeGreaterThanOrEqual(700);
    expect(outcome.usage.wallMs).toBeLessThan(700 + SLACK_MS);
    await nextWorks();
  });

  test("[limits.time] a program that stopped itself ends at its time", async () => {
    const { outcome } = await host.execute({
      language: "bash",
      code: "kill -STOP $$; echo on",
      limits: { timeoutMs: 500 },
    });

    expect(outcome.status).toBe("timed_out");
    await nextWorks();
  });

  test("[limits.cpu] processor time is summed over all processes", async () => {
    const code = `
      import os
      for _ in range(2): os.fork()
      while True: pass
    `;
    const { outcome } = await host.execute({ language: "python", code, limits: { cpuMs: 600, timeoutMs: 20_000 } });

    expect(outcome.status).toBe("timed_out");
    expect(outcome.usage.cpuMs).toBeGreaterThan(500);
    expect(outcome.usage.wallMs).toBeLessThan(10_000);
  });

  test("[limits.cpu] preparing a sandbox is not charged to the program", async () => {
    const code = "import time; time.sleep(0.15); print(time.process_time() * 1000)";
    const { stdout, outcome } = await host.execute({ language: "python", code, limits: { timeoutMs: 5_000 } });

    // The process's own clock began when it was forked, so it counts the preparation.
    expect(outcome.usage.cpuMs).toBeLessThan(Number(stdout));
  });

  test("[truth.out-of-memory] a program that only says that it is out of memory has failed", async () => {
    const { outcome } = await host.execute({ language: "python", code: "raise MemoryError('so they say')" });

    expect(outcome).toMatchObject({ status: "failed", exitCode: 1, error: { name: "MemoryError" } });
  });

  test("[truth.out-of-memory] memory that Python is refused at the limit counts as the limit", async () => {
    const code = "kept = []\nwhile True: kept.append(bytearray(4 << 20))";
    const { outcome } = await host.execute({ language: "python", code, limits: { memoryBytes: 64 * MiB } });

    expect(outcome.status).toBe("out_of_memory");
  });

  test("[truth.killed] a program that kills itself was killed, not out of memory", async () => {
    const { outcome } = await host.execute({ language: "bash", code: "kill -9 $$" });

    expect(outcome).toMatchObject({ status: "killed", signal: "SIGKILL", exitCode: null });
  });

  test("[limits.siblings] while one sandbox does its worst, others answer", async () => {
    const bombs = ["heap", "workspace"].map((kind) =>
      host.execute({
        ...program("eats_memory.py", kind, "384"),
        limits: { memoryBytes: 96 * MiB, workspaceBytes: 1024 * MiB },
      }),
    );
    const loop = host.execute({ ...program("ignores_everything.py"), limits: { timeoutMs: 1_500, processes: 20 } });
    for (let run = 0; run < 5; run++) await nextWorks();
    const ended = await Promise.all([...bombs, loop]);

    expect(ended.map(({ outcome }) => outcome.status)).toEqual(["out_of_memory", "out_of_memory", "timed_out"]);
  });
});
