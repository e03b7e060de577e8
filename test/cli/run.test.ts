import { chmodSync, statSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Place } from "./command.fixture.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

const LISTING = "import os\nfor f, _, names in os.walk('.'):\n for n in names: print(os.path.join(f, n)[2:])";

test("a line of Python runs, and nothing but its output is said", async () => {
  expect(await place.glovebox(["run", "-c", "print(6 * 7)"])).toEqual({ code: 0, stdout: "42\n", stderr: "" });
});

test.each([
  ["a.py", "import sys; print(sys.version_info.major)", "3\n"],
  ["a.sh", "echo $BASH_VERSION | cut -c1", "5\n"],
  ["a.js", "console.log(typeof require)", "function\n"],
  ["a.mjs", "console.log(typeof require)", "undefined\n"],
  ["shebang", "#!/usr/bin/env node\nconsole.log(1)", "1\n"],
  ["shebang.txt", "#!/bin/bash\necho $((6*7))", "42\n"],
])("the language of %s is known by its ending or its first line", async (name, code, stdout) => {
  expect(await place.glovebox(["run", place.put(name, code)])).toEqual({ code: 0, stdout, stderr: "" });
});

test("--language decides for -c and for stdin, and takes a version", async () => {
  const bash = await place.glovebox(["run", "-c", "echo $((6*7))", "--language", "sh"]);
  expect(bash).toMatchObject({ code: 0, stdout: "42\n" });
  const node = await place.glovebox(["run", "-", "--language", "javascript@24"], {
    stdin: "console.log(process.versions.node.split('.')[0])",
  });
  expect(node).toMatchObject({ code: 0, stdout: "24\n" });
});

test("- reads the program from stdin; without another sign it is Python", async () => {
  expect(await place.glovebox(["run", "-"], { stdin: "print(6 * 7)" })).toMatchObject({ code: 0, stdout: "42\n" });
  const shebang = await place.glovebox(["run", "-"], { stdin: "#!/bin/bash\necho hello" });
  expect(shebang).toMatchObject({ code: 0, stdout: "hello\n" });
});

test("the files of the script's folder are there to read; hidden ones, links and the rest of the disk are not", async () => {
  place.put("work/a.py", LISTING);
  place.put("work/data/b.csv");
  place.put("work/.env", "SECRET=1");
  place.put("work/.git/config");
  place.put("outside");
  symlinkSync(join(place.folder, "outside"), join(place.folder, "work/link"));
  const { stdout, code } = await place.glovebox(["run", "work/a.py"]);
  expect(code).toBe(0);
  expect(stdout.trim().split("\n").sort()).toEqual(["a.py", "data/b.csv"]);
});

test("-c and - carry nothing", async () => {
  place.put("secret.txt");
  expect((await place.glovebox(["run", "-c", LISTING])).stdout).toBe("main.py\n");
  expect((await place.glovebox(["run", "-"], { stdin: LISTING })).stdout).toBe("main.py\n");
});

test("from a folder of more than 50 MB nothing is carried but the script, and a note says so", async () => {
  place.put("work/a.py", LISTING);
  truncateSync(place.put("work/big.bin"), 51 * 1024 * 1024);
  const { stdout, stderr, code } = await place.glovebox(["run", "work/a.py"]);
  expect({ stdout, code }).toEqual({ stdout: "a.py\n", code: 0 });
  expect(stderr).toMatch(/^glovebox: .*more than 50 MB.*--file\n$/);
});

test("--file lays files into the workspace, under their own or another name", async () => {
  place.put("a.txt", "A");
  place.put("b.txt", "B");
  const code = "print(open('a.txt').read() + open('in/c.txt').read())";
  const ended = await place.glovebox(["run", "-c", code, "--file", "a.txt", "--file", "b.txt:in/c.txt"]);
  expect(ended).toEqual({ code: 0, stdout: "AB\n", stderr: "" });
});

