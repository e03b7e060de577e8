import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RequestInput } from "../../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../../hosts/host.ts";
import { asOrdinaryUser } from "../../hosts/modes.ts";

const MiB = 1024 * 1024;
/** Beyond a limit on time: what a busy machine may add. */
const SLACK_MS = 2_500;
const FROM_PYTHON = "from pyodide.ffi import to_js\nrun = to_js([]).constructor.constructor\n";

type Case = readonly [name: string, language: string, code: string];

const MEMORY: readonly Case[] = [
  ["objects of Python", "python", "kept = []\nwhile True: kept.append('x' * 1_000_000 + str(len(kept)))"],
  ["files of Python", "python", "n = 0\nwhile True:\n  open(f'/tmp/{n}', 'wb').write(bytes(4 << 20)); n += 1"],
  ["buffers under Python", "python", `${FROM_PYTHON}run("const k = []; for (;;) k.push(new Uint8Array(8 << 20).fill(1))")()`],
  ["threads under Python", "python", `${FROM_PYTHON}run("const u = URL.createObjectURL(new Blob(['const k = []; for (;;) k.push(new Uint8Array(8 << 20).fill(1))'])); for (let n = 0; n < 4; n++) new Worker(u, { type: 'module' })")()\nimport time\ntime.sleep(20)`],
  ["objects", "javascript", "const k = []; for (;;) k.push({ a: [k.length] })"],
  ["strings", "javascript", "const k = []; for (;;) k.push(Buffer.from('x'.repeat(1 << 20) + k.length).toString())"],
  ["buffers", "javascript", "const k = []; for (;;) k.push(Buffer.alloc(8 << 20, 1))"],
  ["memories of WebAssembly", "javascript", "const k = []; for (;;) { const m = new WebAssembly.Memory({ initial: 128 }); new Uint8Array(m.buffer).fill(1); k.push(m); }"],
  ["files", "javascript", "const fs = require('fs'); for (let n = 0; ; n++) fs.writeFileSync('/tmp/' + n, Buffer.alloc(4 << 20, 1))"],
  ["timers", "javascript", "for (;;) setTimeout(() => undefined, 1e8)"],
  ["promises", "javascript", "const k = []; (function more() { k.push(new Array(1000).fill(k.length)); Promise.resolve().then(more); })()"],
]; // biome-ignore format: a table

