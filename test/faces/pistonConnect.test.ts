import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { readServerSettings } from "../../packages/server/src/settings.ts";
import { type Served, serve } from "../server/served.ts";
import { Client } from "./piston.socket.fixture.ts";

let served: Served;
beforeAll(async () => {
  served = await serve({ maxBodyBytes: 100_000, requestTimeoutMs: 2_000 });
});
afterAll(() => served[Symbol.asyncDispose]());

const open = (options?: { path?: string; headers?: Record<string, string> }) => Client.open(served.url, options);

/** How an execution is told that began with this client. */
async function execution(client: string): Promise<{ state: string; outcome?: { status: string } } | undefined> {
  const answer = await fetch(`${served.url}/v1/executions`, { headers: { "X-Client-Id": client } });
  const { executions } = (await answer.json()) as { executions: { state: string; outcome?: { status: string } }[] };
  return executions[0];
}

async function ended(client: string): Promise<string | undefined> {
  for (let turn = 0; turn < 500; turn++) {
    const found = await execution(client);
    if (found?.state === "ended") return found.outcome?.status;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return "still running";
}

describe("a job", () => {
  test.each(["/api/v2/connect", "/api/v2/piston/connect", "/api/v2/connect?x=1"])(
    "[piston.connect] is told as it happens, over %s",
    async (path) => {
      await using client = await open({ path });
      client.init("print hello\nerror oh\nexit 3");
      expect(await client.closed).toEqual({ code: 4999, reason: "Job Completed" });
      expect(client.heard).toEqual([
        { type: "runtime", language: "python", version: "1.0.0" },
        { type: "stage", stage: "run" },
        { type: "data", stream: "stdout", data: "hello\n" },
        { type: "data", stream: "stderr", data: "oh\n" },
        { type: "exit", stage: "run", code: 3, signal: null },
      ]);
    },
  );

  test("[piston.connect] that is compiled has two stages", async () => {
    await using client = await open();
    client.init("compile built\nprint ran");
    await client.closed;
    expect(client.heard).toEqual([
      { type: "runtime", language: "python", version: "1.0.0" },
      { type: "stage", stage: "compile" },
      { type: "data", stream: "stdout", data: "built\n" },
      { type: "exit", stage: "compile", code: 0, signal: null },
      { type: "stage", stage: "run" },
      { type: "data", stream: "stdout", data: "ran\n" },
      { type: "exit", stage: "run", code: 0, signal: null },
    ]);
  });

  test("[piston.connect] whose compiler fails has one", async () => {
    await using client = await open();
    client.init("compile-error no\ncompile-fail 2\nprint ran");
    expect(await client.closed).toEqual({ code: 4999, reason: "Job Completed" });
    expect(client.heard.slice(2)).toEqual([
      { type: "data", stream: "stderr", data: "no\n" },
      { type: "exit", stage: "compile", code: 2, signal: null },
    ]);
  });

  test.each([
    ["kill SIGSEGV", null, "SIGSEGV"],
    ["sleep 60000", null, "SIGKILL"],
    ["flood", null, "SIGKILL"],
  ])("[piston.connect] that ends by %s has a signal", async (code, exitCode, signal) => {
    await using client = await open();
    client.init(code, { run_timeout: 100 });
    await client.closed;
    expect(client.heard.at(-1)).toEqual({ type: "exit", stage: "run", code: exitCode, signal });
  });

  test("[piston.connect] reads what comes while it runs", async () => {
    await using client = await open();
    client.init("echo-line\necho-line\necho-line");
    client.say({ type: "data", stream: "stdin", data: "first\nsec" });
    await client.hearsOutput("first\n");
    client.say({ type: "data", stream: "stdin", data: "ond\n" });
    await client.hearsOutput("second\n");
    client.say(Buffer.from(JSON.stringify({ type: "data", stream: "stdin", data: "dritter ü\n" })));
    await client.closed;
    expect(client.output).toBe("first\nsecond\ndritter ü\n");
  });

  test("[piston.connect] begins with the stdin that init gives, and no newline is added", async () => {
    await using client = await open();
    client.init("echo-line", { stdin: "a" });
    await client.hears(({ type }) => type === "stage");
    client.say({ type: "data", stream: "stdin", data: "b\n" });
    await client.closed;
    expect(client.output).toBe("ab\n");
  });

  test.each(["SIGINT", "SIGTERM", "SIGUSR1", "SIGKILL"])("[piston.connect] gets the signal %s", async (signal) => {
    await using client = await open();
    client.init("wait-signal");
    client.say({ type: "signal", signal });
    expect((await client.closed).code).toBe(4999);
    expect(client.output).toBe(`${signal}\n`);
  });

  test("[piston.connect] ends with its client, however that goes", async () => {
    for (const [name, leave] of [
      ["closes", (client: Client) => client.socket.close()],
      ["vanishes", (client: Client) => client.socket.terminate()],
      ["errs", (client: Client) => client.say("{")],
      ["insists", (client: Client) => client.init("print again")],
    ] as const) {
      const client = await open({ headers: { "X-Client-Id": name } });
      client.init("print ready\nsleep 60000", { run_timeout: 3_000 });
      await client.hearsOutput("ready");
      leave(client);
      await client.closed;
      expect([name, await ended(name)]).toEqual([name, "cancelled"]);
    }
  });

  test("[piston.connect] is an execution like any other: recorded for its principal", async () => {
    await using client = await open({ headers: { "X-Client-Id": "recorded" } });
    client.init("print 1");
    await client.closed;
    expect(await ended("recorded")).toBe("succeeded");
    expect(await execution("somebody-else")).toBe(undefined);
  });

  test("[piston.connect] of a client that does not read is held up, and loses nothing", async () => {
    await using client = await open();
    client.socket.pause();
    const lines = Array.from({ length: 900 }, (_, index) => `print ${index} ${"x".repeat(80)}`);
    client.init(lines.join("\n"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.socket.resume();
    expect((await client.closed).code).toBe(4999);
    expect(client.output).toBe(lines.map((line) => `${line.slice("print ".length)}\n`).join(""));
  });
});

test("[piston.connect] whoever cancels a job does not wait for a client that does not read", async () => {
  const { piston } = readServerSettings({ piston: { outputMaxSize: 1024 ** 3, runTimeout: 60_000 } });
  await using own = await serve({ piston });
  await using client = await Client.open(own.url);
  client.init("print ready\nflood", { run_timeout: 60_000 });
  await client.hearsOutput("ready");
  client.socket.pause();
  const { executions } = (await (await fetch(`${own.url}/v1/executions`)).json()) as { executions: { id: string }[] };
  await new Promise((resolve) => setTimeout(resolve, 300)); // until the sockets between are full
  const answer = await fetch(`${own.url}/v1/executions/${executions[0]?.id}`, { method: "DELETE" });
  expect(await answer.json()).toMatchObject({ state: "ended", outcome: { status: "cancelled" } });
});

describe("a connection is closed", () => {
  test("[piston.connect] with 4001 where nothing is said for a second", async () => {
    await using client = await open();
    expect(await client.closed).toEqual({ code: 4001, reason: "Initialization Timeout" });
  });

  test("[piston.connect] with 4000 at a second init", async () => {
    await using client = await open();
    client.init("wait-signal");
    client.init("print 1");
    expect(await client.closed).toEqual({ code: 4000, reason: "Already Initialized" });
  });

  test.each([
    ["data", { type: "data", stream: "stdin", data: "x" }],
    ["a signal", { type: "signal", signal: "SIGINT" }],
    ["data for another stream", { type: "data", stream: "stdout", data: "x" }],
  ])("[piston.connect] with 4003 at %s before init", async (_, message) => {
    await using client = await open();
    client.say(message);
    expect(await client.closed).toEqual({ code: 4003, reason: "Not yet initialized" });
  });

  test.each(["stdout", "stderr", "", undefined, 3])("[piston.connect] with 4004 at data for %j", async (stream) => {
    await using client = await open();
    client.init("wait-signal");
    client.say({ type: "data", stream, data: "x" });
    expect(await client.closed).toEqual({ code: 4004, reason: "Can only write to stdin" });
  });

  test.each(["SIGNOTHING", "sigint", 2, null, { SIGINT: 1 }])(
    "[piston.connect] with 4005 at the signal %j",
    async (signal) => {
      await using client = await open();
      client.init("wait-signal");
      client.say({ type: "signal", signal });
      expect(await client.closed).toEqual({ code: 4005, reason: "Invalid signal" });
    },
  );

  test.each([
    ["no version", { version: undefined }, "version is required as a string"],
    ["an unknown language", { language: "klingon" }, "klingon-* runtime is unknown"],
    ["a text as args", { args: "abc" }, "args must be an array of strings"],
    ["too much time", { run_timeout: 3001 }, "run_timeout cannot exceed the configured limit of 3000"],
  ])("[piston.connect] with 4002 and a message at an init with %s", async (_, wrong, message) => {
    await using client = await open();
    client.init("print 1", wrong);
    expect(await client.closed).toEqual({ code: 4002, reason: "Notified Error" });
    expect(client.heard).toEqual([{ type: "error", message }]);
  });

  test.each([
    ["", /is empty/],
    ["{", /not valid JSON/],
    ["null", /must be a JSON object/],
    ["[]", /must be a JSON object/],
    ["7", /must be a JSON object/],
    [Buffer.from([0xff, 0xfe]), /not valid UTF-8/],
    ["[".repeat(90_000), /nested deeper/],
    [`{"type":"init","a":${"[".repeat(40_000)}${"]".repeat(40_000)}}`, /nested deeper/],
    ['{"type":"data","stream":"stdin","data":7}', /data must be a string/],
  ])("[piston.connect] with 4002 at the message %.20j, and the server lives on", async (message, told) => {
    await using client = await open();
    client.say(message);
    expect((await client.closed).code).toBe(4002);
    expect(client.heard).toEqual([{ type: "error", message: expect.stringMatching(told) }]);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  });

  test("[piston.connect] not at a message of an unknown type", async () => {
    await using client = await open();
    client.say({ type: "hello" });
    client.say({});
    client.init("print 1");
    expect((await client.closed).code).toBe(4999);
  });

  test("[piston.connect] at a message larger than a body may be", async () => {
    await using client = await open();
    client.init("x".repeat(200_000));
    expect((await client.closed).code).toBe(1009);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  });

  test("[piston.connect] where more comes than the program reads, the client waits", async () => {
    await using client = await open();
    client.init("sleep 200\necho-line", { run_timeout: 3_000 });
    for (let turn = 0; turn < 100; turn++) client.say({ type: "data", stream: "stdin", data: "x".repeat(50_000) });
    client.say({ type: "data", stream: "stdin", data: "\n" });
    await client.closed;
    expect(client.output.length).toBeLessThanOrEqual(1024 * 1024);
    expect(client.heard.at(-1)).toMatchObject({ type: "exit" });
  });
});

describe("the handshake", () => {
  async function refusal(
    headers: Record<string, string>,
    url = `${served.url.replace("http", "ws")}/api/v2/connect`,
  ): Promise<number> {
    const socket = new WebSocket(url, { headers });
    socket.on("error", () => undefined);
    const [, response] = await once(socket, "unexpected-response");
    socket.terminate();
    return response.statusCode;
  }

  test.each([
    { Host: "evil.example" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
  ])("[server.host] [server.origin] refuses a web page that sends %j", async (headers) => {
    expect(await refusal(headers as Record<string, string>)).toBe(403);
  });

  test("[bad-input.http] refuses a client id that is none", async () => {
    expect(await refusal({ "X-Client-Id": "a b" })).toBe(400);
  });

  test("[piston.connect] is for its own paths only; elsewhere a request stays one", async () => {
    expect(await refusal({}, `${served.url.replace("http", "ws")}/v1/executions`)).toBe(200);
    expect(await refusal({}, `${served.url.replace("http", "ws")}/nothing`)).toBe(404);
    const answer = await fetch(`${served.url}/api/v2/connect`);
    expect([answer.status, await answer.json()]).toEqual([404, { message: "Not Found" }]);
  });

  test("[piston.connect] survives what is no handshake", async () => {
    const { hostname, port } = new URL(served.url);
    for (const lines of [
      ["GET /api/v2/connect HTTP/1.1", `Host: ${hostname}:${port}`, "Connection: Upgrade", "Upgrade: websocket"],
      [
        "POST /api/v2/connect HTTP/1.1",
        `Host: ${hostname}`,
        "Connection: Upgrade",
        "Upgrade: WebSocket",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 99",
      ],
    ]) {
      const stream = connect(Number(port), hostname);
      stream.write(`${lines.join("\r\n")}\r\n\r\n`);
      const [answer] = await once(stream, "data");
      expect(String(answer)).toMatch(/^HTTP\/1.1 4\d\d /);
      stream.destroy();
    }
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  });

  test("[piston.connect] is refused past so many connections as there may be executions", async () => {
    await using small = await serve({ concurrency: 1, queue: 1 });
    await using one = await Client.open(small.url);
    await using two = await Client.open(small.url);
    expect(await refusal({}, `${small.url.replace("http", "ws")}/api/v2/connect`)).toBe(429);
    one.socket.close();
    await one.closed;
    await using three = await Client.open(small.url);
    three.init("print 3");
    expect((await three.closed).code).toBe(4999);
    two.socket.close();
  });
});

test("[piston.connect] a server that stops cancels the jobs of its connections, and does not wait for the clients", async () => {
  const own = await serve();
  const client = await Client.open(own.url);
  client.init("print ready\nsleep 60000", { run_timeout: 3_000 });
  await client.hearsOutput("ready");
  const idle = await Client.open(own.url);
  await own[Symbol.asyncDispose]();
  await Promise.all([client.closed, idle.closed]);
});
