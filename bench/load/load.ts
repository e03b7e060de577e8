import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ServedProcess } from "../../test/hosts/servedProcess.ts";
import { HttpClient } from "../httpClient.ts";
import type { Bench, LoadOptions, Measured } from "../measured.ts";
import { plain } from "../programs.ts";
import { alignColumns, percentile } from "../table.ts";
import type { LoadOrder, LoadReport } from "./client.ts";
import { HealthWatch } from "./health.ts";

const execute = promisify(execFile);

type Level = LoadReport & { clients: number; healthP99: number; healthMax: number; healthFailures: number };

/** A server under 1, 8, 64 and 256 clients that each send the next execution when the last has ended. */
export async function load({ folder }: Bench, { clients, seconds }: LoadOptions): Promise<Measured> {
  await using server = await ServedProcess.start({ dataDir: join(folder, "load") });
  await warm(server.url);
  const levels: Level[] = [];
  for (const count of clients) levels.push(await level({ url: server.url, clients: count, seconds }));
  return { text: format(levels, seconds), facts: { load: { seconds, levels } } };
}

async function warm(url: string): Promise<void> {
  using client = new HttpClient(url);
  for (let count = 0; count < 20; count++) await client.run(plain);
}

/** The watch is in this process, the clients in another, so that neither waits for the other. */
async function level(order: LoadOrder): Promise<Level> {
  const watch = new HealthWatch(order.url);
  const client = join(import.meta.dirname, "client.ts");
  const { stdout } = await execute(process.execPath, [client, JSON.stringify(order)]);
  await watch.end();
  const { latencies, failures } = watch;
  const [healthP99, healthMax] = [percentile(latencies, 0.99), percentile(latencies, 1)];
  return { ...JSON.parse(stdout), clients: order.clients, healthP99, healthMax, healthFailures: failures };
}

function format(levels: readonly Level[], seconds: number): string {
  const header = ["clients", "rate", "p50", "p99", "slowest", "429", "errors", "health p99", "health max"];
  const cells = levels.map((each) => [
    String(each.clients),
    `${each.perSecond.toFixed(0)}/s`,
    ...[each.p50, each.p99, each.max].map(milliseconds),
    String(each.tooBusy),
    errorsOf(each),
    ...[each.healthP99, each.healthMax].map(milliseconds),
  ]);
  return [`Executions over HTTP, ${seconds} s each`, ...alignColumns([header, ...cells])].join("\n");
}

function errorsOf({ errors, healthFailures }: Level): string {
  const all = Object.entries({ ...errors, ...(healthFailures > 0 ? { health: healthFailures } : {}) });
  return all.length === 0 ? "0" : all.map(([what, count]) => `${count} ${what}`).join(", ");
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}
