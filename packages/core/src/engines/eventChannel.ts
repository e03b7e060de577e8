import { Channel } from "../async/channel.ts";
import type { SandboxEvent } from "./engine.ts";

/** How much may wait for a reader before the sandbox is no longer read. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024;
/** What an event takes of the host's memory beside its content. */
const EVENT_BYTES = 1024;

/** What a run says, on its way to whoever reads it. */
export function eventChannel(source: { onPause: () => void; onResume: () => void }): Channel<SandboxEvent> {
  return new Channel({ highWater: HIGH_WATER_BYTES, unitsPerValue: EVENT_BYTES, ...source });
}
