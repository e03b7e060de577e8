import { expect, test } from "vitest";
import { Gate } from "./gate.ts";

/** Whether a promise is settled once everything that could settle it has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

test("as many as there are places enter at once, the others in order of arrival", async () => {
  const gate = new Gate(2);
  const [a, b] = [await gate.enter(), await gate.enter()];
  const entered: string[] = [];
  const c = gate.enter().then(() => entered.push("c"));
  const d = gate.enter().then(() => entered.push("d"));
  expect(await isSettled(c)).toBe(false);
  b[Symbol.dispose]();
  await c;
  expect(entered).toEqual(["c"]);
  a[Symbol.dispose]();
  await d;
  expect(entered).toEqual(["c", "d"]);
});

test("leaving twice frees one place", async () => {
  const gate = new Gate(1);
  const place = await gate.enter();
  place[Symbol.dispose]();
  place[Symbol.dispose]();
  await gate.enter();
  expect(await isSettled(gate.enter())).toBe(false);
});

test("who stops waiting gets the signal's reason, and those behind move up", async () => {
  const gate = new Gate(1);
  const place = await gate.enter();
  const controller = new AbortController();
  const first = gate.enter(controller.signal);
  const second = gate.enter();
  controller.abort(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  place[Symbol.dispose]();
  expect(await isSettled(second)).toBe(true);
});

test("a signal that was aborted before does not enter, and takes no place", async () => {
  const gate = new Gate(1);
  await expect(gate.enter(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  expect(await isSettled(gate.enter())).toBe(true);
});