const TIME: readonly Case[] = [
  ["a loop", "python", "while True: pass"],
  ["a loop that catches all", "python", "while True:\n  try:\n    while True: pass\n  except BaseException: pass"],
  ["one long computation", "python", "10 ** 10 ** 8"],
  ["a pattern that backtracks", "python", "import re\nre.match('(a+)+$', 'a' * 60 + 'b')"],
  ["a sleep", "python", "import time\ntime.sleep(1000)"],
  ["an event loop", "python", "import asyncio\nasyncio.run(asyncio.sleep(1000))"],
  ["a wait under Python", "python", `${FROM_PYTHON}run("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")()`],
  ["a loop", "javascript", "for (;;);"],
  ["promises", "javascript", "(function again() { Promise.resolve().then(again); })()"],
  ["a pattern that backtracks", "javascript", "/(a+)+$/.exec('a'.repeat(60) + 'b')"],
  ["a wait", "javascript", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["a timer", "javascript", "setInterval(() => undefined, 10)"],
  ["signals caught", "javascript", "for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) Deno.addSignalListener(s, () => {}); for (;;);"],
]; // biome-ignore format: a table

/** Programs that end in their own odd way: with which status and exit code. */
const ENDINGS: readonly (readonly [name: string, language: string, code: string, ending: object])[] = [
  ["recursion", "python", "def f(): f()\nf()", { status: "failed", exitCode: 1 }],
  ["recursion through C", "python", "l = []\nfor _ in range(200_000): l = [l]\nprint(len(repr(l)))", {}],
  ["os._exit", "python", "import os\nos._exit(7)", { status: "failed", exitCode: 7 }],
  ["os.abort", "python", "import os\nos.abort()", { status: "killed", signal: "SIGABRT" }],
  ["a wild pointer", "python", "import ctypes\nctypes.cast(2**32 - 8, ctypes.POINTER(ctypes.c_char * 64))[0].raw", { status: "killed" }],
  ["sys.exit(300)", "python", "import sys\nsys.exit(300)", { status: "failed", exitCode: 44 }],
  ["sys.exit of a text", "python", "import sys\nsys.exit('bye')", { status: "failed", exitCode: 1 }],
  ["sys.exit(None)", "python", "import sys\nsys.exit(None)", { status: "succeeded", exitCode: 0 }],
  ["closed streams", "python", "import os\nfor n in 0, 1, 2: os.close(n)\nos._exit(5)", { status: "failed", exitCode: 5 }],
  ["a replaced stdout", "python", "import sys, builtins\nsys.stdout = sys.stderr = None\nbuiltins.print = None\nsys.exit(4)", { status: "failed", exitCode: 4 }],
  ["our module replaced", "python", "import sys\nfor n in list(sys.modules):\n  if n.startswith('glovebox'): sys.modules[n] = None", { status: "succeeded", exitCode: 0 }],
  ["recursion", "javascript", "(function f() { f(); })()", { status: "failed", exitCode: 1 }],
  ["process.exit", "javascript", "process.exit(7)", { status: "failed", exitCode: 7 }],
  ["process.abort", "javascript", "process.abort()", { status: "killed", signal: "SIGABRT" }],
  ["an odd exit code", "javascript", "process.exitCode = NaN", {}],
  ["prototypes replaced", "javascript", "Array.prototype.push = Array.prototype.shift = Uint8Array.prototype.subarray = Map.prototype.set = JSON.stringify = () => { throw 1; }", {}],
  ["streams replaced", "javascript", "process.stdout.write = console.log = Deno.stdout.writeSync = () => { throw 1; }; process.exit(3)", { status: "failed", exitCode: 3 }],
]; // biome-ignore format: a table

describe("limits of the portable engine", () => {
  let host: Host;
  beforeAll(async () => {
    const limits = { memoryBytes: 96 * MiB };
    host = await startHost({ mode: asOrdinaryUser, options: { engine: "portable", armed: 2, limits } });
  });
  afterAll(() => host[Symbol.asyncDispose]());
  afterEach(async () => {
    const { stdout, outcome } = await host.execute({ language: "javascript", code: "console.log(6 * 7)" });
    expect({ stdout, status: outcome.status }).toEqual({ stdout: "42\n", status: "succeeded" });
  });

  const run = (language: string, code: string, limits: RequestInput["limits"] = {}) =>
    host.execute({ language, code, limits });

  test.each(MEMORY)(
    "[limits.memory] too many %s (%s) end as out_of_memory, and the host goes on",
    async (_name, language, code) => {
      await host.longestStall();
      const { outcome } = await run(language, code, { timeoutMs: 20_000 });

      expect({ status: outcome.status, error: outcome.error?.name }, outcome.error?.message).toMatchObject({
        status: "out_of_memory",
      });
      expect(await host.longestStall()).toBeLessThan(500);
    },
  );

  test.each(TIME)(
    "[limits.time] %s (%s) ends at its time, and the processor's time is told",
    async (_name, language, code) => {
      const { outcome } = await run(language, code, { timeoutMs: 400 });

      expect(outcome).toMatchObject({ status: "timed_out", exitCode: null });
      expect(outcome.usage.wallMs).toBeLessThan(400 + SLACK_MS);
    },
  );

  test("[truth.usage] a program that was stopped has used processor time and memory", async () => {
    const code = "const kept = Buffer.alloc(80 << 20, 1); const until = Date.now() + 1e6; while (Date.now() < until);";
    const { outcome } = await run("javascript", code, { timeoutMs: 600 });

    expect(outcome.status).toBe("timed_out");
    expect(outcome.usage.cpuMs).toBeGreaterThan(0);
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(30 * MiB);
  });

  test.each([
    ["python", "while True: print('x' * 1000)"],
    ["javascript", "for (;;) console.log('x'.repeat(1000))"],
  ])("[limits.output] a flood of output of %s is cut", async (language, code) => {
    const { outcome, stdout } = await run(language, code, { outputBytes: 10_000 });

    expect({ status: outcome.status, length: stdout.length }).toEqual({ status: "output_limit", length: 10_000 });
  });

  test.each([
    ["python", "for n in range(3000): open(f'{n}.txt', 'w').write('x')"],
    ["javascript", "const fs = require('fs'); for (let n = 0; n < 3000; n++) fs.writeFileSync(n + '.txt', 'x')"],
  ])("[limits.artifacts] thousands of files of %s come out up to the bound", async (language, code) => {
    const { outcome, artifacts } = await run(language, code);

    expect(outcome.status).toBe("succeeded");
    expect(artifacts.length).toBeGreaterThan(500);
    expect(artifacts.length).toBeLessThanOrEqual(3_000);
    if (artifacts.length < 3_000) expect(outcome.notes?.join()).toContain("left out");
  });

  test("[limits.memory] one allocation that is too large is refused, and Python lives on", async () => {
    const code = "try: bytearray(900 << 20)\nexcept MemoryError: print('refused')\nbytearray(900 << 20)";
    const { outcome, stdout } = await run("python", code);

    expect({ stdout, name: outcome.error?.name }).toEqual({ stdout: "refused\n", name: "MemoryError" });
    expect(["failed", "out_of_memory"]).toContain(outcome.status);
  });

  test.each([
    [
      "python",
      "open('big', 'wb').write(bytes(4 << 20))\ntry: open('big', 'ab').write(bytes(4 << 20))\nexcept OSError as e: print(e.errno)",
    ],
  ])("[limits.file-size] a file of %s cannot outgrow its limit", async (language, code) => {
    const { outcome, stdout, artifacts } = await run(language, code, { fileBytes: 4 * MiB });

    expect({ status: outcome.status, stdout }).toEqual({ status: "succeeded", stdout: "22\n" });
    expect(artifacts).toMatchObject([{ name: "big", size: 4 * MiB }]);
  });

  test("[portable.disk] temporary files of a database do not grow on the host's disk", async () => {
    const code = `
const { DatabaseSync } = require("node:sqlite");
const data = new DatabaseSync(":memory:");
data.exec("pragma temp_store = file; pragma cache_size = 10; create temp table t (x)");
data.exec("with recursive c (i) as (select 1 union all select i + 1 from c where i < 20000) insert into t select randomblob(1000) from c");`;
    const { outcome } = await run("javascript", code);

    expect(outcome).toMatchObject({ status: "failed", error: { message: expect.stringMatching(/disk/) } });
  });

  test.each(["python", "javascript"])(
    "[survival.backpressure] a program of %s that reads nothing ends",
    async (language) => {
      const { outcome } = await host.execute({ language, code: "1", stdin: "x".repeat(4 * MiB) });

      expect(outcome.status).toBe("succeeded");
    },
  );

  test.each(ENDINGS)(
    "[truth.status] %s (%s) is an ending of the program's own",
    async (_name, language, code, ending) => {
      const { outcome } = await run(language, code, { timeoutMs: 8_000 });

      expect(["succeeded", "failed", "killed", "timed_out"]).toContain(outcome.status);
      expect(outcome).toMatchObject(ending);
    },
  );
});
