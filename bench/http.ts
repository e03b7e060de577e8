import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Glovebox } from "glovebox";
import { ServedProcess } from "../test/hosts/servedProcess.ts";
import { HttpClient } from "./httpClient.ts";
import type { Bench, Measured } from "./measured.ts";
import { plain, run } from "./programs.ts";
import { medianInTurns } from "./turns.ts";

/** P7: the same execution through a server's socket, and in process. */
export async function p7({ folder }: Bench): Promise<Measured> {
  const dataDir = join(folder, "p7");
  await using server = await ServedProcess.start({ dataDir });
  await using box = await Glovebox.open({ dataDir });
  using client = new HttpClient(server.url);
  await using empty = await emptyServer();
  const [value = 0, reference, bare = 0] = await medianInTurns(
    [
      { run: () => client.run(plain), perRound: 4, warmUps: 30 },
      { run: () => run(box, plain), perRound: 4, warmUps: 30 },
      { run: () => empty.client.post("/", plain), perRound: 2, warmUps: 30 },
    ],
    { rounds: 60, pauseMs: 25 },
  );
  return {
    rows: [
      {
        id: "P7",
        what: "an execution over HTTP",
        against: "in process (P1)",
        unit: "ms",
        value,
        reference,
        limits: { of: "added", better: "lower", reach: 1, miss: 1 },
        note: `of what is added, Node's own HTTP takes ${bare.toFixed(2)} ms: the same request to an empty server`,
      },
    ],
    facts: { emptyServerMs: bare },
  };
}

async function emptyServer(): Promise<AsyncDisposable & { readonly client: HttpClient }> {
  const child = fork(join(import.meta.dirname, "emptyServer.ts"), { execArgv: [] });
  const [{ port }] = await once(child, "message");
  const client = new HttpClient(`http://127.0.0.1:${port}`);
  return {
    client,
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      child.disconnect();
      await once(child, "exit");
    },
  };
}
