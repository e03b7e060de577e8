import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { FairReader } from "./fairReader.ts";

function reader(framesOf: (chunk: string) => number) {
  const stream = new PassThrough({ highWaterMark: 1024 });
  const taken: string[] = [];
  const fair = new FairReader(stream, (chunk) => {
    taken.push(chunk.toString());
    return framesOf(chunk.toString());
  });
  return { stream, taken, fair };
}

test("between chunks of many small frames others have their turn", async () => {
  const { stream, taken } = reader(() => 5_000);
  for (const chunk of ["a", "b", "c"]) stream.write(chunk);
  const seen: number[] = [];
  while (taken.length < 3) {
    seen.push(taken.length);
    await setImmediate();
  }
  expect(seen).toEqual(expect.arrayContaining([1, 2]));
});

test("what is little is read without a pause", async () => {
  const { stream, taken } = reader(() => 1);
  for (const chunk of ["a", "b", "c"]) stream.write(chunk);
  await setImmediate();
  expect(taken).toEqual(["a", "b", "c"]);
});

test("a reader that wants nothing gets nothing, also after a rest, and all of it later", async () => {
  const { stream, taken, fair } = reader(() => 5_000);
  for (const chunk of ["a", "b", "c"]) stream.write(chunk);
  await expect.poll(() => taken.length).toBe(1);
  fair.pause();
  expect(fair.paused).toBe(true);
  for (let turn = 0; turn < 10; turn++) await setImmediate();
  expect(taken).toEqual(["a"]);
  fair.resume();
  await expect.poll(() => taken).toEqual(["a", "b", "c"]);
});
