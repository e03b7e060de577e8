import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { Execution } from "@glovebox/protocol";
import { expect, test, vi } from "vitest";
import { Server } from "../../packages/server/src/server.ts";
import { readServerSettings } from "../../packages/server/src/settings.ts";
import { openDummyBox } from "./dummyBox.ts";
import { listed, program, serve, temporaryFolder } from "./served.ts";

async function start(overrides: Parameters<typeof readServerSettings>[0]): Promise<Server> {
  return Server.start(readServerSettings({ port: 0, ...overrides }), openDummyBox);
}

const post = (url: string, code: string) =>
  fetch(`${url}/v1/executions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(program(code)),
  });

test.each(["0.0.0.0", "::", "10.1.2.3", "example.com"])(
  "[server.loopback] without keys the address %s is refused, and insecureNoAuth is named",
  async (host) => {
    using folder = temporaryFolder();
    await expect(start({ dataDir: folder.path, host })).rejects.toMatchObject({
      code: "invalid_request",
      field: "host",
      advice: expect.stringContaining("insecureNoAuth"),
    });
  },
);

test("[server.loopback] with insecureNoAuth any address of the machine can be called, and no other name", async () => {
  await using served = await serve({ host: "0.0.0.0", insecureNoAuth: true });
  const { port } = new URL(served.url);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const statusFor = async (host: string) => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request({ port, path: "/healthz", headers: { host } }, (answer) => resolve(answer.resume().statusCode)).end();
    return promise;
  };
  expect([await statusFor("192.168.1.7:80"), await statusFor("evil.example")]).toEqual([200, 403]);
});

test("[bad-input.port] a port in use, and a host that is not this machine's, are refused by name", async () => {
  await using served = await serve();
  using folder = temporaryFolder();
  const port = Number(new URL(served.url).port);
  await expect(start({ dataDir: folder.path, port })).rejects.toMatchObject({ code: "unavailable", field: "port" });
  const foreign = start({ dataDir: folder.path, host: "192.0.2.1", insecureNoAuth: true });
  await expect(foreign).rejects.toMatchObject({ code: "unavailable", field: "host" });
  // What was opened for the failed starts is closed again.
  await (await start({ dataDir: folder.path }))[Symbol.asyncDispose]();
});

test("[bad-input.data-dir] two servers never share a data directory", async () => {
  using folder = temporaryFolder();
  await using _first = await start({ dataDir: folder.path });
  await expect(start({ dataDir: folder.path })).rejects.toMatchObject({ code: "unavailable", field: "dataDir" });
});

test("[server.drain] a server that drains finishes what it has, refuses more, and says that it is not ready", async () => {
  await using served = await serve();
  const running = post(served.url, "sleep 300\nprint finished");
  await vi.waitFor(async () => {
    const executions = await listed(await fetch(`${served.url}/v1/executions`));
    expect(executions).toHaveLength(1);
  });
  const drained = served.server.drain();
  const refused = await post(served.url, "print more");
  expect([refused.status, refused.headers.has("Retry-After")]).toEqual([503, true]);
  expect((await fetch(`${served.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
  await drained;
  expect(await (await running).json()).toMatchObject({ stdout: "finished\n", outcome: { status: "succeeded" } });
});

test("[server.drain] a client that reads its large answer late has it whole", async () => {
  await using served = await serve();
  const flood = { ...program("sleep 300\nflood"), limits: { outputBytes: 20_000_000 } };
  const { promise, resolve } = Promise.withResolvers<IncomingMessage>();
  const headers = { "Content-Type": "application/json" };
  request(`${served.url}/v1/executions`, { method: "POST", headers }, resolve).end(JSON.stringify(flood));
  await vi.waitFor(async () => {
    expect(await listed(await fetch(`${served.url}/v1/executions`))).toHaveLength(1);
  });
  const closed = served.server.drain().then(() => served.server[Symbol.asyncDispose]());
  const answer = await promise;
  await delay(200);
  const execution = Execution.parse(await json(answer));
  expect(execution.outcome?.status).toBe("output_limit");
  expect(execution.stdout.length).toBeGreaterThan(8_000_000);
  await closed;
});

test("[server.drain] what does not end in time is not waited for, and is answered and recorded as cancelled", async () => {
  using folder = temporaryFolder();
  const server = await start({ dataDir: folder.path, drainMs: 50 });
  const running = post(server.url, "sleep 60000");
  await vi.waitFor(async () => {
    const executions = await listed(await fetch(`${server.url}/v1/executions`));
    expect(executions).toMatchObject([{ state: "running" }]);
  });
  await server.drain();
  await server[Symbol.asyncDispose]();
  expect(await (await running).json()).toMatchObject({ outcome: { status: "cancelled" } });
  await using again = await start({ dataDir: folder.path });
  const executions = await listed(await fetch(`${again.url}/v1/executions`));
  expect(executions).toMatchObject([{ state: "ended", outcome: { status: "cancelled" } }]);
});