test("--file takes a file that is too large for a request, and for the usual limits of files", async () => {
  truncateSync(place.put("big.bin"), 300 * 1024 * 1024);
  const code = "import os; print(os.path.getsize('in/big.bin')); open('made', 'w').write('m')";
  const ended = await place.glovebox(["run", "-c", code, "--file", "big.bin:in/big.bin"]);
  expect(ended).toEqual({ code: 0, stdout: "314572800\n", stderr: "glovebox: saved glovebox-out/made\n" });
});

test("--env, --arg and --stdin reach the program as they are", async () => {
  const code = "import os, sys; print(os.environ['A'], os.environ['B'], sys.argv[1:], sys.stdin.read())";
  const args = ["run", "-c", code, "--env", "A=1=2", "--env", "B=", "--arg", "--force", "--arg", "a b", "--stdin"];
  const { stdout } = await place.glovebox(args, { stdin: "über\n" });
  expect(stdout).toBe("1=2  ['--force', 'a b'] über\n\n");
});

test("the host's variables do not reach the program, and without --stdin neither does its stdin", async () => {
  const code = "import os, sys; print('SECRET' in os.environ, repr(sys.stdin.read()))";
  const { stdout } = await place.glovebox(["run", "-c", code], { stdin: "private", env: { SECRET: "1" } });
  expect(stdout).toBe("False ''\n");
});

test("a stdin of 40 MB comes through whole", async () => {
  const code = "import sys; print(len(sys.stdin.buffer.read()))";
  const { stdout } = await place.glovebox(["run", "-c", code, "--stdin"], { stdin: Buffer.alloc(40e6, "a") });
  expect(stdout).toBe("40000000\n");
});

test("what the program leaves lands in glovebox-out, is named on stderr, and cannot be executed", async () => {
  const code = "import os; open('a.sh', 'w').write('x'); os.chmod('a.sh', 0o777); os.mkdir('d'); open('d/b', 'w')";
  const { stderr, stdout } = await place.glovebox(["run", "-c", code]);
  expect(stdout).toBe("");
  expect(stderr).toBe("glovebox: saved glovebox-out/a.sh\nglovebox: saved glovebox-out/d/b\n");
  expect(place.read("glovebox-out/a.sh")).toBe("x");
  expect(statSync(join(place.folder, "glovebox-out/a.sh")).mode & 0o111).toBe(0);
});

test("figures are saved as numbered files, other displays are printed in their place, the last value is not", async () => {
  const code = `
class Picture:
    def __init__(self, n): self.n = n
    def _repr_png_(self): return b"\\x89PNG%d" % self.n
print("before"); display({"a": 1}); print("after")
display(Picture(1)); h = display(Picture(2), display_id=True); h.update(Picture(3))
"the last value"`;
  const run = (...more: string[]) => place.glovebox(["run", "-c", code, ...more]);
  const plots = () =>
    [1, 2, 3].map((n) => place.has(`glovebox-out/plot-${n}.png`) && place.read(`glovebox-out/plot-${n}.png`).slice(-1));
  const stderr = "glovebox: saved glovebox-out/plot-1.png\nglovebox: saved glovebox-out/plot-2.png\n";
  expect(await run()).toEqual({ code: 0, stdout: "before\n{'a': 1}\nafter\n", stderr });
  expect(await run("--force")).toMatchObject({ stderr });
  expect(plots()).toEqual(["1", "3", false]);
  expect((await run()).stderr).toContain("saved glovebox-out/plot-3.png");
  const { results } = JSON.parse((await run("--json")).stdout);
  expect(results).toHaveLength(4);
  expect(place.has("glovebox-out/plot-5.png")).toBe(false);
});

