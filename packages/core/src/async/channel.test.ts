import { setImmediate } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { Channel } from "./channel.ts";

function channel(highWater = 10) {
  const onPause = vi.fn();
  const onResume = vi.fn();
  return { channel: new Channel<string>({ highWater, onPause, onResume }), onPause, onResume };
}

async function collect(source: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const value of source) all.push(value);
  return all;
}

test("values come in the order in which they were pushed, whether they waited or not", async () => {
  const { channel: values } = channel();
  values.push("a");
  const read = collect(values);
  await Promise.resolve();
  values.push("b");
  values.push("c");
  values.close();
  expect(await read).toEqual(["a", "b", "c"]);
});

test("a failure comes after what was pushed before it", async () => {
  const { channel: values } = channel();
  values.push("a");
  values.close(new Error("lost"));
  const read: string[] = [];
  const reading = (async () => {
    for await (const value of values) read.push(value);
  })();
  await expect(reading).rejects.toThrow("lost");
  expect(read).toEqual(["a"]);
});

test("only the first close counts, and nothing comes after it", async () => {
  const { channel: values } = channel();
  values.close();
  values.close(new Error("too late"));
  values.push("too late");
  expect(await collect(values)).toEqual([]);
});

test("past high water the source is paused once, and resumed once half of it is read", async () => {
  const { channel: values, onPause, onResume } = channel(10);
  values.push("a", 6);
  expect(onPause).not.toHaveBeenCalled();
  values.push("b", 6);
  values.push("c", 6);
  expect(onPause).toHaveBeenCalledTimes(1);
  const reader = values[Symbol.asyncIterator]();
  await reader.next();
  await reader.next();
  expect(onResume).not.toHaveBeenCalled(); // 6 units still wait, more than half of 10
  await reader.next();
  expect(onResume).toHaveBeenCalledTimes(1);
  values.push("d", 11);
  expect(onPause).toHaveBeenCalledTimes(2);
});

test("among many values that wait already others have their turn", async () => {
  const { channel: values } = channel(10_000);
  for (let each = 0; each < 100; each++) values.push("x");
  values.close();
  let read = 0;
  const reading = (async () => {
    for await (const _ of values) {
      read++;
      const until = performance.now() + 2;
      while (performance.now() < until); // as long as it takes to write a file
    }
  })();
  const seen = new Set<number>();
  while (read < 100) {
    await setImmediate();
    seen.add(read);
  }
  await reading;
  expect(seen.size).toBeGreaterThan(5);
});
