import { availableParallelism } from "node:os";
import { Glovebox } from "glovebox";
import { burst, closedLoop } from "./closed-loop.ts";
import { measureFloor } from "./floor.ts";
import type { Measured } from "./measured.ts";
import { plain, run } from "./programs.ts";
import { median } from "./table.ts";

/** P3: executions a second, against walls that a C program builds and tears down. */
export async function p3(): Promise<Measured> {
  await using box = await Glovebox.open();
  const floor = await measureFloor(availableParallelism(), 4);
  await closedLoop(8, 1, () => run(box, plain));
  const value = await closedLoop(8, 4, () => run(box, plain));
  const at = await latencyOf200(box);
  return {
    rows: [
      {
        id: "P3",
        what: "closed loop, 8 clients, plain Python",
        against: "empty walls in C, all cores",
        unit: "/s",
        value,
        ...("reason" in floor ? { note: floor.reason } : { reference: floor.perSecond }),
        limits: { of: "ratio", better: "higher", reach: 0.4, miss: 0.4 },
      },
    ],
    text: `200 at once: median ${at.median} ms, last ${at.last} ms`,
    facts: { twoHundredAtOnce: at },
  };
}

async function latencyOf200(box: Glovebox): Promise<{ median: number; last: number }> {
  const latencies = await burst(200, () => run(box, plain));
  return { median: Math.round(median(latencies)), last: Math.round(latencies.at(-1) ?? 0) };
}