test("--out says where; an existing file gets a number beside it, and with --force is replaced", async () => {
  const save = (text: string, ...more: string[]) =>
    place.glovebox(["run", "-c", `open('a.txt', 'w').write('${text}')`, "--out", "there", ...more]);
  expect((await save("one")).stderr).toBe("glovebox: saved there/a.txt\n");
  expect((await save("two")).stderr).toBe(
    "glovebox: saved there/a-2.txt (there/a.txt exists; --force overwrites it)\n",
  );
  expect([place.read("there/a.txt"), place.read("there/a-2.txt")]).toEqual(["one", "two"]);
  expect((await save("three", "--force")).stderr).toBe("glovebox: saved there/a.txt\n");
  expect([place.read("there/a.txt"), place.has("glovebox-out")]).toEqual(["three", false]);
});

test("hidden artifacts are refused by name, and a link in --out is not written through", async () => {
  place.put("victim", "precious");
  place.put("out/other");
  symlinkSync(join(place.folder, "victim"), join(place.folder, "out/a"));
  const code = "open('.bashrc', 'w').write('evil'); open('a', 'w').write('evil')";
  const { stderr } = await place.glovebox(["run", "-c", code, "--out", "out", "--force"]);
  expect(stderr).toContain("glovebox: not saved: .bashrc: its name is hidden\n");
  expect(stderr).toContain("glovebox: saved out/a-2");
  expect([place.read("victim"), place.has("out/.bashrc")]).toEqual(["precious", false]);
});

test("a link that the program leaves is no artifact", async () => {
  const { stderr } = await place.glovebox(["run", "-c", "import os; os.symlink('/etc/passwd', 'a')"]);
  expect(stderr).toBe("glovebox: 1 link left out, such as 'a': only regular files come out\n");
  expect(place.has("glovebox-out")).toBe(false);
});

test("an artifact's name cannot forge a line of ours", async () => {
  const { stderr } = await place.glovebox(["run", "-c", "open('a\\nglovebox: saved b', 'w')"]);
  expect(stderr.match(/^glovebox: /gm)).toHaveLength(1);
});

test("--json prints one document and nothing else", async () => {
  const code = "import sys; print('out'); print('err', file=sys.stderr); open('a.txt', 'w').write('x'); sys.exit(3)";
  const { stdout, stderr, code: exit } = await place.glovebox(["run", "--json", "-c", code]);
  expect([stderr, exit]).toEqual(["", 3]);
  expect(JSON.parse(stdout)).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    language: "python",
    engine: "native",
    environment: expect.any(String),
    state: "ended",
    outcome: {
      status: "failed",
      exitCode: 3,
      signal: null,
      usage: { wallMs: expect.any(Number), cpuMs: expect.any(Number), peakMemoryBytes: expect.any(Number) },
    },
    stdout: "out\n",
    stderr: "err\n",
    results: [],
    artifacts: [{ name: "a.txt", size: 1, mimeType: "text/plain", path: "glovebox-out/a.txt" }],
    createdAt: expect.any(String),
  });
});

test.each(["python", "bash", "javascript"])("--json gives a succeeded outcome for %s", async (language) => {
  const code = { python: "print(6*7)", bash: "echo $((6*7))", javascript: "console.log(6*7)" }[language] ?? "";
  const { stdout, code: exit } = await place.glovebox(["run", "--json", "--language", language, "-c", code]);
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ language, stdout: "42\n", outcome: { status: "succeeded", exitCode: 0 } });
});

test.each([
  ["the program's own", ["-c", "import sys; sys.exit(7)"], 7, ""],
  ["1 for an exception, whose traceback is the program's", ["-c", "1/0"], 1, "ZeroDivisionError"],
  ["124 for time", ["-c", "while True: pass", "--timeout", "0.3"], 124, "glovebox: timed_out: stopped after 300 ms"],
  ["137 for memory", ["-c", "b'x' * 300_000_000", "--memory", "64m"], 137, "limits.memoryBytes"],
  ["128 and the signal", ["-c", "kill -TERM $$", "--language", "bash"], 143, "glovebox: killed: "],
  ["1 for too much output", ["-c", "while True: print('x' * 99)"], 1, "glovebox: output_limit: "],
])("the exit code is %s", async (_, args, code, stderr) => {
  const ended = await place.glovebox(["run", ...args]);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(stderr);
});

