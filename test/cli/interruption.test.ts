import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";

const FOREVER = "import time\nprint('started', flush=True)\nwhile True: time.sleep(1)";

async function untilItSays(child: ChildProcess, text: string): Promise<void> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes(text)) return;
  }
  throw new Error(`it ended without a word: ${said}`);
}

/** Like `for await`, but without closing the pipe afterwards. */
function firstOutput(child: ChildProcess): Promise<string> {
  return once(child.stdout ?? child, "data").then(([chunk]) => String(chunk));
}

test("output appears while the program runs", async () => {
  using place = new Place();
  const code = "import time; print('first', flush=True); time.sleep(1); print('last')";
  const child = place.start([process.execPath, COMMAND, "run", "-c", code]);
  const ended = ending(child);
  expect(await firstOutput(child)).toBe("first\n");
  const seen = performance.now();
  expect((await ended).stdout).toBe("first\nlast\n");
  expect(performance.now() - seen).toBeGreaterThan(800);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s stops the program, ends with 130 and leaves nothing",
  async (signal) => {
    using place = new Place();
    const child = place.start([process.execPath, COMMAND, "run", "-c", FOREVER]);
    const ended = ending(child);
    await firstOutput(child);
    child.kill(signal);
    expect(await ended).toEqual({ code: 130, stdout: "started\n", stderr: "" });
    expect(place.leftOvers()).toEqual([]);
  },
);

test("Ctrl-C while a program ignores it stops it all the same", async () => {
  using place = new Place();
  const code = `import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n${FOREVER}`;
  const child = place.start([process.execPath, COMMAND, "run", "-c", code]);
  const ended = ending(child);
  await firstOutput(child);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  expect(place.leftOvers()).toEqual([]);
});

test("artifacts of a program that was stopped are saved", async () => {
  using place = new Place();
  const child = place.start([process.execPath, COMMAND, "run", "-c", `open('a', 'w').write('x')\n${FOREVER}`]);
  const ended = ending(child);
  await firstOutput(child);
  child.kill("SIGINT");
  expect((await ended).stderr).toBe("glovebox: saved glovebox-out/a\n");
});

test("a reader that has seen enough ends the program, without a stack", async () => {
  using place = new Place();
  const pipe = '"$0" "$1" run -c "while True: print(1, flush=True)" | head -1; echo $PIPESTATUS';
  const { stdout, stderr } = await ending(place.start(["bash", "-c", pipe, process.execPath, COMMAND]));
  expect({ stdout, stderr }).toEqual({ stdout: "1\n141\n", stderr: "" });
  expect(place.leftOvers()).toEqual([]);
});

test("--json and --help into a closed pipe say nothing more", async () => {
  using place = new Place();
  for (const args of ["run --json -c 'print(1)'", "--help", "env list"]) {
    const { stderr } = await ending(place.start(["bash", "-c", `"$0" "$1" ${args} | true`, process.execPath, COMMAND]));
    expect(stderr).toBe("");
  }
  expect(place.leftOvers()).toEqual([]);
});

test("a command that is killed leaves no process, and the next one clears its folders", async () => {
  using place = new Place();
  const child = place.start([process.execPath, COMMAND, "run", "-c", FOREVER]);
  await untilItSays(child, "started");
  child.kill("SIGKILL");
  await vi.waitUntil(() => place.processes().length === 0, { timeout: 10_000 });
  expect((await place.glovebox(["run", "-c", "print(1)"])).stdout).toBe("1\n");
  expect(place.leftOvers()).toEqual([]);
});

test("a sandbox that is killed from outside is our failure: 125, and nothing is left", async () => {
  using place = new Place();
  const child = place.start([process.execPath, COMMAND, "run", "-c", FOREVER]);
  const ended = ending(child);
  await firstOutput(child);
  for (const { pid } of place.processes()) process.kill(pid, "SIGKILL");
  const { code, stderr } = await ended;
  expect(code).toBe(125);
  expect(stderr).toMatch(/^glovebox: crashed: /);
  expect(place.leftOvers()).toEqual([]);
});
