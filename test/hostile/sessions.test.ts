import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frames } from "../../packages/core/src/engines/native/frames.ts";
import { type CellInput, Glovebox, type SessionInput } from "../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../hosts/host.ts";
import { programOf, wallsOf } from "../hosts/machine.ts";
import { modes } from "../hosts/modes.ts";

const MiB = 1024 * 1024;

/** Beside the interpreter's own reports the cell writes its own. */
const LIAR = `
import json, os, struct, subprocess, sys, threading, time
LETTERS = ${JSON.stringify(Object.fromEntries(Object.entries(frames).map(([name, { letter }]) => [name, letter])))}
def say(name, value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    os.write(4, struct.pack("<IB", len(data), ord(LETTERS[name])) + data)
def say_of_fork(value):
    # Once the cell counts as over, init orders a checkpoint, which nobody answers while this runs.
    say("done", {"ok": True}); time.sleep(0.3); say("forked", value); time.sleep(0.2)
def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]
`;

describe.each(modes)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode, options: { armed: 1 } });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const open = (more: SessionInput = {}) =>
    host.openSession({ language: "python", environment: "base", engine: "native", ...more });
  const run = (session: string, code: string, more: Omit<CellInput, "code"> = {}) =>
    host.cell(session, { code, limits: { timeoutMs: 10_000 }, ...more });

  /** Where a test killed what waits armed as well, the first may still meet it. */
  async function openAgain(more: SessionInput = {}): Promise<string> {
    for (let times = 0; times < 5; times++) {
      const session = await open(more).catch(() => undefined);
      if (session !== undefined) return session;
    }
    return await open(more);
  }

  async function nextWorks(): Promise<void> {
    const session = await openAgain();
    expect((await run(session, "print(6 * 7)")).stdout).toBe("42\n");
    await host.closeSession(session);
  }

  describe("lies", () => {
    const lies: readonly [name: string, code: string][] = [
      ["a fork whose id is no number", `say_of_fork(b'{"pid": Infinity, "why": ""}')`],
      ["a fork whose id is too large", `say_of_fork({"pid": 10**30, "why": ""})`],
      ["a fork whose id is init's", `say_of_fork({"pid": 1, "why": ""})`],
      ["a fork whose id is the stem's", `say_of_fork({"pid": 2, "why": ""})`],
      ["a fork whose id is negative", `say_of_fork({"pid": -1, "why": ""})`],
      ["a fork that is nested without end", `say_of_fork(b"[" * 300_000)`],
      ["a fork in a list", `say_of_fork([1])`],
      ["a fork that is none", `say("forked", {"pid": 2, "why": ""})`],
      ["an outcome that is nested without end", `say("done", b'{"ok":' + b"[" * 300_000 + b"]" * 300_000 + b"}")`],
      ["two outcomes", `say("done", {"ok": True}); say("done", {"ok": False})`],
      ["variables nobody asked for", `say("told", {"variables": [{"name": "x", "type": "int", "preview": "1"}]})`],
      ["that it woke", `say("woke", {})`],
      ["keys of JavaScript's own", `say("result", b'{"mime":{"__proto__":{"x":1},"constructor":"y"}}')`],
      ["a key of 10 MB", `say("result", b'{"mime":{"' + b"k" * 10_000_000 + b'":"v"}}')`],
      ["numbers that are none", `say("result", b'{"mime":{"application/json": NaN}}')`],
      ["packages that are none", `say("packages", b"[" * 300_000)`],
      ["packages without end", `say("packages", {"request": 1, "wishes": ["x" * 400] * 100_000, "upgrade": False})`],
      ["packages that it waits for alone", `say("packages", {"request": 10**400, "wishes": [1], "upgrade": 2})`],
      ["an answer about packages", `say("packages_told", {"guest": 0, "request": 1, "problem": ""})`],
      ["half a frame", `os.write(4, b"\\x00\\x10\\x00\\x00" + LETTERS["done"].encode() + b"{")`],
      ["no frame", `os.write(4, b"\\xff" * 100)`],
    ];

    test.for(lies)("[sessions.lies] %s", async ([, code]) => {
      const session = await open();
      await run(session, `${LIAR}\n${code}`, { limits: { timeoutMs: 2_000 } });
      // What it costs is its own: this cell may still hear of the lie, the session goes on.
      await run(session, "0", { limits: { timeoutMs: 2_000 } });
      await expect.poll(async () => (await run(session, "print(6 * 7)")).stdout, { timeout: 20_000 }).toBe("42\n");
      await host.closeSession(session);
    });

    test("[sessions.lies] a process that it calls its copy raises no limit", async () => {
      const session = await open({ limits: { memoryBytes: 96 * MiB, processes: 20 } });
      const code = `
if (child := os.fork()) == 0:
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
os.waitpid(child, 0)
orphan = max(processes())
say_of_fork({"pid": orphan, "why": "", "bytes": 10**12})`;
      await run(session, LIAR + code);
      const eats = "import os\nif os.fork() == 0:\n  bytearray(b'x') * (300 << 20)\n  os._exit(7)\nprint(os.wait()[1])";
      expect((await run(session, eats)).stdout).not.toBe(`${7 << 8}\n`);
      await host.closeSession(session);
    });

    test("[sessions.lies] packages asked for without end are not passed on, and buy it no time", async () => {
      const session = await open();
      const code = `
wanted = json.dumps({"request": 7, "wishes": ["../x"], "upgrade": False}).encode()
while True: say("packages", wanted)`;
      await host.longestStall();
      const { outcome } = await run(session, LIAR + code, { limits: { timeoutMs: 1_500 } });
      expect(outcome.status).toBe("timed_out");
      expect(await host.longestStall()).toBeLessThan(200);
      await host.closeSession(session);
      await nextWorks();
    });

    test.each(["{}", "", `{"mime": {}, "main": false}`, `{"clear": true, "wait": true}`])(
      "[sessions.lies] results without end do not keep the host from its work: %j",
      async (data) => {
        const session = await open();
        await host.longestStall();
        const { outcome } = await run(session, `${LIAR}\nwhile True: say("result", b'${data}')`, {
          limits: { timeoutMs: 1_000 },
        });
        expect(outcome.status).toBe("timed_out");
        expect(await host.longestStall()).toBeLessThan(200);
        await host.closeSession(session);
      },
    );

    test("[sessions.lies] what names no package reaches no installer, and a sandbox may not ask for ever", async () => {
      const session = await open();
      const code = `%pwd
import builtins
ask = builtins.__glovebox_magics__.cells.on_pip
for wish in ("--index-url=http://x", "-r /etc/passwd", "a @ file:///etc", "../a", "a\\n--pre", "-e .", ""):
    print("is not a name" in (told := ask([wish], False)) or "line break" in told)
print("cannot be read" in ask(["x"] * 201, False), "cannot be read" in ask([None], False))
answers = [ask(["../a"], True) for _ in range(100)]
print(sum("64 times" in each for each in answers))`;
      const { stdout } = await run(session, code);
      expect(stdout).toBe(`${"True\n".repeat(7)}True True\n43\n`);
      await host.closeSession(session);
    });

    test("[sessions.lies] variables told without end are not passed on", async () => {
      const session = await open();
      const code = `
data = json.dumps({"variables": [{"name": f"x{n}", "type": "int", "preview": "1"} for n in range(9_000)]}).encode()
say("done", {"ok": True})
while True: say("told", data)`;
      await run(session, LIAR + code);
      await host.longestStall();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await host.longestStall()).toBeLessThan(200);
      await host.closeSession(session);
      await nextWorks();
    });

    test("[sessions.lies] a fork that comes out of its cell is not the session", async () => {
      const session = await open();
      await run(session, "import os\nx = os.getpid()\nchild = os.fork()");
      const { stdout } = await run(session, "import os; print(os.getpid() == x, child > 0, os.waitpid(child, 0)[1])");
      expect(stdout).toBe("True True 0\n");
      await host.closeSession(session);
    });
  });

  describe("the stem", () => {
    const crash = "import os; os._exit(3)";
    /** So that there is no copy to go back to. */
    const thread = "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()";

    test.for(["SIGSTOP", "SIGKILL"])(
      "[sessions.stem] %s: a crash then ends the session, and its cell says how",
      {
        timeout: 30_000,
      },
      async (signal) => {
        const session = await open();
        await run(session, `${thread}\nimport os, signal; os.kill(2, signal.${signal})`);
        expect((await run(session, crash)).outcome).toMatchObject({ status: "failed", exitCode: 3 });
        await expect(run(session, "1")).rejects.toMatchObject({ code: "not_found" });
        await nextWorks();
      },
    );

    test("[sessions.stem] one that was stopped stalls init once, and the next request is told", {
      timeout: 40_000,
    }, async () => {
      const session = await open();
      await run(session, "x = 1\nimport os, signal; os.kill(2, signal.SIGSTOP)");
      const [branch = ""] = await host.branch(session, 1);
      await expect(host.restart(session)).rejects.toMatchObject({ code: "conflict" });
      // It would answer the question of before, were it ever asked again.
      expect(
        (await run(branch, "import os, signal\ntry: os.kill(2, signal.SIGCONT)\nexcept OSError: pass\nprint(x)"))
          .stdout,
      ).toBe("1\n");
      await expect(host.restart(branch)).rejects.toMatchObject({ code: "conflict" });
      await expect(run(branch, "1")).rejects.toMatchObject({ code: "not_found" });
      await nextWorks();
    });

    test("[sessions.stem] its memory and its descriptors cannot be opened", async () => {
      const session = await open();
      const code = `
import os
for name in ("fd/3", "mem", "environ", "maps"):
    try:
        print(name, os.readlink("/proc/2/fd/3") if name == "fd/3" else open(f"/proc/2/{name}", "rb").read(1))
    except PermissionError:
        print(name, "denied")`;
      expect((await run(session, code)).stdout).toBe("fd/3 denied\nmem denied\nenviron denied\nmaps denied\n");
      await host.closeSession(session);
    });
  });

  describe("memory", () => {
    const limits = { memoryBytes: 96 * MiB, workspaceBytes: 1024 * MiB, fileBytes: 1024 * MiB };

    test("[sessions.memory] a thread that hoards between cells ends its interpreter", async () => {
      const session = await open({ limits });
      const code = `
import threading, time
kept = []
def hoard():
    while len(kept) < 100:
        kept.append(bytearray(b"x") * (4 << 20)); time.sleep(0.01)
threading.Thread(target=hoard, daemon=True).start()`;
      await run(session, code);
      const names = async () => (await run(session, "print('kept' in globals())")).stdout;
      await expect.poll(names, { timeout: 20_000, interval: 500 }).toBe("False\n");
      await host.closeSession(session);
    });

    test("[sessions.memory] the memory of all processes counts together", async () => {
      const session = await open({ limits });
      const code = `
import subprocess, sys
eats = "x = bytearray(b'x') * (80 << 20); import time; time.sleep(2)"
running = [subprocess.Popen([sys.executable, "-c", eats]) for _ in range(3)]
print(sorted(each.wait() for each in running))`;
      const { stdout, outcome } = await run(session, code);
      if (outcome.status === "succeeded") {
        expect(stdout).toContain("-9");
        if (!mode.hasCgroups) expect(outcome.notes).toContainEqual(expect.stringContaining("96 MiB of memory"));
      } else {
        expect(outcome.status).toBe("out_of_memory");
      }
      await host.closeSession(session);
    });

    test("[sessions.memory] files in memory count", async () => {
      const session = await open({ limits });
      const code =
        "with open('/tmp/x', 'wb') as file:\n  for _ in range(300): file.write(bytes(1 << 20))\nprint('all')";
      expect(await run(session, code)).toMatchObject({ stdout: "", outcome: { status: "out_of_memory" } });
      await host.closeSession(session);
      await nextWorks();
    });

    test("[sessions.memory] branches have one limit together, however many copies of them there are", async () => {
      const session = await open({ limits: { memoryBytes: 96 * MiB } });
      await run(session, "shared = bytearray(b'x') * (40 << 20)");
      const branches = await host.branch(session, 5);
      await Promise.all(branches.map((branch) => run(branch, "0")));
      const eats = "for at in range(0, len(shared), 4096): shared[at] = 1\nimport time; time.sleep(1)";
      const ended = await Promise.all(branches.map((branch) => run(branch, eats).catch(() => undefined)));
      // 5 times 40 MiB are more than the limit, even with a copy of everything.
      expect(ended.map((run) => run?.outcome.status)).toContain("out_of_memory");
      await Promise.all([session, ...branches].map((each) => host.closeSession(each).catch(() => undefined)));
      await nextWorks();
    });
  });

  describe("processes", () => {
    const bombs: readonly [name: string, body: string][] = [
      ["forks of the interpreter", "os.fork()"],
      ["daemons", "if os.fork() == 0: os.setsid()"],
    ];
    test.for(bombs)("[sessions.processes] a bomb of %s ends with its cell", { timeout: 40_000 }, async ([, body]) => {
      const session = await open({ limits: { processes: 40 } });
      await run(session, "x = 1");
      const bomb = `import os\nwhile True:\n  try:\n    ${body}\n  except OSError: pass`;
      expect((await run(session, bomb, { limits: { timeoutMs: 1_000 } })).outcome.status).toBe("timed_out");
      const code = "import subprocess; print(subprocess.run(['echo', 'on'], capture_output=True).stdout)";
      await expect.poll(async () => (await run(session, code)).stdout, { timeout: 20_000 }).toBe("b'on\\n'\n");
      await host.closeSession(session);
      await nextWorks();
    });

    test("[sessions.processes] at the limit of processes there is no copy, and the variables stay", async () => {
      const session = await open({ limits: { processes: 20 } });
      const code = `
import subprocess
x, children = 1, []
try:
    while True: children.append(subprocess.Popen(["sleep", "60"], stdin=subprocess.DEVNULL))
except OSError: print("full")`;
      expect((await run(session, code)).stdout).toBe("full\n");
      expect((await run(session, "print(x)")).stdout).toBe("1\n");
      await host.restart(session);
      expect((await run(session, "print('x' in globals())")).stdout).toBe("False\n");
      await host.closeSession(session);
    });
  });

  describe("floods", () => {
    const writers = (how: string) => `
import fcntl, os, subprocess
fcntl.fcntl(1, 1031, 1 << 20)
for _ in range(3): subprocess.Popen(["dd", "if=/dev/zero", "bs=1M", "status=none"], start_new_session=True)
${how}`;

    test.for(["pass", "os._exit(3)"])(
      "[sessions.flood] daemons that write on and on do not keep a cell from its end: %s",
      async (how) => {
        const session = await open();
        const ended = await run(session, writers(how), { limits: { timeoutMs: 60_000 } });
        expect(["succeeded", "failed", "output_limit"]).toContain(ended.outcome.status);
        await host.closeSession(session);
        await nextWorks();
      },
    );

    test("[sessions.flood] between cells little of it is taken, and the note says how much went missing", async () => {
      const session = await open();
      const started = Date.now();
      // Once the cell is over: what comes before that is the cell's, and may be its end.
      await run(session, "import subprocess; flood = subprocess.Popen(['sh', '-c', 'sleep 0.5; exec yes'])");
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const { outcome } = await run(session, "flood.kill()");
      const [, missing = "none"] = /^(\d+) characters/.exec(outcome.notes?.join("\n") ?? "") ?? [];
      expect(Number(missing)).toBeGreaterThan(0);
      expect(Number(missing)).toBeLessThan(2 * MiB + (Date.now() - started) * 2_000);
      await host.closeSession(session);
    });
  });

  test("[sessions.files-laid] several sessions of one sandbox are laid large files at once", async () => {
    const session = await open();
    const all = [session, ...(await host.branch(session, 2))];
    const code = (name: number) => `data = open('${name}', 'rb').read(); print(len(data), set(data))`;
    const ended = await Promise.all(
      all.map((each, name) => run(each, code(name), { files: { [name]: new Uint8Array(6 * MiB).fill(name) } })),
    );
    expect(ended.map(({ stdout }) => stdout)).toEqual(all.map((_, name) => `${6 * MiB} {${name}}\n`));
    await Promise.all(all.map((each) => host.closeSession(each)));
  });

  test("[sessions.settle] a guest that is ended again and again by another gives up, and the other goes on", {
    timeout: 60_000,
  }, async () => {
    const session = await open();
    const [branch = ""] = await host.branch(session, 1);
    const hunt = `
import os, subprocess, sys
hunter = """
import os, time
while True:
    for pid in map(int, filter(str.isdigit, os.listdir('/proc'))):
        if pid not in (1, 2, os.getpid(), ${"%d"}): os.kill(pid, 9)
    time.sleep(0.01)
""" % os.getpid()
subprocess.Popen([sys.executable, "-c", hunter], start_new_session=True)`;
    await run(branch, hunt);
    const isThere = async () =>
      await run(session, "1").then(
        () => true,
        () => false,
      );
    await expect.poll(isThere, { timeout: 30_000 }).toBe(false);
    expect((await run(branch, "print(1)")).stdout).toBe("1\n");
    await host.closeSession(branch);
    await nextWorks();
  });

  describe("a sandbox that dies", () => {
    const initOf = () => {
      const found = wallsOf(host.pid).flatMap(({ inits }) => inits);
      return found.filter((init) => programOf(init).length > 1);
    };
    const signalInits = (signal: NodeJS.Signals) => {
      for (const init of initOf()) process.kill(init, signal);
    };
    const settled = (work: Promise<unknown>) =>
      work.then(
        () => "resolved",
        () => "rejected",
      );

    const states: readonly [name: string, work: (session: string) => Promise<unknown>][] = [
      ["while a cell runs", (session) => run(session, "import time; time.sleep(60)")],
      ["between cells", () => new Promise((resolve) => setTimeout(resolve, 200))],
      ["while it branches", (session) => host.branch(session, 50)],
      ["while it restarts", (session) => host.restart(session)],
      ["while it closes", (session) => host.closeSession(session)],
      ["while files are laid", (session) => run(session, "1", { files: { a: new Uint8Array(40 * MiB) } })],
    ];
    test.for(states)("[sessions.settle] %s", { timeout: 60_000 }, async ([, work]) => {
      for (const delay of [0, 5, 60]) {
        const session = await openAgain({ limits: { processes: 400 } });
        const working = settled(work(session));
        await new Promise((resolve) => setTimeout(resolve, delay));
        signalInits("SIGKILL");
        await working;
        await settled(run(session, "1"));
        await settled(host.closeSession(session));
      }
      await nextWorks();
    });

    test("[sessions.settle] an init that does not answer is killed when its session is closed or restarted", {
      timeout: 60_000,
    }, async () => {
      const [one, two] = [await open(), await open()];
      signalInits("SIGSTOP");
      expect(await Promise.all([settled(host.closeSession(one)), settled(host.restart(two))])).toEqual([
        "resolved",
        "rejected",
      ]);
      await nextWorks();
    });
  });
});