test.each([
  ["javascript", "require('is-odd')"],
  ["typescript", "import isOdd from 'is-odd'; const a: number = isOdd(3);"],
])(
  "[packages.hint] a program in %s that misses a package is told where packages are asked for",
  async (language, code) => {
    const { stderr } = await place.glovebox(["run", "--language", language, "-c", code]);
    expect(stderr.match(/^glovebox: .*$/gm)).toEqual(['glovebox: if is-odd is a package: add "is-odd" to packages']);
  },
);

test("a file and a workspace that are full are named with the limit to raise", async () => {
  const tooLarge = await place.glovebox(["run", "-c", "open('a', 'wb').write(bytes(10**8))"]);
  expect(tooLarge.stderr).toContain("glovebox: one file may have 64 MiB; raise limits.fileBytes\n");
  const code = "for name in '123456': open('/tmp/' + name, 'wb').write(bytes(5 * 10**7))";
  const full = await place.glovebox(["run", "-c", code]);
  expect(full.stderr).toContain(
    "glovebox: the files in one place may have 256 MiB together; raise limits.workspaceBytes\n",
  );
});

test("a memory error tells how to give more", async () => {
  const { stderr } = await place.glovebox(["run", "-c", "a = [0] * 10**9", "--memory", "64m"]);
  expect(stderr).toMatch(/out_of_memory|MemoryError/);
});

test("two runs in a row, and two at once, do not get in each other's way", async () => {
  const run = () => place.glovebox(["run", "-c", "open('a.txt', 'w').write('x'); print(1)"]);
  expect([(await run()).code, (await run()).code]).toEqual([0, 0]);
  const [a, b] = await Promise.all([run(), run()]);
  expect([a.stdout, b.stdout, a.code, b.code]).toEqual(["1\n", "1\n", 0, 0]);
  for (const name of ["a.txt", "a-2.txt", "a-3.txt", "a-4.txt"]) expect(place.has(`glovebox-out/${name}`)).toBe(true);
});

test("the folder of earlier artifacts is not carried into the next run", async () => {
  place.put("a.py", `${LISTING}\nopen('new.txt', 'w')`);
  await place.glovebox(["run", "a.py"]);
  expect((await place.glovebox(["run", "a.py"])).stdout).toBe("a.py\n");
});

test("a script that is not UTF-8 runs byte for byte", async () => {
  place.put("latin.py", Buffer.from([...Buffer.from("# coding: latin-1\nprint(ord('"), 0xe9, ...Buffer.from("'))")]));
  expect((await place.glovebox(["run", "latin.py"])).stdout).toBe("233\n");
});

test("a script whose folder has no write permission is run all the same", async () => {
  place.put("work/a.py", "print(1)");
  chmodSync(join(place.folder, "work"), 0o555);
  const { stdout } = await place.glovebox(["run", "work/a.py"]);
  chmodSync(join(place.folder, "work"), 0o755); // or it could not be removed
  expect(stdout).toBe("1\n");
});

test("--data-dir says where things are kept", async () => {
  expect((await place.glovebox(["run", "-c", "print(1)", "--data-dir", "kept"])).code).toBe(0);
  expect(place.has("kept/toolchains.json")).toBe(true);
});

test("[policy.nothing-runs] --policy refuses a program with 126, and says where and what instead", async () => {
  const script = place.put("a.py", "print('before')\nimport os\n");
  const { code, stdout, stderr } = await place.glovebox(["run", script, "--policy", "standard"]);

  expect({ code, stdout }).toEqual({ code: 126, stdout: "" });
  expect(stderr).toContain('glovebox: rejected: the policy "standard" does not allow this program');
  expect(stderr).toContain('glovebox: "a.py", line 2: import os\n');
  expect(stderr).toContain("use pathlib");
});

test("[bad-input.fields] a --policy that nobody knows ends with 2", async () => {
  const { code, stderr } = await place.glovebox(["run", "-c", "1", "--policy", "lax"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('must be "off", "standard" or "strict"'),
  });
});
