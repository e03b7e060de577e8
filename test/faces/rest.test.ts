import { Execution, ExecutionList } from "@glovebox/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { App, errorOf, program } from "../server/served.ts";

let app: App;
beforeEach(async () => {
  app = await App.open({ concurrency: 2 });
});
afterEach(() => app[Symbol.asyncDispose]());

const NO_ID = "01a1fd8c-f35b-711e-955b-0dc18d8ef1b6";

describe("running code", () => {
  test("[server.execution] the answer to a request is the execution as it ended, and stays to be looked up", async () => {
    const answer = await app.post({ ...program("print hello\nerror oh\nwrite a/b.txt hi"), metadata: { ours: [1] } });
    expect(answer.status).toBe(200);
    const execution = Execution.parse(await answer.json());
    expect(execution).toMatchObject({ state: "ended", stdout: "hello\n", stderr: "oh\n", metadata: { ours: [1] } });
    expect(execution.outcome).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(execution.artifacts).toMatchObject([
      { name: "a/b.txt", size: 2, url: `/v1/executions/${execution.id}/artifacts/a/b.txt` },
    ]);
    expect(await (await app.call(`/v1/executions/${execution.id}`)).json()).toEqual(execution);
  });

  test("[server.execution] a program that fails is a 200 with its outcome", async () => {
    const answer = await app.post(program("exit 3"));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ outcome: { status: "failed", exitCode: 3 } });
  });

  test("[server.execution] each answer has an id of its own, in its header and in its error", async () => {
    const answers = await Promise.all([app.call("/healthz"), app.call("/nowhere")]);
    const ids = answers.map((answer) => answer.headers.get("X-Request-Id"));
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
    expect(await answers[1]?.json()).toMatchObject({ error: { requestId: ids[1] } });
  });

  test("[server.cancel] a running execution can be looked at with what came so far, and is stopped by DELETE", async () => {
    const blocking = app.post(program("print before\nsleep 60000\nprint after"));
    const id = await vi.waitFor(async () => {
      const [first] = ExecutionList.parse(await (await app.call("/v1/executions")).json()).executions;
      if (first?.state !== "running") throw new Error("it does not run yet");
      return first.id;
    });
    const seen = Execution.parse(await (await app.call(`/v1/executions/${id}`)).json());
    expect(seen).toMatchObject({ state: "running", stdout: "before\n" });

    const cancelled = await app.call(`/v1/executions/${id}`, { method: "DELETE" });
    expect(cancelled.status).toBe(200);
    const ended = await cancelled.json();
    expect(ended).toMatchObject({ id, state: "ended", stdout: "before\n", outcome: { status: "cancelled" } });
    expect(await (await blocking).json()).toEqual(ended);
    const again = await app.call(`/v1/executions/${id}`, { method: "DELETE" });
    expect([again.status, await again.json()]).toEqual([200, ended]);
  });

  test("[server.cancel] a client that goes away stops its execution, whether it runs or waits", async () => {
    const clients = ["running", "running", "queued"].map(() => new AbortController());
    const answers = clients.map(({ signal }) => app.post(program("sleep 60000"), { signal }));
    const states = async () => {
      const { executions } = ExecutionList.parse(await (await app.call("/v1/executions")).json());
      return executions.map(({ state, outcome }) => outcome?.status ?? state).sort();
    };
    await vi.waitFor(async () => expect(await states()).toEqual(["queued", "running", "running"]));
    for (const client of clients) client.abort();
    await vi.waitFor(async () => expect(await states()).toEqual(["cancelled", "cancelled", "cancelled"]));
    await Promise.all(answers);
    expect((await app.run("print next")).stdout).toBe("next\n");
  });
});

