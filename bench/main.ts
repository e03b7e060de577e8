// Measures the promises of speed within one run, most of them as ratios, prints them, writes results/latest.json.
// `npm run bench` measures all of them, `npm run bench P1 P3` only these. The load table can be asked for other
// clients and times: `npm run bench load -- --clients 256 --seconds 120`.
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { p8 } from "./compiled.ts";
import { p7 } from "./http.ts";
import { bareInterpreter } from "./interpreter.ts";
import { p1, p2 } from "./latency.ts";
import { load } from "./load/load.ts";
import type { Bench, LoadOptions, Measure, Measured } from "./measured.ts";
import { portable } from "./portable.ts";
import { p4, p5, p6 } from "./sessions.ts";
import { p9 } from "./start.ts";
import { formatTable, type Row, ratioOf, verdictOf } from "./table.ts";
import { p3 } from "./throughput.ts";

const measures: Record<string, Measure> = {
  P1: p1,
  P2: p2,
  P3: p3,
  P4: p4,
  P5: p5,
  P6: p6,
  P7: p7,
  P8: p8,
  P9: p9,
  portable,
  load,
};

await main();

async function main(): Promise<void> {
  const { asked, options } = readArguments();
  const folder = await mkdtemp(join(tmpdir(), "gloveboxbench-"));
  await chmod(folder, 0o755); // data directories lie in it, and sandboxes run as other users
  try {
    const bench: Bench = { folder, python: await bareInterpreter(folder) };
    const found: Measured[] = [];
    for (const name of asked) found.push((await measures[name]?.(bench, options)) ?? {});
    show(found);
    await writeResults(found);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readArguments(): { asked: string[]; options: LoadOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      clients: { type: "string", default: "1,8,64,256" },
      seconds: { type: "string", default: "10" },
    },
  });
  const names = Object.keys(measures);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")} is none of ${names.join(", ")}`);
  const asked = positionals.length === 0 ? names : names.filter((name) => positionals.includes(name));
  return { asked, options: { clients: values.clients.split(",").map(Number), seconds: Number(values.seconds) } };
}

function show(found: readonly Measured[]): void {
  const rows = found.flatMap((each) => each.rows ?? []);
  const texts = found.flatMap((each) => (each.text === undefined ? [] : [each.text]));
  console.log([...(rows.length === 0 ? [] : [formatTable(rows)]), ...texts].join("\n\n"));
}

async function writeResults(found: readonly Measured[]): Promise<void> {
  const folder = join(import.meta.dirname, "results");
  await mkdir(folder, { recursive: true });
  const rows = found.flatMap((each) => each.rows ?? []).map(withVerdict);
  const facts = Object.assign({}, ...found.map((each) => each.facts ?? {}));
  await writeFile(join(folder, "latest.json"), `${JSON.stringify({ machine: machine(), rows, ...facts }, null, 2)}\n`);
}

function machine() {
  return { at: new Date().toISOString(), cpu: cpus()[0]?.model, cores: availableParallelism(), kernel: release() };
}

function withVerdict(row: Row) {
  return { ...row, ratio: ratioOf(row), verdict: verdictOf(row) };
}
