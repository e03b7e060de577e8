import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { descriptionOf } from "../hosts/description.ts";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { attempts, onTheHost, program } from "../programs/programs.ts";

const MiB = 1024 * 1024;

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.init] process 1 cannot be read, traced, signalled, slowed down or robbed of its descriptors", async () => {
    const { outcome, stdout } = await host.execute(program("attacks_init.py"));

    const tried = attempts(stdout);
    expect(Object.keys(tried).length).toBeGreaterThan(45);
    const harmless = /^(kill|pidfd_send_signal|tgkill|setpriority of the|init is alive)/;
    for (const [name, result] of Object.entries(tried)) {
      if (!harmless.test(name))
        expect(["EPERM", "EACCES", "EROFS", "ENOENT", "ENXIO", "ENOSYS"], `${name}: ${result}`).toContain(result);
    }
    expect(tried).toMatchObject({ "init is alive": "done: 1" });
    // Signals may be refused or ignored. That init still works is what its answer shows.
    expect(outcome).toMatchObject({ status: "failed", exitCode: 7, signal: null });
  });

  test("[containment.init] no program changes the priority of process 1, be it by way of its user or its group", async () => {
    const tried = attempts((await host.execute(program("attacks_init.py"))).stdout);

    expect(["done: 'init unchanged'", "EPERM"]).toContain(tried["setpriority of the user's processes"]);
    expect(["done: 'init unchanged'", "EPERM"]).toContain(tried["setpriority of the group"]);
  });

  test("[containment.host-processes] a program sees and signals only processes of its own sandbox", async () => {
    const bystander = spawn("sleep", ["60"], mode.uid === undefined ? {} : { uid: mode.uid, gid: mode.uid });
    const pid = String(bystander.pid);
    try {
      expect(await onTheHost("signals_the_host.py", pid)).toContain(`hit [${pid}`);

      const { stdout, outcome } = await host.execute(program("signals_the_host.py", pid, String(host.pid)));

      expect(outcome.status).toBe("succeeded");
      const [, hit = "", seen = ""] = /^hit \[(.*)\]\nprocesses \[(.*)\]\n$/.exec(stdout) ?? [];
      // Init, the program, and the process that shares the program's memory: none has a higher number.
      expect(seen).toMatch(/^1, 2(, 3)?$/);
      expect(["", "3"]).toContain(hit);
    } finally {
      const ended = once(bystander, "exit");
      bystander.kill();
      await ended;
    }
  });

  test("[containment.rights] code runs without capabilities, groups, or a way to gain any", async () => {
    const { status, session } = await descriptionOf(host);

    const none = "0000000000000000";
    expect(status).toMatchObject({ CapInh: none, CapPrm: none, CapEff: none, CapBnd: none, CapAmb: none });
    expect(status).toMatchObject({
      NoNewPrivs: "1",
      Seccomp: "2",
      Uid: "1000\t1000\t1000\t1000",
      Gid: "1000\t1000\t1000\t1000",
    });
    // As an ordinary user the groups cannot be left; what is shown of them belongs to nobody inside.
    if (mode.hasRange) expect(status["Groups"]).toBe("");
    expect(session).toBe(true);
  });

  test.each(["python", "bash", "javascript"])(
    "[containment.rights] %s has no right that the kernel counts",
    async (language) => {
      const codes: Record<string, string> = {
        python: "print(open('/proc/self/status').read())",
        bash: "cat /proc/self/status",
        javascript: "console.log(require('fs').readFileSync('/proc/self/status', 'utf8'))",
      };
      const { stdout } = await host.execute({ language, code: codes[language] ?? "" });

      expect(stdout).toMatch(/^CapEff:\t0{16}$/m);
      expect(stdout).toMatch(/^CapBnd:\t0{16}$/m);
      expect(stdout).toMatch(/^NoNewPrivs:\t1$/m);
      expect(stdout).toMatch(/^Seccomp:\t2$/m);
    },
  );

  test("[containment.descriptors] a program inherits its standard streams and its report, and nothing else", async () => {
    const { descriptors } = await descriptionOf(host);

    const report = descriptors["4"];
    expect(Object.keys(descriptors).toSorted()).toEqual(report === undefined ? ["0", "1", "2"] : ["0", "1", "2", "4"]);
    for (const target of Object.values(descriptors)) expect(target).toMatch(/^pipe:/);
  });

  test("[containment.descriptors] a shell inherits its standard streams, and nothing else", async () => {
    const { stdout } = await host.execute({
      language: "bash",
      code: "cd /proc/$$/fd; for f in *; do [ -e $f ] && echo $f $(readlink $f); done",
    });

    const files = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    // 255 is bash's own copy of the script.
    expect(files).toEqual(["0", "1", "2", "255"]);
    expect(stdout).not.toContain("socket:");
  });

  test("[limits.resources] core dumps, open files, file size and locked memory are bounded for good", async () => {
    const limits = { openFiles: 256, fileBytes: 3 * MiB, processes: 33 };
    const described = await descriptionOf(host, limits);

    expect(described.limits).toMatchObject({ CORE: [1, 1], NOFILE: [256, 256], FSIZE: [3 * MiB, 3 * MiB] });
    expect(described.limits["MEMLOCK"]?.[1]).toBeLessThanOrEqual(MiB);
    // Init and the process that shares the program's memory count as well where there are no cgroups.
    if (!mode.hasCgroups) {
      expect(described.limits["NPROC"]?.[1]).toBeGreaterThanOrEqual(33);
      expect(described.limits["NPROC"]?.[1]).toBeLessThanOrEqual(36);
    }
  });

  test("[limits.resources] a process that opens files without end gets EMFILE at the limit", async () => {
    const code = `
      import errno
      files = []
      try:
          while len(files) < 5000: files.append(open("/dev/null"))
      except OSError as error:
          print(errno.errorcode[error.errno], len(files))
    `;
    const { stdout } = await host.execute({ language: "python", code, limits: { openFiles: 100 } });

    const [name, count] = stdout.split(" ");
    expect(name).toBe("EMFILE");
    expect(Number(count)).toBeGreaterThan(80);
    expect(Number(count)).toBeLessThanOrEqual(100);
  });

  test("[containment.core-dumps] a crash leaves no core and runs no handler of the host", async () => {
    const code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)";
    const before = readFileSync("/proc/sys/kernel/core_pattern", "utf8");
    const { outcome, artifacts } = await host.execute({ language: "python", code });

    expect(outcome).toMatchObject({ status: "killed", signal: "SIGSEGV", exitCode: null });
    expect(artifacts).toEqual([]);
    expect(readFileSync("/proc/sys/kernel/core_pattern", "utf8")).toBe(before);
  });
});
