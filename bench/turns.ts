import { setTimeout as sleep } from "node:timers/promises";
import { median } from "./table.ts";

/**
 * One way to do a thing: how often it is done in each round, and before the first. A number that it gives is taken for
 * its milliseconds.
 */
export type Way = { readonly run: () => Promise<unknown>; readonly perRound: number; readonly warmUps: number };
export type Plan = { readonly rounds: number; readonly pauseMs: number };

/**
 * The median milliseconds of each way, taken in turns, so that a machine that becomes slower slows all of them. The
 * pause lets the next sandbox be armed: this is the latency of a request that comes now and then.
 */
export async function medianInTurns(ways: readonly Way[], { rounds, pauseMs }: Plan): Promise<number[]> {
  for (const { run, warmUps } of ways) for (let count = 0; count < warmUps; count++) await time(run, pauseMs);
  const times = ways.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run, perRound }] of ways.entries()) {
      for (let turn = 0; turn < perRound; turn++) times[index]?.push(await time(run, pauseMs));
    }
  }
  return times.map(median);
}

async function time(run: () => Promise<unknown>, pauseMs: number): Promise<number> {
  await sleep(pauseMs);
  const started = performance.now();
  const given = await run();
  return typeof given === "number" ? given : performance.now() - started;
}
