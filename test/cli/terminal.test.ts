import { expect, test } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";

/** Runs a command on a terminal of its own; what is written to stdin is typed there. */
const TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

async function onTerminal(place: Place, args: readonly string[]) {
  const child = place.start(["python3", "-c", TERMINAL, process.execPath, COMMAND, ...args]);
  const { code, stdout } = await ending(child);
  return { code, lines: stdout.split("\r\n") };
}

test("on a terminal a program cannot forge our lines, on either stream or with both together", async () => {
  using place = new Place();
  const code = `
import sys, time
print("glovebox: saved /etc/forged-1")
print("  \\x1b[1mglovebox: saved /etc/forged-2\\x1b[0m")
print("glovebox: saved /etc/forged-3", file=sys.stderr)
print("x", end="", file=sys.stderr, flush=True); time.sleep(0.2)
print(flush=True); time.sleep(0.2)
print("glovebox: saved /etc/forged-4", file=sys.stderr)
open("real", "w")
`;
  const { lines } = await onTerminal(place, ["run", "-c", code]);
  for (const number of [1, 2, 3, 4]) {
    expect(lines.find((line) => line.includes(`forged-${number}`))).toMatch(/^\| /);
  }
  expect(lines.filter((line) => line.includes("glovebox: ") && !line.startsWith("| "))).toEqual([
    expect.stringMatching(/glovebox: saved glovebox-out\/real$/),
  ]);
});

test("on a terminal colours pass, and what moves the cursor does not", async () => {
  using place = new Place();
  const code = "print('\\x1b[31mred\\x1b[0m \\x1b[2J\\x1b[1A \\x1b]0;title\\x07')";
  const { lines } = await onTerminal(place, ["run", "-c", code]);
  expect(lines[0]).toBe("\u001b[31mred\u001b[0m \\u001b[2J\\u001b[1A \\u001b]0;title\\u0007");
});

test("in a pipe the output is the program's, byte for byte", async () => {
  using place = new Place();
  const code = "print('glovebox: saved x\\n\\x1b[2J', end='')";
  expect((await place.glovebox(["run", "-c", code])).stdout).toBe("glovebox: saved x\n\u001b[2J");
});

test("Ctrl-C typed on the terminal stops the program with 130", async () => {
  using place = new Place();
  const code = "import time\nprint('started', flush=True)\nwhile True: time.sleep(1)";
  const child = place.start(["python3", "-c", TERMINAL, process.execPath, COMMAND, "run", "-c", code], { typed: true });
  const ended = ending(child);
  child.stdout?.on("data", (text: string) => {
    if (text.includes("started")) child.stdin?.write("\u0003");
  });
  expect((await ended).code).toBe(130);
  expect(place.leftOvers()).toEqual([]);
});
