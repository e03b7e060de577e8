import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgressBar } from "./progress.ts";

const TASK = "installing the environment data";
let written = "";
const tty = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");

beforeEach(() => {
  written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  if (tty === undefined) Reflect.deleteProperty(process.stderr, "isTTY");
  else Object.defineProperty(process.stderr, "isTTY", tty);
});

function onTerminal(isTTY: boolean): void {
  Object.defineProperty(process.stderr, "isTTY", { value: isTTY, configurable: true });
}

test("away from a terminal progress is a line at each fifth of the way", () => {
  onTerminal(false);
  const bar = new ProgressBar();
  for (let done = 0; done <= 100; done++) bar.show({ task: TASK, done, total: 100 });
  bar.finish();
  const wanted = [0, 20, 40, 60, 80, 100].map((done) => `glovebox: ${TASK}: ${done} of 100 packages\n`);
  expect(written).toBe(wanted.join(""));
});

test("on a terminal it is one line that is drawn again, and ended once", () => {
  onTerminal(true);
  const bar = new ProgressBar();
  bar.show({ task: "x", done: 0, total: 2 });
  bar.show({ task: "x", done: 1, total: 2, detail: "numpy" });
  bar.finish();
  bar.finish();
  expect(written.match(/\n/g)).toHaveLength(1);
  expect(written.match(/\r/g)).toHaveLength(2);
  expect(written).toContain("1/2 numpy");
});

test("a detail cannot bring control characters to the terminal, and a total of 0 breaks nothing", () => {
  onTerminal(true);
  new ProgressBar().show({ task: "x", done: 0, total: 0, detail: "a\u001b[2Jb" });
  expect(written).toContain("a\\u001b[2Jb");
  expect(written).not.toContain("NaN");
});

test("what never progressed writes nothing", () => {
  new ProgressBar().finish();
  expect(written).toBe("");
});
