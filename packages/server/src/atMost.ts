import { setTimeout as delay } from "node:timers/promises";

/** Waits for the work, but no longer than that. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const timeUp = delay(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([work, timeUp]);
  over.abort();
}
