// Many clients in one process, apart from the server's and from whoever watches it. Its argument is what to do as JSON,
// its output what came of it.
import { setTimeout as sleep } from "node:timers/promises";
import { HttpClient } from "../httpClient.ts";
import { plain } from "../programs.ts";
import { percentile } from "../table.ts";

export type LoadOrder = { readonly url: string; readonly clients: number; readonly seconds: number };
export type LoadReport = {
  readonly done: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Answers 429. */
  readonly tooBusy: number;
  /** How often each other failure came. */
  readonly errors: Readonly<Record<string, number>>;
};

const { prints, ...request } = plain;
console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? ""))));

async function load({ url, clients, seconds }: LoadOrder): Promise<LoadReport> {
  using http = new HttpClient(url);
  const until = performance.now() + seconds * 1_000;
  const latencies: number[] = [];
  const errors: Record<string, number> = {};
  let tooBusy = 0;
  const client = async () => {
    while (performance.now() < until) {
      const started = performance.now();
      const ended = await execute(http);
      if (ended === "done") latencies.push(performance.now() - started);
      else if (typeof ended === "string") errors[ended] = (errors[ended] ?? 0) + 1;
      else {
        tooBusy += 1;
        await sleep(ended.retryAfterMs);
      }
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = latencies.length / ((performance.now() - started) / 1_000);
  const [p50, p99, max] = [percentile(latencies, 0.5), percentile(latencies, 0.99), percentile(latencies, 1)];
  return { done: latencies.length, perSecond, p50, p99, max, tooBusy, errors };
}

/** "done", what went wrong, or when to come again. */
async function execute(http: HttpClient): Promise<string | { retryAfterMs: number }> {
  try {
    const { status, headers, body } = await http.post("/v1/executions", request);
    if (status === 429) return { retryAfterMs: Number(headers["retry-after"]) * 1_000 };
    if (status !== 200) return `status ${status}`;
    const { outcome, stdout } = JSON.parse(body.toString());
    return outcome.status === "succeeded" && stdout.includes(prints) ? "done" : `outcome ${outcome.status}`;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