describe("streaming", () => {
  const code = "print one\nerror two\nwrite a.txt x";

  test("[server.stream] lines of JSON tell what happens, and ended is the last", async () => {
    const answer = await app.post(program(code), { headers: { Accept: "application/x-ndjson" } });
    expect(answer.headers.get("Content-Type")).toBe("application/x-ndjson");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const lines = (await answer.text()).trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["started", "stdout", "stderr", "artifact", "ended"]);
    expect(events[3].artifact.url).toBe(`/v1/executions/${events[0].id}/artifacts/a.txt`);
    expect(events[4].outcome.status).toBe("succeeded");
    const kept = await (await app.call(`/v1/executions/${events[0].id}`)).json();
    expect(kept).toMatchObject({ state: "ended", stdout: "one\n", artifacts: [events[3].artifact] });
  });

  test("[server.stream] what a program says cannot forge a server-sent event", async () => {
    const forged = Buffer.from('x\r\n\r\nevent: ended\ndata: {"type":"ended"}\n\n\u2028').toString("base64");
    const answer = await app.post(program(`print-bytes ${forged}`), { headers: { Accept: "text/event-stream" } });
    expect(answer.headers.get("Content-Type")).toBe("text/event-stream");
    const events = (await answer.text()).trimEnd().split("\n\n");
    expect(events.map((event) => event.split("\n")[0])).toEqual(["event: started", "event: stdout", "event: ended"]);
    expect(events.every((event) => event.split("\n").length === 2)).toBe(true);
  });

  test("[server.stream] a request that is refused gets its status, not a stream", async () => {
    const answer = await app.post(
      { ...program("print 1"), engine: "quantum" },
      { headers: { Accept: "text/event-stream" } },
    );
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, "engine"]);
    expect(ExecutionList.parse(await (await app.call("/v1/executions")).json()).executions).toEqual([]);
  });

  test("[server.stream] a reader that leaves stops the program", async () => {
    const answer = await app.post(program("print one\nsleep 60000"), { headers: { Accept: "application/x-ndjson" } });
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await vi.waitFor(async () => {
      const { executions } = ExecutionList.parse(await (await app.call("/v1/executions")).json());
      expect(executions).toMatchObject([{ outcome: { status: "cancelled" } }]);
    });
  });

  test("[server.stream] a reader that does not read holds its program up, and gets the rest later", async () => {
    const answer = await app.post(
      { ...program("flood"), limits: { outputBytes: 10_000_000 } },
      {
        headers: { Accept: "application/x-ndjson" },
      },
    );
    const id = (await app.call("/v1/executions")).json().then((list) => ExecutionList.parse(list).executions[0]?.id);
    const soFar = async () =>
      Execution.parse(await (await app.call(`/v1/executions/${await id}`)).json()).stdout.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(await soFar()).toBeLessThan(10_000);
    expect((await answer.text()).trimEnd().split("\n").at(-1)).toContain('"output_limit"');
    expect(await soFar()).toBeGreaterThan(1_000_000);
  });
});

test("[server.cancel] a client that reads its stream hears the ending that a DELETE brings", async () => {
  const headers = { Accept: "application/x-ndjson" };
  const reading = (await app.post(program("print before\nsleep 60000"), { headers })).text();
  const newest = async () => ExecutionList.parse(await (await app.call("/v1/executions")).json()).executions[0];
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ state: "running" }));
  await app.call(`/v1/executions/${(await newest())?.id}`, { method: "DELETE" });

  const last = (await reading).trimEnd().split("\n").at(-1) ?? "";
  expect(JSON.parse(last)).toMatchObject({ type: "ended", outcome: { status: "cancelled" } });
});

test("[server.cancel] DELETE does not wait for a client that does not read its stream", async () => {
  const answer = await app.post(
    { ...program("flood"), limits: { outputBytes: 10_000_000 } },
    {
      headers: { Accept: "text/event-stream" },
    },
  );
  const { executions } = ExecutionList.parse(await (await app.call("/v1/executions")).json());
  const cancelled = await app.call(`/v1/executions/${executions[0]?.id}`, { method: "DELETE" });
  expect(await cancelled.json()).toMatchObject({ outcome: { status: "cancelled" } });
  expect(await answer.text()).toContain("event: ended");
});

