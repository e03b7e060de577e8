import type { BodyRoom } from "../guards/bodies.ts";
import type { StartedRun } from "./run.ts";

/** Starts a run for a request whose content is in memory until it has ended. */
export async function startWith<E>(
  room: BodyRoom,
  start: () => Promise<StartedRun<E>> | StartedRun<E>,
): Promise<StartedRun<E>> {
  try {
    const started = await start();
    void started.run.ended.then(() => room[Symbol.dispose]());
    return started;
  } catch (error) {
    room[Symbol.dispose]();
    throw error;
  }
}

/** A client that goes away stops what it started. */
export function stopWithClient({ run }: StartedRun<unknown>, signal: AbortSignal): void {
  if (signal.aborted) run.cancel();
  else signal.addEventListener("abort", () => run.cancel(), { once: true });
}
