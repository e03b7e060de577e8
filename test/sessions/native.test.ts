import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EndedExecution, Glovebox, type OpenSession } from "../../packages/core/src/glovebox.ts";
import { descendants, ownMemory } from "../hosts/machine.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

async function session(more: object = {}): Promise<OpenSession> {
  return await box.sessions.create({ language: "python", environment: "base", engine: "native", ...more });
}

/** Bytes that the interpreter has written to: of all processes below this one, it holds the most. */
function heldByInterpreter(): number {
  return Math.max(...descendants(process.pid).map(ownMemory));
}

function shown({ results }: EndedExecution): unknown[] {
  return results.map(({ mime }) => mime["text/plain"]);
}

test("[sessions.state] a session keeps its variables from cell to cell", async () => {
  await using python = await session();
  expect((await python.execute({ code: "x = 40\nprint('set')" })).stdout).toBe("set\n");
  expect(shown(await python.execute({ code: "x + 2" }))).toEqual(["42"]);
  expect(python.info).toMatchObject({ state: "idle", executions: 2, language: "python", engine: "native" });
});

test("[files.references] files of a session and of its cells may be those that were put", async () => {
  const [first, second] = [await box.files.put(Buffer.from("first")), await box.files.put(Buffer.from("second"))];
  await using python = await session({ files: { "a.txt": { id: first.id } } });
  const code = "open('a.txt').read(), open('sub/b.txt').read()";
  expect(shown(await python.execute({ code, files: { "sub/b.txt": { id: second.id } } }))).toEqual([
    "('first', 'second')",
  ]);
  const stale = { code: "1", files: { a: { id: "nothing" } } };
  await expect(python.execute(stale)).rejects.toMatchObject({ code: "invalid_request", field: "files.a.id" });
  await expect(python.stream(stale).next()).rejects.toMatchObject({ code: "invalid_request", field: "files.a.id" });
  expect(shown(await python.execute({ code: "1" }))).toEqual(["1"]);
});

test("[sessions.state] files that a session begins with are no cell: its first cell is called the first", async () => {
  await using python = await session({ files: { "a.txt": "there" } });
  const { stdout, outcome } = await python.execute({ code: "print(open('a.txt').read())\n1 / 0" });
  expect(stdout).toBe("there\n");
  expect(outcome.error?.traceback).toContain('File "<cell 1>", line 2');
});

test("[sessions.state] what threads of earlier cells print while a cell begins comes after its beginning", async () => {
  await using python = await session();
  const prints = "import threading, time\ndef tick():\n  while True: print('tick', flush=True); time.sleep(0.0001)\n";
  await python.execute({ code: `${prints}threading.Thread(target=tick, daemon=True).start()` });
  for (let cell = 0; cell < 50; cell++) {
    const types: string[] = [];
    for await (const { type } of python.stream({ code: "1" })) types.push(type);
    expect([types.indexOf("started"), types.at(-1)]).toEqual([0, "ended"]);
  }
});

describe("[sessions.checkpoint] after a crash the session goes on with the variables of before the cell", () => {
  const crashes: readonly [name: string, code: string, status: string][] = [
    ["a segmentation fault", "import ctypes; kept = 'lost'; ctypes.string_at(0)", "killed"],
    ["os._exit", "kept = 'lost'; import os; os._exit(3)", "failed"],
    ["os._exit(0)", "kept = 'lost'; import os; os._exit(0)", "failed"],
    ["running out of memory", "kept = 'lost'; hoard = []\nwhile True: hoard.append(bytearray(10**7))", "out_of_memory"],
    [
      "a stack overflow in C",
      "import sys; kept = 'lost'; sys.setrecursionlimit(10**9)\na, b = [], []\nfor _ in range(10**6): a, b = [a], [b]\na == b",
      "killed",
    ],
    [
      "a time-out that ignores the interrupt",
      "kept = 'lost'; import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
      "timed_out",
    ],
    ["closing every descriptor", "kept = 'lost'; import os; os.closerange(0, 1000)", "failed"],
  ];
  test.for(crashes)("%s", async ([, code, status]) => {
    await using python = await session({ limits: { memoryBytes: 256 * 1024 * 1024 } });
    await python.execute({ code: "kept = 'here'; n = 0" });
    const crashed = await python.execute({ code: `n += 1\n${code}`, limits: { timeoutMs: 5_000 } });
    expect(crashed.outcome).toMatchObject({ status, recovered: "checkpoint" });
    // The cell was not run a second time either.
    expect(shown(await python.execute({ code: "kept, n" }))).toEqual(["('here', 0)"]);
  });
});

