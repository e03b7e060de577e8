import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Execution, ExecutionList } from "@glovebox/protocol";
import type { HttpClient } from "../httpClient.ts";
import { executionOf } from "./answers.ts";
import type { Caller, Kind } from "./kind.ts";

const MiB = 1024 * 1024;
const ENDED_MS = 15_000;

/** Clients that do not do their part. Whatever they started must end. */
export const rude: readonly Kind[] = [
  { name: "leaves while it runs", group: "rude", weight: 2, run: leaves },
  { name: "never reads its answer", group: "rude", weight: 0.3, atOnce: 1, run: neverReads },
  { name: "never finishes its body", group: "rude", weight: 1, atOnce: 2, run: slowBody },
  { name: "leaves within its body", group: "rude", weight: 1, run: leavesWithinBody },
  { name: "speaks no HTTP", group: "rude", weight: 1, run: speaksNoHttp },
];

async function leaves({ http }: Caller): Promise<void> {
  const request = { language: "python", code: "import time; print('begun', flush=True); time.sleep(25)" };
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
  const stream = await http.open("/v1/executions", { method: "POST", headers, body: JSON.stringify(request) });
  let text = "";
  for await (const piece of stream.setEncoding("utf8")) {
    text += piece;
    if (text.includes("begun")) break; // which destroys the connection
  }
  const id = /"id":"([^"]+)"/.exec(text)?.[1] ?? "";
  const { outcome } = await ended(async () => executionOf(await http.call(`/v1/executions/${id}`)));
  assert.equal(outcome?.status, "cancelled");
}

async function neverReads({ http, random }: Caller): Promise<void> {
  const clientId = `silent-${random()}`;
  const code = "for _ in range(8): print('x' * (1 << 20))";
  const body = JSON.stringify({ language: "python", code, limits: { outputBytes: 16 * MiB } });
  const socket = await open(http);
  socket.pause();
  const headers = ["Content-Type: application/json", "Accept: application/x-ndjson", `X-Client-Id: ${clientId}`];
  socket.write(requestHead("POST", "/v1/executions", [...headers, `Content-Length: ${body.length}`]) + body);
  await sleep(2_000);
  socket.destroy();
  const last = await ended(async () => {
    const { body: list } = await http.call("/v1/executions?limit=1", { headers: { "X-Client-Id": clientId } });
    return ExecutionList.parse(JSON.parse(list.toString())).executions[0];
  });
  assert.match(last.outcome?.status ?? "", /^(cancelled|succeeded)$/);
}

async function slowBody({ http }: Caller): Promise<void> {
  const socket = await open(http);
  socket.write(requestHead("POST", "/v1/executions", ["Content-Type: application/json", "Content-Length: 1000"]));
  const drip = setInterval(() => socket.writable && socket.write("["), 400);
  const answer = await all(socket).finally(() => clearInterval(drip));
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /"code":"request_timeout"/);
}

async function leavesWithinBody({ http }: Caller): Promise<void> {
  const socket = await open(http);
  const head = requestHead("POST", "/v1/executions", ["Content-Type: application/json", "Content-Length: 1000"]);
  socket.write(`${head}{"language": "pyth`);
  await sleep(20);
  socket.destroy();
  assert.equal((await http.call("/healthz")).status, 200);
}

async function speaksNoHttp({ http }: Caller): Promise<void> {
  const socket = await open(http);
  socket.write("EHLO example.com\r\n\r\n");
  const answer = await all(socket);
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.match(answer, /"code":"invalid_request"/);
}

async function open({ url }: HttpClient): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.on("error", () => undefined); // it may be reset: what is expected is asked of the answer
  return socket;
}

function requestHead(method: string, path: string, headers: readonly string[]): string {
  return `${[`${method} ${path} HTTP/1.1`, "Host: localhost", ...headers].join("\r\n")}\r\n\r\n`;
}

/** Everything until the server closes the connection. */
async function all(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("latin1").on("data", (piece) => {
    text += piece;
  });
  await once(socket, "close", { signal: AbortSignal.timeout(ENDED_MS) });
  return text;
}

async function ended<T extends Pick<Execution, "state" | "outcome">>(look: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + ENDED_MS;
  for (;;) {
    const found = await look();
    if (found?.state === "ended") return found;
    if (performance.now() > until)
      throw new Error(`not ended ${ENDED_MS / 1_000} s after its client left: ${found?.state}`);
    await sleep(50);
  }
}
