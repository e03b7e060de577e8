import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { ApiError, ExecutionList } from "@glovebox/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { program, type Served, serve } from "./served.ts";

let served: Served;
beforeEach(async () => {
  served = await serve({ requestTimeoutMs: 500, concurrency: 4, maxBodyBytes: 100_000 });
});
afterEach(() => served[Symbol.asyncDispose]());

function dial(): Socket {
  const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
  socket.on("error", () => undefined); // the server may cut it off
  return socket;
}

/** Sends and reads until the server closes. */
async function exchange(text: string): Promise<{ status: number; error: ApiError["error"] }> {
  const socket = dial();
  socket.write(text);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");
  const answer = Buffer.concat(chunks).toString();
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), error: ApiError.parse(JSON.parse(body)).error };
}

function request(body: string, headers: readonly string[] = []): string {
  const lines = ["POST /v1/executions HTTP/1.1", "Host: localhost", "Content-Type: application/json", ...headers];
  return `${[...lines, `Content-Length: ${Buffer.byteLength(body)}`].join("\r\n")}\r\n\r\n${body}`;
}

async function list(): Promise<ExecutionList["executions"]> {
  return ExecutionList.parse(await (await fetch(`${served.url}/v1/executions?limit=100`)).json()).executions;
}

const post = (code: string, headers = {}) =>
  fetch(`${served.url}/v1/executions`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(program(code)),
  });

test("[server.execution] a request over the socket is answered, and so is the next one", async () => {
  for (const word of ["one", "two"])
    expect(await (await post(`print ${word}`)).json()).toMatchObject({ stdout: `${word}\n` });
});

test("[server.idle] an idle connection is kept longer than clients keep theirs, and than a request may take to come", async () => {
  const socket = dial();
  let answers = "";
  socket.setEncoding("utf8").on("data", (piece: string) => {
    answers += piece;
  });
  const answered = (count: number) =>
    expect.poll(() => answers.split("HTTP/1.1 200").length - 1, { interval: 10 }).toBe(count);
  const ask = () => socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ask();
  await answered(1);
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // three times requestTimeoutMs
  ask();
  await answered(2);
  expect(answers).toMatch(/Keep-Alive: timeout=100\r\n/);
  socket.destroy();
});

test("[server.cancel] closing the connection stops what runs and what waits, blocking or streaming", async () => {
  const sockets = Array.from({ length: 6 }, (_, index) => {
    const socket = dial();
    socket.write(
      request(JSON.stringify(program("print x\nsleep 60000")), index % 2 === 0 ? [] : ["Accept: text/event-stream"]),
    );
    return socket;
  });
  await vi.waitFor(async () =>
    expect((await list()).map(({ state }) => state).sort()).toEqual([
      "queued",
      "queued",
      "running",
      "running",
      "running",
      "running",
    ]),
  );
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(async () => {
    expect((await list()).map(({ outcome }) => outcome?.status)).toEqual(Array(6).fill("cancelled"));
  });
});

test("[server.slow-clients] a body that never comes whole is a 408", async () => {
  const { status, error } = await exchange(
    request('{"language":').replace(/Content-Length: \d+/, "Content-Length: 1000"),
  );
  expect([status, error.code]).toEqual([408, "request_timeout"]);
  expect(await list()).toEqual([]);
});

test("[server.slow-clients] headers that never end are a 408, too large ones a 431, no HTTP at all a 400", async () => {
  expect((await exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n")).status).toBe(408);
  expect((await exchange(`GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(100_000)}\r\n\r\n`)).status).toBe(
    431,
  );
  expect((await exchange("\x16\x03\x01 hello\r\n\r\n")).status).toBe(400);
});

test.each([
  "GET /healthz HTTP/1.0",
  "GET /healthz HTTP/1.1",
  "GET /healthz HTTP/1.1\r\nHost: a b",
  "GET / HTTP/1.1\r\nHost: x@y",
])("[bad-input.http] the request %j, which names no address, is a 400 that says so", async (head) => {
  const { status, error } = await exchange(`${head}\r\n\r\n`);
  expect([status, error.code, error.field]).toEqual([400, "invalid_request", "Host"]);
});

test("[bad-input.http] a chunked body is counted, and one that says its length is refused before it comes", async () => {
  const chunked = request("").replace("Content-Length: 0", "Transfer-Encoding: chunked\r\nConnection: close");
  expect((await exchange(`${chunked}${(200_000).toString(16)}\r\n${"x".repeat(200_000)}\r\n0\r\n\r\n`)).status).toBe(
    413,
  );
  const announced = request("").replace("Content-Length: 0", "Content-Length: 100001\r\nConnection: close");
  expect((await exchange(announced)).status).toBe(413);
});

test("[server.slow-clients] a client that never reads is cut off, its program ends, and others do not notice", async () => {
  const socket = dial();
  socket.pause();
  const flood = { ...program("flood"), limits: { outputBytes: 500_000_000 } };
  socket.write(request(JSON.stringify(flood), ["Accept: application/x-ndjson"]));
  await vi.waitFor(async () => expect(await list()).toMatchObject([{ state: "running" }]));
  expect(await (await post("print others")).json()).toMatchObject({ stdout: "others\n" });
  await vi.waitFor(async () => expect((await list()).at(-1)?.outcome?.status).toBe("cancelled"), { timeout: 10_000 });
  socket.destroy();
});

test("[server.health] 1,000 idle connections and 100 that send slowly do not keep the health check waiting", async () => {
  const idle = Array.from({ length: 1_000 }, dial);
  await Promise.all(idle.map((socket) => once(socket, "connect")));
  for (const socket of idle.slice(0, 100)) socket.write("POST /v1/executions HTTP/1.1\r\nHost: localhost\r\n");
  expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  expect(await (await post("print works")).json()).toMatchObject({ stdout: "works\n" });
  for (const socket of idle) socket.destroy();
});

test("[server.slow-clients] a stream whose program is silent is not taken for a stalled one", async () => {
  const answer = await post("print a\nsleep 1500\nprint b", { Accept: "application/x-ndjson" });
  expect((await answer.text()).trimEnd().split("\n").at(-1)).toContain('"succeeded"');
});
