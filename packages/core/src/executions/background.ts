import type { Event } from "@glovebox/protocol";
import { Channel } from "../async/channel.ts";

/** Does work of which events tell while it is done: gives each as it comes, and what the work came to. */
export async function* inBackground<T>(work: (say: (event: Event) => void) => Promise<T>): AsyncGenerator<Event, T> {
  const events = new Channel<Event>({
    highWater: Number.POSITIVE_INFINITY,
    onPause: () => undefined,
    onResume: () => undefined,
  });
  const result = work((event) => events.push(event)).finally(() => events.close());
  result.catch(() => undefined); // awaited below, after the events have been passed on
  for await (const event of events) yield event;
  return await result;
}
