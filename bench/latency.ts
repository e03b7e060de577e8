import { Glovebox } from "glovebox";
import { sitePackagesOf, timePython } from "./interpreter.ts";
import type { Bench, Measured } from "./measured.ts";
import { data, plain, run } from "./programs.ts";
import { medianInTurns } from "./turns.ts";

/** P1: an execution in an armed sandbox, against the interpreter without any walls. */
export async function p1({ python }: Bench): Promise<Measured> {
  await using box = await Glovebox.open();
  const bare = () => timePython(python, plain.code, { PATH: process.env["PATH"] }, plain.prints);
  const [value = 0, reference] = await medianInTurns(
    [
      { run: () => run(box, plain), perRound: 5, warmUps: 20 },
      { run: bare, perRound: 1, warmUps: 1 },
    ],
    { rounds: 40, pauseMs: 20 },
  );
  const limits = { of: "ratio", better: "lower", reach: 0.15, miss: 0.25 } as const;
  return {
    rows: [{ id: "P1", what: "armed Python execution", against: "python3 -c", unit: "ms", value, reference, limits }],
  };
}

/** P2: the same with the packages of `data`, against importing them anew. */
export async function p2({ python, folder }: Bench): Promise<Measured> {
  await using box = await Glovebox.open();
  const env = await dataVariables(box, folder);
  const [value = 0, reference] = await medianInTurns(
    [
      { run: () => run(box, data), perRound: 5, warmUps: 20 },
      { run: () => timePython(python, data.code, env, data.prints), perRound: 1, warmUps: 1 },
    ],
    { rounds: 20, pauseMs: 60 },
  );
  const limits = { of: "ratio", better: "lower", reach: 0.015, miss: 0.03 } as const;
  const what = "the same with numpy, pandas, pyplot";
  return { rows: [{ id: "P2", what, against: "cold imports", unit: "ms", value, reference, limits }] };
}

/** What the cold interpreter would cache in the home folder and beside the packages, it caches in `folder`. */
export async function dataVariables(box: Glovebox, folder: string): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env["PATH"],
    HOME: folder,
    PYTHONPYCACHEPREFIX: folder,
    PYTHONPATH: await sitePackagesOf(box, "data"),
    MPLBACKEND: "Agg",
  };
}