test.runIf(process.arch === "x64")(
  "[sessions.idle-memory] a session that nobody uses gives memory back, and goes on from its checkpoint after a crash",
  async () => {
    await using python = await session();
    const code =
      "kept = {str(n): [n] * 3 for n in range(20_000)}\nimport json, decimal, email.message; json.dumps(kept)";
    await python.execute({ code });
    const before = heldByInterpreter();
    await expect.poll(heldByInterpreter, { timeout: 40_000, interval: 100 }).toBeLessThan(before - 256 * 1024);
    expect(shown(await python.execute({ code: "len(kept), kept['7']" }))).toEqual(["(20000, [7, 7, 7])"]);
    const awake = heldByInterpreter();
    await expect.poll(heldByInterpreter, { timeout: 40_000, interval: 100 }).toBeLessThan(awake - 256 * 1024);
    const { outcome } = await python.execute({ code: "kept = 'lost'; import ctypes; ctypes.string_at(0)" });
    expect(outcome.recovered).toBe("checkpoint");
    expect(shown(await python.execute({ code: "len(kept), kept['7']" }))).toEqual(["(20000, [7, 7, 7])"]);
    await python.restart();
    expect(shown(await python.execute({ code: "'kept' in globals()" }))).toEqual(["False"]);
  },
);

test("[sessions.interrupt] an interrupt comes first: a cell that heeds it keeps what it has done", async () => {
  await using python = await session();
  const stopped = await python.execute({ code: "x = 1\nwhile True: x += 1", limits: { timeoutMs: 300 } });
  expect(stopped.outcome).toMatchObject({ status: "timed_out", error: { name: "TimedOut" } });
  expect(stopped.outcome.recovered).toBeUndefined();
  expect(shown(await python.execute({ code: "x > 1" }))).toEqual(["True"]);
});

test("[sessions.untrusted] where other threads ran there is no checkpoint: the session starts clean and says why", async () => {
  await using python = await session();
  await python.execute({
    code: "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); x = 1",
  });
  const crashed = await python.execute({ code: "import os; os._exit(1)" });
  expect(crashed.outcome).toMatchObject({ recovered: "clean" });
  expect(crashed.outcome.notes?.join(" ")).toContain("other thread");
  expect((await python.execute({ code: "x" })).outcome).toMatchObject({
    status: "failed",
    error: { name: "NameError" },
  });
});

test("[sessions.untrusted] no cell runs without the first code: where that fails at the new start, each says so", async () => {
  await using python = await session({ initCode: "import os\nassert not os.path.exists('bad'), 'bad'\nbegun = 40" });
  const threads = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()";
  await python.execute({ code: `open('bad', 'w').close()\n${threads}` });
  expect((await python.execute({ code: "os._exit(3)" })).outcome).toMatchObject({ recovered: "clean" });
  for (let time = 0; time < 2; time++)
    await expect(python.execute({ code: "print('ran')" })).rejects.toMatchObject({ field: "initCode" });
  await python.files.remove("bad");
  expect(shown(await python.execute({ code: "begun + 2" }))).toEqual(["42"]);
});

test("[sessions.branch] a branch has the same variables and a life of its own, and shares the files", async () => {
  await using python = await session();
  await python.execute({ code: "x = [1]; open('shared.txt', 'w').write('both')" });
  const [one, two] = await python.branch(2);
  if (one === undefined || two === undefined) throw new Error("two were asked for");
  await one.execute({ code: "x.append(2)" });
  expect(shown(await one.execute({ code: "x" }))).toEqual(["[1, 2]"]);
  expect(shown(await two.execute({ code: "x, open('shared.txt').read()" }))).toEqual(["([1], 'both')"]);
  await python.close();
  // It outlives its parent.
  expect(shown(await two.execute({ code: "x" }))).toEqual(["[1]"]);
  await Promise.all([one.close(), two.close()]);
});

test("[sessions.branch] two branches draw different random numbers", async () => {
  await using python = await session();
  await python.execute({ code: "import random, ssl; random.seed(1)" });
  const branches = await python.branch(3);
  const draw = { code: "random.random(), ssl.RAND_bytes(8), __import__('os').urandom(8)" };
  const drawn = await Promise.all([python, ...branches].map(async (each) => shown(await each.execute(draw))[0]));
  expect(new Set(drawn).size).toBe(4);
  await Promise.all(branches.map((each) => each.close()));
});

test("[sessions.results] a figure is SVG too where the cell asks for it, in a session and in one execution", async () => {
  const code = "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()";
  await using python = await session({ environment: "data" });
  const once = await box.execute({ language: "python", environment: "data", code, svg: true });
  for (const { results } of [await python.execute({ code, svg: true }), once]) {
    expect(results[0]?.mime["image/svg+xml"]).toContain("<svg");
    expect(results[0]?.chart).toMatchObject({
      type: "line",
      elements: [
        {
          points: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
    });
  }
  const [plain] = (await python.execute({ code })).results;
  expect(Object.keys(plain?.mime ?? {})).toEqual(["text/plain", "image/png"]);
}, 300_000);
