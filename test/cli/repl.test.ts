import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";

const REPL = ["repl", "--environment", "base"];

async function piped(place: Place, code: string, more: readonly string[] = []) {
  return place.glovebox([...REPL, ...more], { stdin: code });
}

test("[cli.repl] code from a pipe runs statement by statement, and values are shown", async () => {
  using place = new Place();
  const code = `x = 40
def f(a):
    if a:
        return a

    return 0
f(2) + x
for i in range(2):
    print(i)
else:
    print("end")
text = """a
b"""
(1 +
 2)
text`;
  expect(await piped(place, code)).toEqual({ code: 0, stdout: "42\n0\n1\nend\n3\n'a\\nb'\n", stderr: "" });
  expect(place.leftOvers()).toEqual([]);
});

test("[cli.repl] an exception goes to stderr with its traceback, the next statement runs, and the exit code tells", async () => {
  using place = new Place();
  const { code, stdout, stderr } = await piped(place, "x = 1\n1 / 0\nx\nimport os; os._exit(3)\nx");
  expect([code, stdout]).toEqual([1, "1\n1\n"]);
  expect(stderr).toContain('File "<cell 2>", line 1');
  expect(stderr).toContain("ZeroDivisionError: division by zero");
  expect(stderr).toContain("glovebox: the interpreter ended; the session goes on with its variables");
});

test.each([
  ["python", "print(1)\nexit()\nprint(2)"],
  ["python", "print(1)\nquit\nprint(2)"],
  ["bash", "echo 1\nexit\necho 2"],
  ["javascript", "console.log(1)\n.exit\nconsole.log(2)"],
])("[cli.repl] in %s the conversation ends at the language's own word for it: %j", async (language, code) => {
  using place = new Place();
  expect(await piped(place, code, ["--language", language])).toEqual({ code: 0, stdout: "1\n", stderr: "" });
});

test("[cli.repl] pictures are saved as numbered files whose names are told, after those that are there", async () => {
  using place = new Place();
  const picture = `
class Picture:
    def _repr_png_(self): return b"\\x89PNG" + bytes(100)
Picture()
Picture()`;
  const first = await piped(place, picture);
  expect(first.stderr).toBe("glovebox: saved glovebox-out/plot-1.png\nglovebox: saved glovebox-out/plot-2.png\n");
  const second = await piped(place, picture);
  expect(second.stderr).toContain("glovebox-out/plot-3.png");
  expect(place.read("glovebox-out/plot-1.png")).toContain("PNG");
  expect(statSync(join(place.folder, "glovebox-out/plot-1.png")).mode & 0o777).toBe(0o644);
});

test("[cli.repl] of pictures that change or follow one another the last is saved, and updates are shown again", async () => {
  using place = new Place();
  const changing = `
from IPython.display import clear_output
class Picture:
    def __init__(self, n): self.n = n
    def _repr_png_(self): return b"\\x89PNG%d" % self.n
def show():
    h = display(Picture(0), display_id=True)
    for n in range(1, 5): h.update(Picture(n))

def follow():
    for n in range(5, 9):
        clear_output(wait=True)
        display(Picture(n))

def tell():
    h = display("a", display_id=True)
    h.update("b")

show()
follow()
tell()`;
  const { stdout, stderr } = await piped(place, changing);
  expect(stderr.match(/saved .*/g)).toEqual([1, 2, 3, 4].map((n) => `saved glovebox-out/plot-${n}.png`));
  const last = [1, 2, 3, 4].map((n) => place.read(`glovebox-out/plot-${n}.png`).replace(/^.*PNG/, ""));
  expect(last).toEqual(["0", "4", "5", "8"]);
  expect(stdout).toBe("'a'\n'b'\n");
});

test("[cli.repl] %branch goes on in a copy, %switch goes back, %branches, %vars, %files and %save tell and take", async () => {
  using place = new Place();
  const code = `x = [1]
%branch idea
x.append(2)
x
%switch main
x
%branches
%vars
open("a.txt", "w").write("hi")
%files
%save a.txt
%switch nowhere
%help`;
  const { code: exit, stdout, stderr } = await piped(place, code);
  expect(exit).toBe(1); // there is no branch nowhere
  const lines = stdout.split("\n");
  expect(lines.slice(0, 7)).toEqual(["[1, 2]", "[1]", "* main", "  idea", "x  list  1  [1]", "2", "2  a.txt"]);
  expect(stdout).toContain("%switch name");
  expect(stderr).toContain("glovebox: this is the branch idea\nglovebox: this is the branch main\n");
  expect(stderr).toContain('there is no branch "nowhere"');
  expect(place.read("glovebox-out/a.txt")).toBe("hi");
});