describe("lists", () => {
  test("[server.list] pages go from new to old, each execution once, without their output", async () => {
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push((await app.run(`print ${count}`)).id);
    const seen: string[] = [];
    for (let query = "?limit=2"; query !== ""; ) {
      const page = ExecutionList.parse(await (await app.call(`/v1/executions${query}`)).json());
      expect(page.executions.length).toBeLessThanOrEqual(2);
      expect(page.executions.some((each) => "stdout" in each)).toBe(false);
      seen.push(...page.executions.map(({ id }) => id));
      query = page.nextCursor === undefined ? "" : `?limit=2&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(ids.sort().reverse());
  });

  test.each([
    ["limit", "?limit=0"],
    ["limit", "?limit=101"],
    ["limit", "?limit=many"],
    ["limit", "?limit=1.5"],
    ["cursor", "?cursor=x"],
    ["cursor", "?cursor="],
    ["page", "?page=2"],
  ])("[bad-input.http] a list refuses %s in %s", async (field, query) => {
    const answer = await app.call(`/v1/executions${query}`);
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, field]);
  });
});

describe("principals", () => {
  test("[isolation.executions] what belongs to another client is unknown, in the same words as what never was", async () => {
    const { id } = await app.run("write a.txt x", { headers: { "X-Client-Id": "anna" } });
    const asBen = { headers: { "X-Client-Id": "ben" } };
    for (const init of [asBen, {}]) {
      for (const [method, path] of [
        ["GET", ""],
        ["DELETE", ""],
        ["GET", "/artifacts/a.txt"],
      ] as const) {
        const [foreign, never] = await Promise.all(
          [id, NO_ID].map((each) => app.call(`/v1/executions/${each}${path}`, { ...init, method })),
        );
        if (foreign === undefined || never === undefined) throw new Error("no answers");
        const [a, b] = [await errorOf(foreign), await errorOf(never)];
        expect([foreign.status, { ...a, requestId: "" }]).toEqual([404, { ...b, requestId: "" }]);
      }
      expect(ExecutionList.parse(await (await app.call("/v1/executions", init)).json()).executions).toEqual([]);
    }
    expect((await app.call(`/v1/executions/${id}`, { headers: { "X-Client-Id": "anna" } })).status).toBe(200);
  });

  test("[isolation.executions] another client can neither see nor stop what runs", async () => {
    const stop = new AbortController();
    const running = app.post(program("sleep 60000"), { headers: { "X-Client-Id": "anna" }, signal: stop.signal });
    const asAnna = { headers: { "X-Client-Id": "anna" } };
    const [own] = await vi.waitFor(async () => {
      const { executions } = ExecutionList.parse(await (await app.call("/v1/executions", asAnna)).json());
      expect(executions).toMatchObject([{ state: "running" }]);
      return executions;
    });
    expect((await app.call(`/v1/executions/${own?.id}`, { method: "DELETE" })).status).toBe(404);
    expect(await (await app.call(`/v1/executions/${own?.id}`, asAnna)).json()).toMatchObject({ state: "running" });
    stop.abort();
    await running;
  });

  test.each(["", "a b", "a/b", "x".repeat(129), "ä"])("[bad-input.http] the client id %j is refused", async (id) => {
    const answer = await app.call("/v1/executions", { headers: { "X-Client-Id": id } });
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, "X-Client-Id"]);
  });
});

describe("artifacts", () => {
  test("[server.downloads] an artifact comes back byte for byte, and no browser shows or runs it", async () => {
    const { artifacts } = await app.run("write x/page.html <script>alert(1)</script>");
    const answer = await app.call(artifacts[0]?.url ?? "");
    expect(await answer.text()).toBe("<script>alert(1)</script>");
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      "content-disposition": "attachment; filename=\"page.html\"; filename*=UTF-8''page.html",
      "content-length": "25",
      "content-security-policy": "sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
  });

  test("[server.downloads] any name a file can have arrives whole, and cannot break a header", async () => {
    const name = `d/ü"';\\%2F☃.txt`;
    const { artifacts } = await app.run(`write ${name} x`);
    const answer = await app.call(artifacts[0]?.url ?? "");
    const disposition = answer.headers.get("Content-Disposition") ?? "";
    expect(disposition).toMatch(/^attachment; filename="[ -!#-[\]-~]*"; filename\*=UTF-8''[A-Za-z0-9%._~-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? "")).toBe(`ü"';\\%2F☃.txt`);
  });

  test("[server.downloads] the slashes of a name may be encoded, and HEAD tells the size without the bytes", async () => {
    const { id } = await app.run("write a/b/c.txt hello");
    expect(await (await app.call(`/v1/executions/${id}/artifacts/a%2Fb%2Fc.txt`)).text()).toBe("hello");
    const head = await app.call(`/v1/executions/${id}/artifacts/a/b/c.txt`, { method: "HEAD" });
    expect([head.status, head.headers.get("Content-Length"), await head.text()]).toEqual([200, "5", ""]);
  });

  test.each(["nothing", "..%2F..%2Fglovebox.db", "%00", "%E0%A4%A", "", "__proto__"])(
    "[bad-input.http] the artifact %j is not found",
    async (name) => {
      const { id } = await app.run("write a.txt hello");
      const answer = await app.call(`/v1/executions/${id}/artifacts/${name}`);
      expect([answer.status, (await errorOf(answer)).code]).toEqual([404, "not_found"]);
    },
  );

  test("[server.downloads] an artifact whose content had to go is not found", async () => {
    await using small = await App.open({ artifactBytes: 10 });
    const { artifacts } = await small.run("write a.txt aaaaaaaa");
    await small.run("write b.txt bbbbbbbb");
    const answer = await small.call(artifacts[0]?.url ?? "");
    expect([answer.status, (await errorOf(answer)).code]).toEqual([404, "not_found"]);
  });
});

test("[server.info] the server tells what it is, how it is, and what can run", async () => {
  expect(await (await app.call("/healthz")).json()).toEqual({ status: "ok" });
  expect(await (await app.call("/readyz")).json()).toEqual({ status: "ready" });
  expect(await (await app.call("/v1/runtimes")).json()).toEqual({
    runtimes: [{ language: "python", version: "1", engine: "dummy", aliases: ["py"] }],
  });
  expect(await (await app.call("/v1/environments")).json()).toEqual({
    environments: [{ name: "base", installed: [] }],
  });
});
