// Measures the promises of speed as ratios within one run, prints them, writes results/latest.json.
// `npm run bench` measures all of them, `npm run bench P1 P3` only these.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Glovebox } from "glovebox";
import { burst, closedLoop } from "./closed-loop.ts";
import { measureFloor } from "./floor.ts";
import { bareInterpreter, sitePackagesOf, timePython } from "./interpreter.ts";
import { formatTable, median, type Row, ratioOf, verdictOf } from "./table.ts";

/** A program, and what it prints: a program that failed fast must not count as fast. */
type Program = { code: string; prints: string; environment: string };

const plain: Program = { code: "print(1)", prints: "1", environment: "base" };
const data: Program = {
  code: 'import numpy, pandas, matplotlib.pyplot as plt\nprint(pandas.DataFrame({"a": [1, 2, 3]}).sum())',
  prints: "a    6",
  environment: "data",
};

type Bench = { box: Glovebox; python: string; folder: string };

const measures: Record<string, (bench: Bench) => Promise<Row>> = { P1: p1, P2: p2, P3: p3 };

await main(process.argv.slice(2));

async function main(args: string[]): Promise<void> {
  const asked = args.length > 0 ? args : Object.keys(measures);
  const unknown = asked.filter((id) => !(id in measures));
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")} is none of ${Object.keys(measures).join(", ")}`);

  const folder = await mkdtemp(join(tmpdir(), "glovebox-bench-"));
  await using box = await Glovebox.open();
  try {
    const bench = { box, python: await bareInterpreter(folder), folder };
    const rows: Row[] = [];
    for (const [id, measure] of Object.entries(measures)) if (asked.includes(id)) rows.push(await measure(bench));
    const at = await latencyOf200(box);
    console.log(`${formatTable(rows)}\n\n200 at once: median ${at.median} ms, last ${at.last} ms`);
    await writeResults({ machine: machine(), rows: rows.map(withVerdict), twoHundredAtOnce: at });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function p1({ box, python }: Bench): Promise<Row> {
  const bare = () => timePython(python, plain.code, { PATH: process.env["PATH"] }, plain.prints);
  return {
    id: "P1",
    what: "armed Python execution",
    against: "python3 -c",
    unit: "ms",
    ...(await interleave(() => run(box, plain), bare, { rounds: 40, perRound: 5, pauseMs: 20 })),
    limits: { better: "lower", reach: 0.15, miss: 0.25 },
  };
}

async function p2({ box, python, folder }: Bench): Promise<Row> {
  // What the cold interpreter would cache in the home folder and beside the packages, it caches here.
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    PYTHONPYCACHEPREFIX: folder,
    PYTHONPATH: await sitePackagesOf(box, "data"),
    MPLBACKEND: "Agg",
  };
  const cold = () => timePython(python, data.code, env, data.prints);
  return {
    id: "P2",
    what: "the same with numpy, pandas, pyplot",
    against: "cold imports",
    unit: "ms",
    ...(await interleave(() => run(box, data), cold, { rounds: 20, perRound: 5, pauseMs: 60 })),
    limits: { better: "lower", reach: 0.015, miss: 0.03 },
  };
}

async function p3({ box }: Bench): Promise<Row> {
  const floor = await measureFloor(availableParallelism(), 4);
  await closedLoop(8, 1, () => run(box, plain));
  return {
    id: "P3",
    what: "closed loop, 8 clients, plain Python",
    against: "empty walls in C, all cores",
    unit: "/s",
    value: await closedLoop(8, 4, () => run(box, plain)),
    ...("reason" in floor ? { note: floor.reason } : { reference: floor.perSecond }),
    limits: { better: "higher", reach: 0.4, miss: 0.4 },
  };
}

async function latencyOf200(box: Glovebox): Promise<{ median: number; last: number }> {
  const latencies = await burst(200, () => run(box, plain));
  return { median: Math.round(median(latencies)), last: Math.round(latencies.at(-1) ?? 0) };
}

async function run(box: Glovebox, { code, prints, environment }: Program): Promise<void> {
  const { outcome, stdout, stderr } = await box.execute({ language: "python", code, environment });
  if (outcome.status === "succeeded" && stdout.includes(prints)) return;
  throw new Error(`an execution ended as ${outcome.status}: ${JSON.stringify({ stdout, stderr, outcome })}`);
}

type Plan = { rounds: number; perRound: number; pauseMs: number };

/**
 * Medians of two ways to run the same program, taken in turns, so that a machine that becomes slower slows both.
 * The pause lets the next sandbox be armed: this is the latency of a request that comes now and then.
 */
async function interleave(ours: () => Promise<void>, theirs: () => Promise<number>, plan: Plan) {
  const own: number[] = [];
  const other: number[] = [];
  await theirs();
  for (let warmUp = 0; warmUp < 20; warmUp++) await time(ours, plan.pauseMs);
  for (let round = 0; round < plan.rounds; round++) {
    for (let turn = 0; turn < plan.perRound; turn++) own.push(await time(ours, plan.pauseMs));
    await sleep(plan.pauseMs);
    other.push(await theirs());
  }
  return { value: median(own), reference: median(other) };
}

async function time(call: () => Promise<void>, pauseMs: number): Promise<number> {
  await sleep(pauseMs);
  const started = performance.now();
  await call();
  return performance.now() - started;
}

function machine() {
  return { at: new Date().toISOString(), cpu: cpus()[0]?.model, cores: availableParallelism(), kernel: release() };
}

function withVerdict(row: Row) {
  return { ...row, ratio: ratioOf(row), verdict: verdictOf(row) };
}

async function writeResults(results: object): Promise<void> {
  const folder = join(import.meta.dirname, "results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "latest.json"), `${JSON.stringify(results, null, 2)}\n`);
}
