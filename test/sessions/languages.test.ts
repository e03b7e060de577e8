import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EndedExecution, Glovebox, type OpenSession } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

async function session(language: string, more: object = {}): Promise<OpenSession> {
  return await box.sessions.create({ language, environment: "base", engine: "native", ...more });
}

function shown({ results }: EndedExecution): unknown[] {
  return results.map(({ mime }) => mime["text/plain"]);
}

/** Runs cells one after another, and answers the last. */
async function last(open: OpenSession, ...cells: readonly string[]): Promise<EndedExecution> {
  const ended = [];
  for (const code of cells) ended.push(await open.execute({ code, limits: { timeoutMs: 10_000 } }));
  const end = ended.at(-1);
  if (end === undefined) throw new Error("no cell was given");
  return end;
}

describe.for(["javascript", "typescript"])("%s", (language) => {
  test("[sessions.javascript] what cells declare lasts, and may be declared anew", async () => {
    await using open = await session(language);
    await last(open, "const x = 1; let y = 2; var z = 3; class A { a = 4 }; function f() { return x + y + z }");
    expect(shown(await last(open, "f() + new A().a"))).toEqual(["10"]);
    expect(shown(await last(open, "const x = 10; class A { a = 0 }", "[f(), new A().a]"))).toEqual(["[ 15, 0 ]"]);
    expect(shown(await last(open, "function f() { return 'new' }", "f()"))).toEqual(["'new'"]);
  });

  test("cells await, and import modules, and what they declare then lasts as well", async () => {
    await using open = await session(language);
    await last(
      open,
      "import fs, { readFileSync as read } from 'fs'\nimport * as path from 'node:path'\nconst one = await 1",
    );
    await last(open, "const { join } = await import('path'); function f() { return join('a', 'b') }; var two = 2");
    const ended = await last(open, "[fs.readFileSync === read, path.sep, one, f(), two, typeof require('os').EOL]");
    expect(shown(ended)).toEqual(["[ true, '/', 1, 'a/b', 2, 'string' ]"]);
    const wrong = await last(open, "import { nothing } from 'fs'");
    if (language === "javascript") expect(wrong.outcome.error?.message).toContain("an export named 'nothing'");
  });

  test("the value at the end is shown, with its data where those say all of it", async () => {
    await using open = await session(language);
    const ended = await last(open, "display({ 'text/html': '<b>x</b>' }); ({ a: [1, 'two', null] })");
    expect(ended.results).toEqual([
      { main: false, mime: { "text/html": "<b>x</b>" } },
      { main: true, mime: { "text/plain": "{ a: [ 1, 'two', null ] }", "application/json": { a: [1, "two", null] } } },
    ]);
    expect(shown(await last(open, "new Map([[1, 2]])"))).toEqual(["Map(1) { 1 => 2 }"]);
    expect(shown(await last(open, "(async () => 'awaited')()"))).toEqual(["'awaited'"]);
    expect((await last(open, "undefined")).results).toEqual([]);
    const hostile = await last(open, "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no') } })");
    expect(hostile.outcome).toMatchObject({ status: "succeeded", notes: [expect.stringContaining("cannot be shown")] });
  });

  test("more than a pipe holds is printed whole, and so is what comes after it", async () => {
    await using open = await session(language);
    expect((await last(open, "console.log('x'.repeat(500_000))")).stdout.length).toBe(500_001);
    expect((await last(open, "console.log('after')")).stdout).toBe("after\n");
  });

  test("an error names the line of its cell, also in a function of an earlier one", async () => {
    await using open = await session(language);
    await last(open, "function f() {\n  return nope.x\n}\nasync function g() {\n  await f()\n}");
    const ended = await last(open, "console.log('before')\n\nf()");
    expect(ended).toMatchObject({ stdout: "before\n", outcome: { status: "failed", exitCode: 1 } });
    expect(ended.outcome.error).toMatchObject({ name: "ReferenceError", message: "nope is not defined" });
    expect(ended.outcome.error?.traceback?.split("\n")).toEqual([
      ...["<cell 1>:2", "  return nope.x", "", "ReferenceError: nope is not defined"],
      ...["    at f (<cell 1>:2)", "    at <cell 2>:3"],
    ]);
    const failed = await last(open, "\nawait require('fs/promises').readFile('/none')");
    expect(failed.outcome.error?.traceback).toContain("at async <cell 3>:2");
    const wrong = await last(open, "1\nlet = = 2");
    expect(wrong.outcome.error).toMatchObject({
      name: "SyntaxError",
      traceback: expect.stringContaining("<cell 4>:2\n"),
    });
  });

  test("errors that nobody handles are told, and end nothing", async () => {
    await using open = await session(language);
    const ended = await last(
      open,
      "setTimeout(() => { throw new Error('stray') }); Promise.reject(new Error('refused')); await new Promise((go) => setTimeout(go, 100)); 'on'",
    );
    expect(ended.stderr).toContain("Error: stray");
    expect(ended.stderr).toContain("Error: refused");
    expect(shown(ended)).toEqual(["'on'"]);
  });

  test("process.exit ends the cell, with its exit code, and not the session", async () => {
    await using open = await session(language);
    const ended = await last(open, "var x = 1", "x = 2; process.exit(3); x = 3");
    expect(ended.outcome).toMatchObject({ status: "failed", exitCode: 3, error: { name: "ProcessExit" } });
    const well = await last(open, "setTimeout(() => process.exit(), 10); await new Promise(() => {})");
    expect(well.outcome).toMatchObject({ status: "succeeded", notes: [expect.stringContaining("ended this cell")] });
    expect(shown(await last(open, "x"))).toEqual(["2"]);
  });

  describe("a cell that runs for ever is interrupted, and the variables stay", () => {
    const loops: readonly [name: string, code: string][] = [
      ["in a loop", "n++; while (true) {}"],
      ["in a loop after an await", "await null; n++; while (true) {}"],
      ["where it awaits what never comes", "n++; await new Promise(() => {})"],
      [
        "in a function that goes on and on",
        "async function f() { for (;;) await new Promise((go) => setTimeout(go, 5)) }\nn++; f()",
      ],
    ];
    test.for(loops)("%s", async ([, code]) => {
      await using open = await session(language);
      await last(open, "var n: 1".replace(": ", " = "));
      const ended = await open.execute({ code, limits: { timeoutMs: 500 } });
      expect(ended.outcome).toMatchObject({ status: "timed_out", error: { name: "TimedOut" } });
      expect(ended.outcome.recovered).toBeUndefined();
      expect(shown(await last(open, "n"))).toEqual(["2"]);
    });
  });

  test("each cell has its own input and variables", async () => {
    await using open = await session(language);
    const code = "[require('fs').readFileSync(0, 'utf8'), process.env.MINE]";
    expect(shown(await open.execute({ code, stdin: "one", env: { MINE: "a" } }))).toEqual(["[ 'one', 'a' ]"]);
    expect(shown(await open.execute({ code: "process.env.MINE", stdin: "unread" }))).toEqual([]);
    expect(shown(await open.execute({ code, stdin: "three" }))).toEqual(["[ 'three', undefined ]"]);
    const streamed = "let all = ''; for await (const piece of process.stdin) all += piece; all";
    expect(shown(await open.execute({ code: streamed, stdin: "by and by" }))).toEqual(["'by and by'"]);
    expect(shown(await open.execute({ code }))).toEqual(["[ '', undefined ]"]);
  });

  test("variables come back as JSON, and are listed", async () => {
    await using open = await session(language);
    const code =
      "var a = { n: [1, NaN, 10n, 2n ** 70n], at: new Date(0), set: new Set([1]), m: new Map([['k', undefined]]), b: Buffer.from('x') }; var c = []; c.push(c)";
    const ended = await open.execute({ code, returnVariables: ["a", "c", "none"] });
    expect(ended.variables).toEqual({
      a: {
        ...{ n: [1, "NaN", 10, "1180591620717411303424"], at: "1970-01-01T00:00:00.000Z", set: [1], m: { k: null } },
        b: { type: "bytes", base64: "eA==" },
      },
      c: [{ type: "Array", repr: "<ref *1> [ [Circular *1] ]" }],
    });
    expect(ended.outcome.notes).toEqual(["there is no variable named 'none' to return"]);
    await last(
      open,
      "var trap = {}; Object.defineProperty(trap, 'x', { enumerable: true, get() { process.abort() } }); class K {}",
    );
    expect(await open.variables()).toEqual([
      { name: "K", type: "function", preview: "class K" },
      expect.objectContaining({ name: "a", type: "Object", size: 5 }),
      { name: "c", type: "Array", size: 1, preview: "[[[[…]]]]" },
      { name: "trap", type: "Object", size: 1, preview: "{}" },
    ]);
  });

  test("after a crash the session begins anew, and says so", async () => {
    await using open = await session(language);
    const crashed = await last(open, "var x = 1", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})");
    expect(crashed.outcome).toMatchObject({ status: "killed", recovered: "clean" });
    expect((await last(open, "x")).outcome.error).toMatchObject({ name: "ReferenceError" });
  });

  describe("what a cell does to its own interpreter harms nobody else", () => {
    const bad: readonly [name: string, code: string][] = [
      ["replaces console.log and JSON", "console.log = JSON.stringify = process.stdout.write = null"],
      [
        "replaces what everything is made of",
        "Object.keys = Array.prototype.map = Promise.prototype.then = Map.prototype.set = null",
      ],
      ["closes every descriptor", "for (let fd = 0; fd < 100; fd++) try { require('fs').closeSync(fd) } catch {}"],
      [
        "leaves a daemon behind",
        "require('child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref()",
      ],
      ["takes the listeners away", "process.removeAllListeners(); setTimeout(() => { throw 1 })"],
      ["writes into the reports", "require('fs').writeSync(4, 'garbage that is no frame at all')"],
    ];
    test.for(bad)("%s", async ([, code]) => {
      await using open = await session(language);
      await last(open, code, "1");
      expect(shown(await last(open, "40 + 2"))).toEqual(["42"]);
    });
  });
});

