import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND, Place } from "./command.fixture.ts";
import { events, execute, Served } from "./server.fixture.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

const COMMAND_LINE = [process.execPath, COMMAND, "serve", "--port", "0", "--data-dir", "kept"];
const DRAINS = "no new executions are taken";

/** Asks until it is heard: a signal that comes right after another one counts as the same. */
async function insist(served: Served): Promise<void> {
  const timer = setInterval(() => served.signal("SIGTERM"), 400);
  await served.says("stopping at once");
  clearInterval(timer);
}

test("[serve.start] it tells where it listens, and serves executions and its documentation there", async () => {
  await using served = await Served.start(place, COMMAND_LINE);
  expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  const said = [];
  for await (const event of events(await served.execute("print(6 * 7)"))) said.push(event);
  expect(said).toContainEqual(expect.objectContaining({ type: "stdout", data: "42\n" }));
  expect(said.at(-1)).toMatchObject({ type: "ended", outcome: { status: "succeeded" } });
  expect((await fetch(`${served.url}/docs`)).status).toBe(200);
  served.signal("SIGTERM");
  expect(await served.ended).toMatchObject({ code: 0, stdout: "" });
});

test("[serve.start] settings of the folder's file are in force", async () => {
  place.put("glovebox.config.json", JSON.stringify({ limits: { openFiles: 55 }, port: 0 }));
  await using served = await Served.start(place, [process.execPath, COMMAND, "serve", "--data-dir", "kept"]);
  const said = [];
  const response = await served.execute("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])");
  for await (const event of events(response)) said.push(event);
  expect(said).toContainEqual(expect.objectContaining({ type: "stdout", data: "55\n" }));
  served.signal("SIGINT");
  expect(await served.ended).toMatchObject({ code: 0 });
});

test("[serve.drain] the first signal lets what runs end, takes nothing new, and ends with 0", async () => {
  await using served = await Served.start(place, COMMAND_LINE);
  const said: { type: string; outcome?: { status: string } }[] = [];
  for await (const event of events(await served.execute("import time; time.sleep(2); print('done')"))) {
    said.push(event);
    if (event.type !== "started") continue;
    served.signal("SIGTERM");
    await served.says(DRAINS);
    const refused = await served.execute("print(1)");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("Retry-After")).toMatch(/^\d+$/);
    await refused.body?.cancel();
  }
  expect(said.at(-1)).toMatchObject({ type: "ended", outcome: { status: "succeeded" } });
  expect(await served.ended).toMatchObject({ code: 0 });
});

test("[serve.drain] a second signal stops at once and ends with 130", async () => {
  await using served = await Served.start(place, COMMAND_LINE);
  const more = { limits: { timeoutMs: 300_000 } };
  const statuses: (string | undefined)[] = [];
  try {
    for await (const event of events(await served.execute("import time; time.sleep(300)", more))) {
      if (event.type === "ended") statuses.push(event.outcome?.status);
      if (event.type === "started") {
        served.signal("SIGTERM");
        void served.says(DRAINS).then(() => insist(served));
      }
    }
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError); // the connection was cut before the last event
  }
  expect(await served.ended).toMatchObject({ code: 130, stderr: expect.stringContaining("stopping at once") });
  for (const status of statuses) expect(status).toBe("cancelled");
});

test.each([
  ["nobody reads", 'exec "$0" "$@"'],
  ["a full disk does not take", 'exec "$0" "$@" 2>/dev/full'],
])("[serve.unheard] it serves although %s its messages", async (_, script) => {
  const port = await freePort();
  const command = [process.execPath, COMMAND, "serve", "--port", String(port), "--data-dir", "kept"];
  const child = place.start(["sh", "-c", script, ...command]);
  const exited = once(child, "exit");
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  try {
    const url = `http://127.0.0.1:${port}`;
    await expect.poll(() => isHealthy(url), { timeout: 20_000 }).toBe(true);
    const statuses = [];
    for await (const event of events(await execute(url, "print(1)"))) statuses.push(event.outcome?.status);
    expect(statuses.at(-1)).toBe("succeeded");
  } finally {
    child.kill("SIGTERM");
  }
  expect(await exited).toEqual([0, null]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test("[serve.start] a port in use stops it with 2 and the setting's name", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, stdout, stderr } = await place.glovebox(["serve", "--port", String(port), "--data-dir", "kept"]);
  other.close();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^glovebox: port: ${port} on 127\\.0\\.0\\.1 is in use`));
  expect(stderr).toMatch(/^glovebox: what to do: /m);
});

test("[serve.start] a data directory that is a file stops it with 2 and the setting's name", async () => {
  place.put("kept", "a file");
  const { code, stdout, stderr } = await place.glovebox(["serve", "--port", "0", "--data-dir", "kept"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^glovebox: dataDir: /);
});

test("[serve.exposed] an address that is not loopback is refused, and allowed only with a loud warning", async () => {
  const refused = await place.glovebox(["serve", "--port", "0", "--host", "0.0.0.0", "--data-dir", "kept"]);
  expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--insecure-no-auth") });
  await using served = await Served.start(place, [...COMMAND_LINE, "--host", "0.0.0.0", "--insecure-no-auth"]);
  await served.says("WARNING");
  served.signal("SIGTERM");
  expect(await served.ended).toMatchObject({ code: 0 });
});

test("[policy.nothing-runs] a policy over HTTP ends as rejected, with 200 and nothing started", async () => {
  await using served = await Served.start(place, COMMAND_LINE);
  const said = [];
  for await (const event of events(await served.execute("import os", { policy: "standard" }))) said.push(event);

  expect(said).toEqual([{ type: "ended", outcome: expect.objectContaining({ status: "rejected" }) }]);
  const { executions } = (await (await fetch(`${served.url}/v1/executions`)).json()) as { executions: unknown[] };
  expect(executions[0]).toMatchObject({ language: "python", state: "ended", outcome: { status: "rejected" } });
  expect(executions[0]).not.toHaveProperty("startedAt");
  served.signal("SIGTERM");
  await served.ended;
});
