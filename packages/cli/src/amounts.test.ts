import { GloveboxError } from "glovebox";
import { expect, test } from "vitest";
import { parseBytes, parseMemory, parseSeconds, parseVariable } from "./amounts.ts";

test.each([
  ["512m", 512 * 1024 ** 2],
  ["2g", 2 * 1024 ** 3],
  ["1.5G", 1.5 * 1024 ** 3],
  ["64k", 65_536],
  ["1048576", 1_048_576],
  ["512MB", 512 * 1024 ** 2],
  ["512MiB", 512 * 1024 ** 2],
  [" 1t ", 1024 ** 4],
])("%j is %d bytes", (text, bytes) => expect(parseBytes(text, "--memory")).toBe(bytes));

test.each(["", "m", "-512m", "lots", "1e9", "0x10", "1,5g", "512 q", "512m512m", "NaN", "Infinity"])(
  "%j is no size, and the option is named",
  (text) => expect(() => parseBytes(text, "--memory")).toThrow(/^--memory /),
);

test.each([
  ["30", 30_000],
  ["0.5", 500],
  ["0.0001", 1],
  [" 7 ", 7_000],
])("%j is %d ms", (text, milliseconds) => expect(parseSeconds(text, "--timeout")).toBe(milliseconds));

test.each(["", "0", "0.0", "-5", "soon", "1e3", "Infinity", "NaN", "5s", `${"9".repeat(400)}`])(
  "%j is no time, and the option is named",
  (text) => expect(() => parseSeconds(text, "--timeout")).toThrow(/^--timeout /),
);

test("what no sandbox may have is refused in the words of the command line", () => {
  expect(parseMemory("16m", "--memory")).toBe(2 ** 24);
  for (const text of ["0", "1k", "2000g"])
    expect(() => parseMemory(text, "--memory")).toThrow(`--memory "${text}": give 16m to 1024g`);
  expect(parseSeconds("3600", "--timeout")).toBe(3_600_000);
  expect(() => parseSeconds("3601", "--timeout")).toThrow('--timeout "3601": give 3600 seconds or less');
});

test("a variable is a name and a value, which may be empty or hold =", () => {
  expect(parseVariable("A=b", "--env")).toEqual(["A", "b"]);
  expect(parseVariable("A=", "--env")).toEqual(["A", ""]);
  expect(parseVariable("A=b=c", "--env")).toEqual(["A", "b=c"]);
  for (const text of ["A", "=b", ""]) expect(() => parseVariable(text, "--env")).toThrow(GloveboxError);
});