test("[cli.repl] names of files and variables that a program chose cannot forge our lines", async () => {
  using place = new Place();
  const code = `_ = open("a\\nglovebox: saved x", "w").close()
globals()["v\\nglovebox: y"] = 1
%files
%vars`;
  const { stdout, stderr } = await piped(place, code);
  expect(`${stdout}${stderr}`).not.toMatch(/^glovebox:/m);
  expect(stdout).toContain("a\\u000aglovebox: saved x");
});

test.each([
  [["repl", "--language", "cobol"], /cobol/],
  [["repl", "--memory", "much"], /--memory/],
  [["repl", "--out", "/dev/null"], /--out/],
  [["repl", "--environment", "none-such"], /none-such/],
])("[cli.repl] %j is refused in one sentence", async (args, reason) => {
  using place = new Place();
  const { code, stdout, stderr } = await place.glovebox(args, { stdin: "1" });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(reason);
});

const TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/** Somebody at a terminal, who waits for what comes before typing on. */
class Typist {
  readonly child: ChildProcess;
  readonly ended: ReturnType<typeof ending>;
  #seen = "";
  #wake = Promise.withResolvers<void>();

  constructor(place: Place, args: readonly string[]) {
    this.child = place.start(["python3", "-c", TERMINAL, process.execPath, COMMAND, ...args], { typed: true });
    this.ended = ending(this.child);
    this.child.stdout?.on("data", (text: string) => {
      this.#seen += text;
      this.#wake.resolve();
    });
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Once it is on the screen, behind what was waited for before. */
  async sees(text: string): Promise<void> {
    for (;;) {
      const at = this.#seen.indexOf(text);
      if (at >= 0) {
        this.#seen = this.#seen.slice(at + text.length);
        return;
      }
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
  }
}

test("[cli.repl] at a terminal: blocks, Ctrl-C, input(), output between cells, branches, and a history of one's own", async () => {
  using place = new Place();
  const typist = new Typist(place, [...REPL, "--data-dir", place.folder]);
  await typist.sees(">>> ");
  typist.type("def f():\r");
  await typist.sees("... ");
  typist.type("    return 7\r");
  await typist.sees("... ");
  typist.type("\r");
  await typist.sees(">>> ");
  typist.type("f() * 6\r");
  await typist.sees("42\r\n");
  await typist.sees(">>> ");

  typist.type("print('in'); [None for _ in iter(int, 1)]\r");
  await typist.sees("\r\nin\r\n");
  typist.type("\u0003");
  await typist.sees("KeyboardInterrupt");
  await typist.sees(">>> ");
  typist.type("dropped\u0003");
  await typist.sees("^C");
  await typist.sees(">>> ");

  typist.type("print('hi', input('who? '))\r");
  await typist.sees("\r\nwho? ");
  typist.type("a secret\r");
  await typist.sees("\r\nhi a secret\r\n");
  await typist.sees(">>> ");

  typist.type("import threading; threading.Timer(0.3, lambda: print('late' + 'r')).start()\r");
  await typist.sees(">>> ");
  await typist.sees("later\r\n");
  await typist.sees(">>> ");

  typist.type("%branch\r");
  await typist.sees("glovebox: this is the branch branch-1");
  await typist.sees("(branch-1) >>> ");
  typist.type("print('glovebox: forged')\r");
  await typist.sees("\r\n| glovebox: forged");
  await typist.sees("(branch-1) >>> ");
  typist.type("\u0004");
  expect((await typist.ended).code).toBe(0);

  const history = place.read("repl-history");
  expect(history).toContain("f() * 6\n");
  expect(history).not.toContain("secret");
  expect(history).not.toContain("dropped");
  expect(statSync(join(place.folder, "repl-history")).mode & 0o777).toBe(0o600);
  expect(place.leftOvers()).toEqual([]);
});

test("run --json has the results that the program showed", async () => {
  using place = new Place();
  const { stdout } = await place.glovebox(["run", "--json", "-c", "6 * 7"]);
  expect(JSON.parse(stdout).results).toMatchObject([{ main: true, mime: { "text/plain": "42" } }]);
});
