import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Execution, Session } from "@glovebox/protocol";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { Client, type Message } from "../faces/piston.socket.fixture.ts";
import { type Served, serve } from "../server/served.ts";

let served: Served;
beforeAll(async () => {
  served = await serve({ armed: 1 }, openGlovebox);
});
afterAll(() => served[Symbol.asyncDispose]());

async function session(): Promise<string> {
  const answer = await fetch(`${served.url}/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language: "python", environment: "base" }),
  });
  return Session.parse(await answer.json()).id;
}

function talk(id: string): Promise<Client> {
  return Client.open(served.url, { path: `/v1/sessions/${id}/stream` });
}

const isEnd = (ref: string) => (message: Message) => message.type === "ended" && message["ref"] === ref;
const outputOf = (client: Client, ref?: string) =>
  client.heard.flatMap((each) => (each.type === "stdout" && each["ref"] === ref ? [each["data"]] : [])).join("");

test("[sessions.stream] cells are answered with their events, marked with what the client called them", async () => {
  await using client = await talk(await session());
  client.say({ type: "execute", ref: "a", code: "x = 40; print('one')" });
  client.say({ type: "execute", ref: "b", code: "x + 2", returnVariables: ["x"] });
  const ended = await client.hears(isEnd("b"));
  expect(ended).toMatchObject({ outcome: { status: "succeeded" }, variables: { x: 40 } });
  const types = client.heard.map(({ type, ref }) => [ref, type]);
  expect(types).toEqual([
    ["a", "started"],
    ["a", "stdout"],
    ["a", "ended"],
    ["b", "started"],
    ["b", "result"],
    ["b", "ended"],
  ]);
  const ids = new Set(client.heard.map(({ executionId }) => executionId));
  expect(ids.size).toBe(2);
  const record = await fetch(`${served.url}/v1/executions/${ended["executionId"]}`);
  expect(Execution.parse(await record.json())).toMatchObject({ state: "ended", variables: { x: 40 } });
});

test("[sessions.stream] input() reads what the client says while the cell runs", async () => {
  await using client = await talk(await session());
  client.say({
    type: "execute",
    ref: "ask",
    code: "name = input('who? ')\nprint('hello', name)\nimport sys; rest = sys.stdin.read()",
  });
  await client.hears(() => outputOf(client, "ask").includes("who? "));
  client.say({ type: "stdin", data: "glove\nmore" });
  client.say({ type: "stdin", ref: "ask", end: true });
  await client.hears(isEnd("ask"));
  expect(outputOf(client, "ask")).toBe("who? hello glove\n");
  client.say({ type: "execute", ref: "rest", code: "print(rest)" });
  await client.hears(isEnd("rest"));
  expect(outputOf(client, "rest")).toBe("more\n");
});

test("[sessions.stream] an interrupt ends the cell that runs, or the one that is named; the session goes on", async () => {
  await using client = await talk(await session());
  client.say({ type: "execute", ref: "loop", code: "print('in')\nwhile True: pass" });
  client.say({ type: "execute", ref: "waits", code: "print('never')" });
  client.say({ type: "execute", ref: "after", code: "print('after')" });
  await client.hears(() => outputOf(client, "loop").includes("in"));
  client.say({ type: "interrupt", ref: "waits" });
  expect(await client.hears(isEnd("waits"))).toMatchObject({ outcome: { status: "cancelled" } });
  client.say({ type: "interrupt" });
  expect(await client.hears(isEnd("loop"))).toMatchObject({
    outcome: { status: "cancelled", error: { name: "KeyboardInterrupt" } },
  });
  await client.hears(isEnd("after"));
  expect([outputOf(client, "waits"), outputOf(client, "after")]).toEqual(["", "after\n"]);
});

test("[sessions.stream] what is said between cells comes too, and belongs to none", async () => {
  await using client = await talk(await session());
  client.say({
    type: "execute",
    ref: "t",
    code: "import threading; threading.Timer(0.2, lambda: print('later')).start()",
  });
  const later = await client.hears(({ type, data }) => type === "stdout" && data === "later\n");
  expect(later).not.toHaveProperty("ref");
  expect(later).not.toHaveProperty("executionId");
});

test("[sessions.stream] a client that goes away interrupts its cells, and the session stays", async () => {
  const id = await session();
  {
    await using client = await talk(id);
    client.say({ type: "execute", ref: "loop", code: "x = 1; print('in')\nwhile True: pass" });
    await client.hears(() => outputOf(client, "loop").includes("in"));
  }
  await using next = await talk(id);
  next.say({ type: "execute", ref: "x", code: "print(x)" });
  await next.hears(isEnd("x"));
  expect(outputOf(next, "x")).toBe("1\n");
});

test("[sessions.stream] the connection ends with its session", async () => {
  const id = await session();
  await using client = await talk(id);
  await fetch(`${served.url}/v1/sessions/${id}`, { method: "DELETE" });
  expect(await client.closed).toEqual({ code: 1000, reason: "the session has ended" });
});

test("[bad-input.sessions] a message that is wrong is told so, and the connection goes on", async () => {
  await using client = await talk(await session());
  const wrong: [unknown, string | undefined][] = [
    ["{", undefined],
    ["[]", undefined],
    [{ type: "dance", ref: "r" }, "r"],
    [{ type: "execute", ref: 7 }, undefined],
    [{ type: "execute", ref: "none" }, "none"],
    [{ type: "execute", ref: "bad", code: 7 }, "bad"],
    [{ type: "execute", ref: "extra", code: "1", surprise: 1 }, "extra"],
    [{ type: "stdin", data: 7 }, undefined],
    [Buffer.from([0xff, 0xfe]), undefined],
  ];
  for (const [message, ref] of wrong) {
    const before = client.heard.length;
    client.say(message);
    await client.hears(() => client.heard.length > before);
    expect(client.heard.at(-1)).toMatchObject({
      type: "error",
      error: { code: "invalid_request" },
      ...(ref ? { ref } : {}),
    });
  }
  client.say({ type: "dance" });
  await client.hears(
    ({ type, error }) => type === "error" && JSON.stringify(error).includes('"message":"type: must be'),
  );
  client.say({ type: "stdin", data: "for nobody" });
  client.say({ type: "interrupt" });
  client.say({ type: "execute", ref: "ok", code: "print('ok')" });
  await client.hears(isEnd("ok"));
  expect(outputOf(client, "ok")).toBe("ok\n");
});

test("[sessions.rest] over a socket too a branch is made without a body, and a file is sent and read", async () => {
  const at = `${served.url}/v1/sessions/${await session()}`;
  const branch = await fetch(`${at}/branch`, { method: "POST" });
  expect([branch.status, await branch.json()]).toMatchObject([200, { sessions: [{ state: "idle" }] }]);
  const large = Buffer.alloc(5_000_000, "0123456789");
  const headers = { "Content-Type": "application/octet-stream" };
  const put = await fetch(`${at}/files/large.bin`, { method: "PUT", body: large, headers });
  expect(await put.json()).toMatchObject({ size: large.length });
  const got = Buffer.from(await (await fetch(`${at}/files/large.bin`)).arrayBuffer());
  expect(got.equals(large)).toBe(true);
});

test("[bad-input.sessions] an unknown session, a web page and a foreign host get no connection", async () => {
  const id = await session();
  const refused = async (path: string, headers: Record<string, string> = {}) => {
    const socket = new WebSocket(`${served.url.replace("http", "ws")}${path}`, { headers });
    socket.on("error", () => undefined);
    const [, answer] = await once(socket, "unexpected-response");
    const body = Buffer.concat(await Array.fromAsync(answer)).toString();
    return [answer.statusCode, JSON.parse(body).error.code];
  };
  expect(await refused("/v1/sessions/never-was/stream")).toEqual([404, "not_found"]);
  expect(await refused(`/v1/sessions/${id}/stream`, { "X-Client-Id": "other" })).toEqual([404, "not_found"]);
  expect(await refused(`/v1/sessions/${id}/stream`, { Origin: "https://evil.example" })).toEqual([403, "forbidden"]);
  expect(await refused(`/v1/sessions/${id}/stream`, { Host: "evil.example" })).toEqual([403, "forbidden"]);
  expect((await fetch(`${served.url}/v1/sessions/${id}/stream`)).status).toBe(400);
});

test("[sessions.drain] a server that is told to stop lets cells finish, then ends sessions and their connections", async () => {
  await using own = await serve({ armed: 0 }, openGlovebox);
  const made = await fetch(`${own.url}/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language: "python", environment: "base", id: "s" }),
  });
  expect(made.status).toBe(200);
  await using client = await Client.open(own.url, { path: "/v1/sessions/s/stream" });
  const output = await fetch(`${own.url}/v1/sessions/s/output`);
  client.say({ type: "execute", ref: "slow", code: "import time; print('in'); time.sleep(1); print('done')" });
  await client.hears(() => outputOf(client, "slow").includes("in"));
  const drained = own.server.drain();
  const refused = await fetch(`${own.url}/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language: "python", environment: "base" }),
  });
  expect(refused.status).toBe(503);
  await client.hears(isEnd("slow"));
  expect(outputOf(client, "slow")).toBe("in\ndone\n");
  expect(await client.closed).toMatchObject({ code: 1000 });
  expect(await output.text()).toBe("");
  await drained;
});

test("[sessions.drain] a server that is stopped at once cancels the cell that runs, and its record says so", async () => {
  const own = await serve({ armed: 0 }, openGlovebox);
  await fetch(`${own.url}/v1/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ language: "python", environment: "base", id: "s" }),
  });
  const running = fetch(`${own.url}/v1/sessions/s/executions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: "while True: pass" }),
  });
  await vi.waitFor(async () => {
    const { state } = Session.parse(await (await fetch(`${own.url}/v1/sessions/s`)).json());
    expect(state).toBe("busy");
  });
  await delay(100);
  await own[Symbol.asyncDispose]();
  expect(Execution.parse(await (await running).json())).toMatchObject({ outcome: { status: "cancelled" } });
});
