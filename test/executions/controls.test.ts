import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Event, Glovebox, ProgramControls, type RequestInput } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

/** Runs a program, tells what it says each time that it says something, and gives what it left. */
async function converse(
  request: RequestInput,
  answer: (said: string, controls: ProgramControls) => Promise<void> | void,
): Promise<{ stdout: string; stderr: string; outcome: Extract<Event, { type: "ended" }>["outcome"] }> {
  using controls = new ProgramControls();
  const said = { stdout: "", stderr: "" };
  for await (const event of box.stream({ limits: { timeoutMs: 20_000 }, ...request }, { controls })) {
    if (event.type === "stderr") said.stderr += event.data;
    if (event.type === "stdout") {
      said.stdout += event.data;
      await answer(said.stdout, controls);
    }
    if (event.type === "ended") return { ...said, outcome: event.outcome };
  }
  throw new Error("no ending");
}

const native = (language: string, code: string): RequestInput => ({ engine: "native", language, code });
const portable = (code: string, language = "python"): RequestInput => ({ engine: "portable", language, code });

describe("a program that runs on the native engine", () => {
  test.each([
    ["python", 'print("who?"); name = input(); print("hello", name); print(repr(input()))'],
    ["bash", 'echo "who?"; read name; echo "hello $name"; read more; echo "\'$more\'"'],
  ])("[controls.stdin] reads what is written to it while it runs: %s", async (language, code) => {
    const { stdout, outcome } = await converse(native(language, code), async (said, controls) => {
      if (said === "who?\n") await controls.write("wörld\n");
      if (said === "who?\nhello wörld\n") await controls.write("more\n");
    });
    expect([stdout, outcome.status]).toEqual(["who?\nhello wörld\n'more'\n", "succeeded"]);
  });

  test("[controls.stdin] its stdin begins with the request's, stays open, and ends when the caller says so", async () => {
    const code = "import sys\nprint(input())\nprint(sys.stdin.read())";
    const { stdout } = await converse({ ...native("python", code), stdin: "first\n" }, async (said, controls) => {
      if (said !== "first\n") return;
      await controls.write("se");
      await controls.write("cond");
      await controls.end();
    });
    expect(stdout).toBe("first\nsecond\n");
  });

  test("[controls.backpressure] one that does not read makes the writer wait, and fills no memory", async () => {
    let taken = 0;
    let takenAtLast = 0;
    const piece = new Uint8Array(64 * 1024);
    const code = "import time\nprint('ready')\ntime.sleep(1)\nprint('bye')";
    const { outcome } = await converse(native("python", code), (said, controls) => {
      takenAtLast = taken;
      if (said !== "ready\n") return;
      const write = () =>
        void controls.write(piece).then(() => {
          taken += piece.length;
          if (taken < 1e8) write();
        });
      write();
    });
    // A pipe and the window are all that anybody holds.
    expect(outcome.status).toBe("succeeded");
    expect(takenAtLast).toBeGreaterThan(0);
    expect(takenAtLast).toBeLessThan(1024 * 1024);
  });

  test("[controls.backpressure] much is written to one that reads, in order and whole", async () => {
    const code = "import sys, hashlib\nprint('ready')\nprint(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())";
    const bytes = Buffer.alloc(5_000_000, "glovebox ");
    const { stdout } = await converse(native("python", code), async (said, controls) => {
      if (said !== "ready\n") return;
      for (let start = 0; start < bytes.length; start += 100_000)
        await controls.write(bytes.subarray(start, start + 100_000));
      await controls.end();
    });
    const { createHash } = await import("node:crypto");
    expect(stdout).toBe(`ready\n${createHash("sha256").update(bytes).digest("hex")}\n`);
  });

  test.each([
    ["SIGINT", "failed", 130, null],
    ["SIGTERM", "killed", null, "SIGTERM"],
    ["SIGKILL", "killed", null, "SIGKILL"],
    ["SIGUSR1", "killed", null, "SIGUSR1"],
  ])("[controls.signal] %s reaches Python, and its outcome is %s", async (name, status, exitCode, signal) => {
    const code = "import time\nprint('ready')\ntime.sleep(30)";
    const { outcome } = await converse(native("python", code), (_, controls) => controls.signal(name));
    expect(outcome).toMatchObject({ status, exitCode, signal });
  });

  test("[controls.signal] a program may handle it and go on", async () => {
    const code = "trap 'echo got it' USR1; echo ready; while ! read -t 0.1 line; do :; done; echo $line";
    const { stdout, outcome } = await converse(native("bash", code), async (said, controls) => {
      if (said === "ready\n") await controls.signal("SIGUSR1");
      if (said === "ready\ngot it\n") await controls.write("bye\n");
    });
    expect([stdout, outcome.status]).toEqual(["ready\ngot it\nbye\n", "succeeded"]);
  });

  test("[controls.signal] it reaches what the program started, and not the sandbox's own processes", async () => {
    const code =
      "(trap 'echo child; exit' TERM; echo ready; sleep 30 & wait) & trap 'wait; echo parent; exit 3' TERM; wait";
    const { stdout, outcome } = await converse(native("bash", code), (said, controls) =>
      said === "ready\n" ? controls.signal("SIGTERM") : undefined,
    );
    expect([stdout, outcome.exitCode]).toEqual(["ready\nchild\nparent\n", 3]);
  });

  test("[controls.signal] a stopped program still meets its time limit", async () => {
    const request = { ...native("python", "print('ready')\nwhile True: pass"), limits: { timeoutMs: 500 } };
    const { outcome } = await converse(request, (_, controls) => controls.signal("SIGSTOP"));
    expect(outcome.status).toBe("timed_out");
  });

  test("[controls.signal] one that comes before the program has started waits for it", async () => {
    using controls = new ProgramControls();
    const early = controls.signal("SIGKILL");
    const events = box.stream(native("python", "import time; time.sleep(30)"), { controls });
    let outcome: unknown;
    for await (const event of events) if (event.type === "ended") outcome = event.outcome;
    await early;
    expect(outcome).toMatchObject({ status: "killed", signal: "SIGKILL" });
  });

  test("what comes after its end is dropped", async () => {
    using controls = new ProgramControls();
    for await (const _ of box.stream(native("python", "print(1)"), { controls }));
    await controls.write("late");
    await controls.signal("SIGKILL");
    expect((await box.execute(native("python", "print(2)"))).stdout).toBe("2\n");
  });
});

