import { mkdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND, type Ended, ending, Place } from "./command.fixture.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
  place.put("a.txt", "A");
  place.put("script.py", "print(1)");
});
afterEach(() => {
  const left = [...place.leftOvers(), ...(place.has("glovebox-out") ? ["glovebox-out"] : [])];
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

/** Refused as the caller's mistake: in our own words, without a stack, and with nothing run. */
function expectRefusal({ code, stdout, stderr }: Ended, reason: string | RegExp): void {
  expect(stderr).toMatch(reason);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).not.toMatch(/^glovebox:\s+at /m);
}

const LINE = ["-c", "print(1)"];
const LONG = "x".repeat(300);

test.each<[string, string[], string | RegExp]>([
  ["an unknown language", [...LINE, "--language", "cobol"], /cobol.*known: .*python.*javascript.*bash/],
  [
    "a version that is not here",
    [...LINE, "--language", "python@3.1"],
    /python 3\.1 is not on this machine; found: 3\./,
  ],
  ["a version that is none", [...LINE, "--language", "python@new"], "a version is a number or a semver range"],
  ["an unknown engine", [...LINE, "--engine", "docker"], /docker.*known: auto, native/],
  [
    "an unknown engine, whatever it imports",
    ["-c", "import pandas", "--engine", "docker"],
    /^glovebox: unknown engine/,
  ],
  ["an unknown environment", [...LINE, "--environment", "huge"], /huge.*known: base, data/],
  [
    "an environment that the language has not",
    [...LINE, "--language", "bash", "--environment", "data"],
    "bash has only base",
  ],
  ["an option that is not there", [...LINE, "--memry", "1g"], "--memry"],
  ["an option without its value", [...LINE, "--timeout"], "--timeout"],
  ["neither file nor code", [], "give a FILE"],
  ["file and code", ["script.py", ...LINE], "give a FILE"],
  ["two files", ["script.py", "a.txt"], /too many arguments/i],
  ["empty code", ["-c", ""], "code: is empty"],
  ["blank code", ["-c", " \n"], "code: is empty"],
  ["a file that is missing", ["none.py"], "there is no such file"],
  ["a folder", ["."], "is a folder"],
  ["no name", [""], 'the file ""'],
  ["a name of 300 characters", [LONG], "the name is too long"],
  ["a file of a language that cannot be told", ["a.txt"], "give --language"],
  ["stdin twice", ["-", "--stdin"], "stdin is the program"],
  ["a negative time", [...LINE, "--timeout", "-5"], /^glovebox: --timeout "-5"/],
  ["no time", [...LINE, "--timeout", "0"], /^glovebox: --timeout "0"/],
  ["an absurd time", [...LINE, "--timeout", "1e99"], /^glovebox: --timeout/],
  ["a year", [...LINE, "--timeout", "31536000"], /^glovebox: --timeout "31536000": give 3600 seconds/],
  ["a time in words", [...LINE, "--timeout", "soon"], /^glovebox: --timeout "soon"/],
  ["negative memory", [...LINE, "--memory=-1"], /^glovebox: --memory "-1"/],
  ["no memory", [...LINE, "--memory", "0"], /^glovebox: --memory "0": give 16m/],
  ["too little memory", [...LINE, "--memory", "1k"], /^glovebox: --memory "1k": give 16m/],
  ["absurd memory", [...LINE, "--memory", "99999999999999999999g"], /^glovebox: --memory .*1024g/],
  ["memory in words", [...LINE, "--memory", "lots"], /^glovebox: --memory "lots"/],
  ["a variable without =", [...LINE, "--env", "A"], "NAME=VALUE"],
  ["a variable without a name", [...LINE, "--env", "=x"], "NAME=VALUE"],
  ["a variable of a wrong name", [...LINE, "--env", "1A=x"], "env.1A: must be letters"],
  ["a variable that objects have", [...LINE, "--env", "__proto__=x"], "env.__proto__"],
  ["a file name with ..", [...LINE, "--file", "a.txt:../b"], '".."'],
  ["an absolute file name", [...LINE, "--file", "a.txt:/etc/passwd"], "is absolute"],
  ["an empty file name", [...LINE, "--file", "a.txt:"], "is empty"],
  ["a file name of 300 characters", [...LINE, "--file", `a.txt:${LONG}`], "longer than 255 bytes"],
  ["a file name that objects have", [...LINE, "--file", "a.txt:__proto__"], "files.__proto__"],
  ["two files of one name", [...LINE, "--file", "a.txt:x", "--file", "script.py:x"], 'two files are named "x"'],
  ["a file named like the script", ["script.py", "--file", "a.txt:script.py"], 'two files are named "script.py"'],
  ["a file named like the code's", [...LINE, "--file", "a.txt:main.py"], "already has a main.py"],
  [
    "a name that is a file and a folder",
    [...LINE, "--file", "a.txt:x", "--file", "a.txt:x/y"],
    "both as a file and as a folder",
  ],
  ["a --file that is missing", [...LINE, "--file", "none"], "there is no such file"],
  ["a --file that is a folder", [...LINE, "--file", "."], /--file/],
  ["a --file whose path is too long", [...LINE, "--file", `${LONG}:b`], "too long"],
  ["an --out that is a file", [...LINE, "--out", "a.txt"], "--out"],
  ["an --out without a name", [...LINE, "--out", ""], "--out"],
])("%s is refused", async (_, args, reason) => expectRefusal(await place.glovebox(["run", ...args]), reason));

test.each([
  ["code of 10 MB", Buffer.alloc(10e6, "#"), "is larger than"],
  ["empty code", Buffer.alloc(0), "is empty"],
  ["code that is not UTF-8", Buffer.from([0x23, 0xff, 0xfe]), "not UTF-8"],
])("%s from stdin is refused", async (_, stdin, reason) => {
  expectRefusal(await place.glovebox(["run", "-"], { stdin }), reason);
});

test("a stdin that is not UTF-8 is refused instead of being changed", async () => {
  const stdin = Buffer.from([0xff, 0x00]);
  expectRefusal(await place.glovebox(["run", ...LINE, "--stdin"], { stdin }), "not UTF-8");
});

test("a script of 10 MB, and an empty one, are refused", async () => {
  truncateSync(place.put("big.py"), 10_000_000);
  expectRefusal(await place.glovebox(["run", "big.py"]), "is larger than");
  expectRefusal(await place.glovebox(["run", place.put("empty.py", "\n")]), "is empty");
});

test("a script that may not be read is refused", async () => {
  mkdirSync(join(place.folder, "locked"));
  const script = place.put("locked/a.py", "print(1)");
  const command = [process.execPath, COMMAND, "run", script];
  // root may read everything, so as root somebody else tries.
  const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
  const chmod = place.start(["chmod", "0", script]);
  await ending(chmod);
  const ended = await ending(place.start(process.geteuid?.() === 0 ? [...nobody, ...command] : command));
  expectRefusal(ended, "permission denied");
});

test.each([
  ["env", ["install", "nothing"], /nothing.*known: base, data/],
  ["env", ["remove", "nothing"], /nothing.*known: base, data/],
  ["env", ["install", "base"], "base"],
  ["env", ["install"], "missing required argument"],
  ["env", [], "environments"],
  ["fly", [], "fly"],
])("glovebox %s %j is refused", async (command, args, reason) => {
  expectRefusal(await place.glovebox([command, ...args]), reason);
});
