// Sends a server mixed load for a long time and holds every answer to what is expected:
// `npm run soak -- --minutes 10 [--seed 1] [--clients 16]`. Exit code 1 where anything was not as it should be.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, cpus, release } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cgroupFolders, descendants, isAlive, mountsBelow } from "../../test/hosts/machine.ts";
import { COMMAND, ServedProcess } from "../../test/hosts/servedProcess.ts";
import { HttpClient } from "../httpClient.ts";
import { HealthWatch } from "../load/health.ts";
import { percentile } from "../table.ts";
import { bad } from "./bad.ts";
import { good } from "./good.ts";
import { describe, growthErrors, type Holdings, holdingsOf } from "./holdings.ts";
import { hostile } from "./hostile.ts";
import { Load } from "./load.ts";
import { portable } from "./portable.ts";
import { rude } from "./rude.ts";
import { Tally } from "./tally.ts";

const MINUTE = 60_000;
/** What was cancelled or left ends within this. */
const SETTLE_MS = 8_000;
const kinds = [...good, ...bad, ...rude, ...hostile, ...portable];
const flags = [
  "--max-body-bytes",
  "2m",
  "--request-timeout-ms",
  "4000",
  "--keep-executions",
  "2000",
  "--artifact-bytes",
  "64m",
];

type Places = { readonly base: string; readonly dataDir: string; readonly temporary: string };
type Soak = {
  readonly server: ServedProcess;
  readonly http: HttpClient;
  readonly tally: Tally;
  readonly places: Places;
};

await main();

async function main(): Promise<void> {
  const { minutes, seed, clients } = readArguments();
  const places = makePlaces();
  const server = await start(places);
  using http = new HttpClient(server.url);
  const soak = { server, http, tally: new Tally(), places };
  say(
    `${minutes} minutes, ${clients} clients, seed ${seed}, ${availableParallelism()} cores (${cpus()[0]?.model}), Linux ${release()}`,
  );
  const errors = await soaked(soak, { minutes, seed, clients });
  errors.push(...(await leftAfterStop(soak)));
  rmSync(places.base, { recursive: true });
  for (const error of errors) say(`WRONG: ${error}`);
  say(errors.length === 0 ? "everything was as expected" : `${errors.length} things were not as expected`);
  process.exitCode = errors.length === 0 ? 0 : 1;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      clients: { type: "string", default: "16" },
    },
  });
  return { minutes: Number(values.minutes), seed: Number(values.seed), clients: Number(values.clients) };
}

/** A short path, because sockets lie in it, that the uids of sandboxes can reach. */
function makePlaces(): Places {
  const base = mkdtempSync("/tmp/gloveboxsoak-");
  chmodSync(base, 0o755);
  const temporary = join(base, "tmp");
  mkdirSync(temporary);
  return { base, temporary, dataDir: join(base, "data") };
}

function start({ dataDir, temporary }: Places): Promise<ServedProcess> {
  const preload = join(import.meta.dirname, "memoryReport.ts");
  const command = [process.execPath, "--expose-gc", "--import", preload, COMMAND];
  return ServedProcess.start({ dataDir, command, flags, env: { TMPDIR: temporary }, channel: true });
}

async function soaked(soak: Soak, { minutes, seed, clients }: ReturnType<typeof readArguments>): Promise<string[]> {
  const { http, tally } = soak;
  const load = new Load(kinds, tally);
  // Each kind once, so that what is kept ready for it is there before the first count.
  for (const kind of kinds) await load.once(kind, { http, random: Math.random });
  const before = await settled(soak);
  say(`before:   ${describe(before)}`);
  const watch = new HealthWatch(http.url);
  const started = performance.now();
  const reports = setInterval(() => void report(soak, started), MINUTE);
  await load.run(http, clients, started + minutes * MINUTE, seed);
  clearInterval(reports);
  await watch.end();
  await report(soak, started);
  const after = await settled(soak);
  say(`after:    ${describe(after)}`);
  say(
    `health: p99 ${percentile(watch.latencies, 0.99).toFixed(1)} ms, slowest ${percentile(watch.latencies, 1).toFixed(1)} ms\n${tally.table()}`,
  );
  const unhealthy = watch.failures === 0 ? [] : [`the health check failed ${watch.failures} times`];
  return [...failuresOf(tally), ...unhealthy, ...growthErrors(before, after)];
}

async function settled({ server, places }: Soak): Promise<Holdings> {
  await sleep(SETTLE_MS);
  return holdingsOf(server, places.dataDir, places.temporary);
}

async function report({ server, tally, places }: Soak, started: number): Promise<void> {
  const seconds = (performance.now() - started) / 1_000;
  const sofar = `${tally.count} as expected (${(tally.count / seconds).toFixed(1)}/s), ${tally.failures} failures`;
  say(
    `${(seconds / 60).toFixed(1).padStart(5)} min: ${sofar}; ${describe(await holdingsOf(server, places.dataDir, places.temporary))}`,
  );
}

function failuresOf(tally: Tally): string[] {
  return tally.failures === 0 ? [] : [`${tally.failures} answers`, ...tally.told];
}

/** What the server leaves when it is told to stop. */
async function leftAfterStop({ server, places }: Soak): Promise<string[]> {
  const processes = descendants(server.pid);
  const { code, signal } = await server.end("SIGTERM");
  const left = {
    processes: processes.filter(isAlive),
    cgroups: cgroupFolders(server.pid),
    folders: readdirSync(places.temporary),
    mounts: mountsBelow(places.base),
    halves: readdirSync(join(places.dataDir, "artifacts")).filter((name) => name.startsWith("incoming")),
  };
  say(`stopped with exit code ${code}; ${processes.length} processes then`);
  const remains = Object.entries(left).flatMap(([what, each]) => (each.length > 0 ? [`left ${what}: ${each}`] : []));
  return code === 0 ? remains : [`it ended with ${signal ?? code}`, ...remains];
}

function say(text: string): void {
  console.log(text);
}
