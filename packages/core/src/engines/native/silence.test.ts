import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Silence } from "./silence.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(isPaused = () => false): { silence: Silence; silent: () => number } {
  let times = 0;
  const silence = new Silence({ isPaused, onSilent: () => times++ });
  return { silence, silent: () => times };
}

test("who says nothing in time is silent, once", () => {
  const { silence, silent } = watch();
  silence.expectWord(1_000);
  vi.advanceTimersByTime(999);
  expect(silent()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(silent()).toBe(1);
});

test("a later expectation takes the place of an earlier one, and none is left after the end", () => {
  const { silence, silent } = watch();
  silence.expectWord(1_000);
  silence.expectWord(5_000);
  vi.advanceTimersByTime(4_000);
  silence.end();
  vi.advanceTimersByTime(10_000);
  expect(silent()).toBe(0);
});

test("while the host takes nothing, nobody is silent", () => {
  let paused = true;
  const { silence, silent } = watch(() => paused);
  silence.expectWord(1_000);
  vi.advanceTimersByTime(10_500);
  expect(silent()).toBe(0);
  paused = false;
  vi.advanceTimersByTime(5_000);
  expect(silent()).toBe(1);
});

test("a host that was busy itself listens before it judges", () => {
  const { silence, silent } = watch();
  silence.expectWord(1_000);
  vi.spyOn(performance, "now").mockReturnValueOnce(performance.now() + 9_000);
  vi.advanceTimersByTime(1_000);
  expect(silent()).toBe(0);
  silence.end(); // it has read init's word
  vi.advanceTimersByTime(10_000);
  expect(silent()).toBe(0);
});

test("the longest time is waited for, not none", () => {
  const { silence, silent } = watch();
  silence.expectWord(2 ** 40);
  vi.advanceTimersByTime(60_000);
  expect(silent()).toBe(0);
  silence.end();
});
