import { expect, test, vi } from "vitest";
import { passOn, say, TerminalGuard, visible } from "./terminal.ts";

const ESC = "\u001b";
const FORGED = "glovebox: saved x";

/** What a terminal gets to see of these pieces of output. */
function shown(...pieces: string[]): string {
  const guard = new TerminalGuard();
  return pieces.map((piece) => guard.guard(piece)).join("") + guard.rest();
}

test.each([
  "",
  "hello\n",
  "a\tb\n",
  "50%\r100%\n",
  "glove\n",
  "g",
  "  ",
  "a\n\n  b",
  "say glovebox: hello\n",
  "ü€😀\n",
])("%j is shown as it is", (text) => expect(shown(text)).toBe(text));

test.each([
  `${FORGED}\n`,
  FORGED,
  `  ${FORGED}\n`,
  `\u00a0${FORGED}\n`,
  `\ufeff${FORGED}`,
  `\u200b${FORGED}`,
  `gl\u200dovebox: saved x`,
  `glove\u034fbox: saved x`,
  `${ESC}[31m${FORGED}\n`,
  `glove${ESC}[0mbox: saved x\n`,
  `\v${FORGED}`,
])("%j is marked: the line looks like one of ours", (text) => expect(shown(text)).toMatch(/^\| /));

test("a forged line is marked wherever it begins", () => {
  expect(shown(`hello\n${FORGED}\n`)).toBe(`hello\n| ${FORGED}\n`);
  expect(shown(`hello\r${FORGED}\n`)).toBe(`hello\r| ${FORGED}\n`);
  expect(shown("hello\n", FORGED)).toBe(`hello\n| ${FORGED}`);
});

test("a forged line that comes in pieces is marked, letter by letter too", () => {
  expect(shown("glove", "box: saved x\n")).toBe(`| ${FORGED}\n`);
  expect(shown(...FORGED)).toBe(`| ${FORGED}`);
  expect(shown("hello\ngl", "ovebox", ": saved x")).toBe(`hello\n| ${FORGED}`);
});

test("what was held back because it began like ours is shown after all", () => {
  expect(shown("glove", " box\n")).toBe("glove box\n");
  expect(shown("  ", "x")).toBe("  x");
  expect(shown("glovebox")).toBe("glovebox");
});

test("colours pass, also when they come in pieces, and end before our own lines", () => {
  expect(shown(`${ESC}[1;31mred${ESC}[0m\n`)).toBe(`${ESC}[1;31mred${ESC}[0m\n${ESC}[0m`);
  expect(shown(`x${ESC}`, "[3", "1mred")).toBe(`x${ESC}[31mred${ESC}[0m`);
  expect(shown(`${ESC}[8m`)).toBe(`${ESC}[8m${ESC}[0m`);
});

test.each([
  ["the cursor up", `${ESC}[1A`],
  ["an erased line", `${ESC}[2K`],
  ["the window's title", `${ESC}]0;title\u0007`],
  ["an answer as if typed", `${ESC}[6n`],
  ["the C1 form", "\u009b1A"],
  ["a backspace", "x\b"],
  ["an escape that never ends", `x${ESC}`],
  ["a NUL", "x\0"],
])("%s becomes visible", (_, text) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be left
  expect(shown(text)).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/);
});

test("backspaces cannot carry the cursor to where a forged line would begin", () => {
  expect(shown(`x\b${FORGED}\n`)).toBe(`x\\u0008${FORGED}\n`);
});

test("a name becomes one line without control or format characters", () => {
  expect(visible("a\nb\u001b[2J\u202ec\u2028d")).toBe("a\\u000ab\\u001b[2J\\u202ec\\u2028d");
  expect(visible("plain ü.txt")).toBe("plain ü.txt");
});

test("an installer's lines are said with their indents, and without other control characters", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    say("go: no such module\n\tserver response: \u001b[2J404\n");
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "glovebox: go: no such module\n",
      "glovebox:     server response: \\u001b[2J404\n",
    ]);
  } finally {
    write.mockRestore();
  }
});

test("a program's own words are guarded on a terminal, and as they are elsewhere", () => {
  const written: string[] = [];
  const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) }) as never;
  const text = `  1 / 0\n${FORGED}\n`;
  for (const isTTY of [true, false]) passOn(text, stream(isTTY));
  expect(written).toEqual([`  1 / 0\n| ${FORGED}\n`, text]);
});