describe("a Glovebox that is closed", () => {
  const settled = (work: Promise<unknown>) =>
    work.then(
      () => "resolved",
      () => "rejected",
    );

  test.for([0, 3, 30, 200])(
    "[sessions.settle] after %d ms settles all that its sessions were doing",
    {
      timeout: 60_000,
    },
    async (delay) => {
      const box = await Glovebox.open({ armed: 1 });
      const open = () => box.sessions.create({ language: "python", environment: "base", engine: "native" });
      const [one, two, three] = [await open(), await open(), await open()];
      const works = [
        open(),
        open(),
        one.execute({ code: "import time; time.sleep(60)" }),
        one.execute({ code: "1" }),
        two.branch(5),
        three.restart(),
        three.variables(),
      ].map(settled);
      await new Promise((resolve) => setTimeout(resolve, delay));
      await Promise.all([box.close(), box.close(), one.close()]);
      expect(await Promise.all(works)).not.toContain(undefined);
      expect(box.sessions.list()).toEqual([]);
      await expect(one.execute({ code: "1" })).rejects.toMatchObject({ code: "not_found" });
    },
  );

  test("[sessions.settle] of 1,000 cells at once as many run as may wait, and the others are told", async () => {
    await using box = await Glovebox.open({ armed: 1 });
    const session = await box.sessions.create({ language: "python", environment: "base", engine: "native" });
    const cells = Array.from({ length: 1_000 }, () =>
      session.execute({ code: "1" }).then(
        ({ outcome }) => outcome.status,
        (error) => error.code as string,
      ),
    );
    expect(new Set(await Promise.all(cells))).toEqual(new Set(["succeeded", "too_busy"]));
    await Promise.all([session.close(), session.close()]);
  });
});