test("TypeScript's types are taken away, and enums and parameter properties are there", async () => {
  await using open = await session("typescript");
  await last(
    open,
    "interface P { a: number }\nenum Color { Red, Green = 5 }\nclass Q<T> { constructor(private readonly z: T) {} get(): T { return this.z } }\nimport { type Stats, EOL } from 'os'",
  );
  const ended = await last(
    open,
    "const p: P = { a: await 1 };\n(Color.Green + p.a + new Q<number>(3).get()) as number",
  );
  expect(shown(ended)).toEqual(["9"]);
});

describe("bash", () => {
  test("[sessions.bash] variables, functions, the folder and options last, and the exit code of a cell is its last command's", async () => {
    await using open = await session("bash");
    await last(open, "x=1; f() { echo \"f $x $1\"; }; list=(1 'a b'); cd /tmp; shopt -s extglob; exec 3>kept");
    expect((await last(open, `f y; pwd; shopt -q extglob && echo on; echo "\${list[1]}"; echo x >&3`)).stdout).toBe(
      "f 1 y\n/tmp\non\na b\n",
    );
    expect((await last(open, "false")).outcome).toMatchObject({ status: "failed", exitCode: 1 });
    const wrong = await last(open, "echo one\nnosuchcommand");
    expect(wrong).toMatchObject({ stdout: "one\n", outcome: { status: "failed", exitCode: 127 } });
    expect(wrong.stderr).toContain("<cell 4>: line 2: nosuchcommand: command not found");
  });

  describe("what ends a shell ends the cell, and the state stays", () => {
    const exits: readonly [name: string, code: string, exitCode: number][] = [
      ["exit in a function", "leave() { local here=1; exit 3; }; leave", 3],
      ["a failure under set -e", "set -e\nfalse\necho not", 1],
      ["an unknown variable under set -u", "set -u; echo $nothing", 1],
      ["twice", "trap 'echo usr' USR1; (exit 9); exit 7", 7],
    ];
    test.for(exits)("%s", async ([, code, exitCode]) => {
      await using open = await session("bash");
      await last(open, "x='a  b'; declare -A map=([k]=v); readonly r=1; f() { echo f; }; alias ll='ls -l'; cd /tmp");
      const ended = await last(open, code);
      expect(ended).toMatchObject({ stdout: "", outcome: { status: "failed", exitCode } });
      expect(ended.outcome.recovered).toBeUndefined();
      await last(open, "set +eu; exit");
      const state = await last(open, `set +eu; echo "$x \${map[k]} $r $PWD"; f; alias ll`);
      expect(state.stdout).toBe("a  b v 1 /tmp\nf\nalias ll='ls -l'\n");
    });
  });

  describe("an interrupt stops what runs, and the state stays", () => {
    const loops: readonly [name: string, code: string][] = [
      ["a command", "n=2; sleep 100"],
      ["a loop of commands", "n=2; while true; do sleep 0.1; done"],
      ["a loop in a function", "n=2; f() { while :; do :; done; }; f"],
    ];
    test.for(loops)("%s", async ([, code]) => {
      await using open = await session("bash");
      await last(open, "n=1", "exit");
      const ended = await open.execute({ code, limits: { timeoutMs: 500 } });
      expect(ended.outcome).toMatchObject({ status: "timed_out", error: { name: "TimedOut" } });
      expect(ended.outcome.recovered).toBeUndefined();
      expect((await last(open, "echo $n")).stdout).toBe("2\n");
    });
  });

  test("each cell has its own input and variables", async () => {
    await using open = await session("bash");
    const code = 'read -r line; echo "$line|$MINE"';
    expect((await open.execute({ code, stdin: "one\ntwo", env: { MINE: "a b" } })).stdout).toBe("one|a b\n");
    expect((await open.execute({ code })).stdout).toBe("|\n");
    expect((await open.execute({ code: "cat; exit", stdin: "all", env: { MINE: "x" } })).stdout).toBe("all");
    expect((await open.execute({ code: `echo \${MINE-none}` })).stdout).toBe("none\n");
  });

  test("what jobs in the background say belongs to the session", async () => {
    await using open = await session("bash");
    await last(open, "(sleep 0.3; echo later) & echo at once");
    expect((await last(open, "sleep 1; echo then")).stdout).toBe("later\nthen\n");
  });

  test("set -x traces the cell's own commands", async () => {
    await using open = await session("bash");
    const ended = await last(open, "set -x", "echo hi");
    expect(ended.stderr.split("\n").filter((line) => line.includes("glovebox"))).toEqual([]);
    expect(ended.stderr).toContain("+ echo hi\n");
  });

  test("its variables are listed", async () => {
    await using open = await session("bash");
    await last(open, "x='é \"q\"'; list=(1 2); declare -A map=([k]=v); declare -i n=5; f() { :; }", "exit");
    expect(await open.variables()).toEqual([
      { name: "list", type: "array", size: 2, preview: '([0]="1" [1]="2")' },
      { name: "map", type: "associative array", size: 1, preview: '([k]="v" )' },
      { name: "n", type: "integer", preview: '"5"' },
      { name: "x", type: "string", preview: '"é \\"q\\""' },
      { name: "f", type: "function", preview: "f()" },
    ]);
  });

  describe("what a cell does to its own shell harms nobody else", () => {
    const bad: readonly [name: string, code: string][] = [
      ["is another program from now on", "exec true"],
      ["ends itself", "kill -9 $$"],
      ["closes every descriptor", 'for ((fd = 0; fd < 30; fd++)); do eval "exec $fd>&-"; done'],
      ["replaces what everything is made of", "builtin() { :; }; printf() { :; }; read() { :; }; trap - EXIT; IFS=x"],
      ["leaves a daemon behind", "setsid sleep 1000 & disown"],
    ];
    test.for(bad)("%s", async ([, code]) => {
      await using open = await session("bash");
      await last(open, code);
      // What is damaged may cost one more cell, and no more.
      await open.execute({ code: "true", limits: { timeoutMs: 500 } });
      expect((await last(open, "echo on")).stdout).toBe("on\n");
    });
  });

  test("values of its variables cannot come back as JSON", async () => {
    await using open = await session("bash");
    await expect(open.execute({ code: "x=1", returnVariables: ["x"] })).rejects.toMatchObject({
      field: "returnVariables",
    });
  });
});