describe("a program that runs on the portable engine", () => {
  test("[controls.portable] cannot be written to, and the error says so", async () => {
    const request = { ...portable("import time\nprint(input())\ntime.sleep(0.2)"), stdin: "given\n" };
    const { stdout } = await converse(request, async (_, controls) => {
      await expect(controls.write("more")).rejects.toMatchObject({ code: "invalid_request", field: "stdin" });
      await expect(controls.signal("SIGUSR1")).rejects.toMatchObject({ code: "invalid_request", field: "signal" });
      await controls.end();
    });
    expect(stdout).toBe("given\n");
  });

  test("[controls.portable] SIGINT interrupts Python, which may go on; the second one ends it", async () => {
    const code = `
for turn in range(2):
    try:
        print(f"ready {turn}")
        while True: pass
    except KeyboardInterrupt:
        print("interrupted")`;
    const { stdout, outcome } = await converse(portable(code), (said, controls) =>
      /ready \d\n$/.test(said) ? controls.signal("SIGINT") : undefined,
    );
    expect([stdout, outcome.status, outcome.signal]).toEqual(["ready 0\ninterrupted\nready 1\n", "killed", "SIGINT"]);
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"])("[controls.portable] %s ends JavaScript", async (name) => {
    const code = 'console.log("ready"); setInterval(() => undefined, 1000)';
    const { outcome } = await converse(portable(code, "javascript"), (_, controls) => controls.signal(name));
    expect([outcome.status, outcome.signal]).toEqual(["killed", name]);
  });
});
