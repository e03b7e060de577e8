import { expect, test } from "vitest";
import { SharedWork } from "./shared.ts";

function open() {
  const work = Promise.withResolvers<string>();
  const signals: AbortSignal[] = [];
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    return work.promise;
  };
  return { work, signals, start, shared: new SharedWork<string>() };
}

test("work of one name is done once, however many wait for it", async () => {
  const { work, signals, start, shared } = open();
  const both = Promise.all([shared.join("a", start), shared.join("a", start)]);
  work.resolve("done");
  expect(await both).toEqual(["done", "done"]);
  expect(signals).toHaveLength(1);
});

test("one who is aborted leaves alone, and the last to leave ends the work", async () => {
  const { signals, start, shared } = open();
  const [first, second] = [new AbortController(), new AbortController()];
  const left = shared.join("a", start, first.signal);
  const last = shared.join("a", start, second.signal);
  first.abort(new Error("first went"));
  await expect(left).rejects.toThrow("first went");
  expect(signals[0]?.aborted).toBe(false);
  second.abort(new Error("second went"));
  await expect(last).rejects.toThrow("second went");
  expect(signals[0]?.aborted).toBe(true);
});

test("work that failed or was given up is started again by the next who asks", async () => {
  const { work, signals, start, shared } = open();
  work.reject(new Error("failed"));
  await expect(shared.join("a", start)).rejects.toThrow("failed");
  await expect(shared.join("a", start)).rejects.toThrow("failed");
  expect(signals).toHaveLength(2);
});
