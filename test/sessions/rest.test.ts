import { setTimeout as delay } from "node:timers/promises";
import { Execution, ExecutionList, FileEntry, FileEntryList, VariableList } from "@glovebox/protocol";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { errorOf } from "../server/served.ts";
import { eventsOf, openApp, type SessionsApp, shown } from "./http.ts";

let http: SessionsApp;
beforeAll(async () => {
  http = await openApp({ concurrency: 4 });
});
afterAll(() => http[Symbol.asyncDispose]());

describe("a session over HTTP", () => {
  test("[sessions.rest] is made, keeps its variables from cell to cell, is listed, and ends", async () => {
    const session = await http.create({ id: "mine", metadata: { chat: 7 }, initCode: "x = 40" });
    expect(session).toMatchObject({ id: "mine", language: "python", state: "idle", metadata: { chat: 7 } });
    expect(shown(await http.run("mine", "x += 1; x + 1"))).toEqual(["42"]);
    expect((await http.sessions()).map(({ id, executions }) => [id, executions])).toEqual([["mine", 1]]);
    expect(await (await http.json("GET", "/v1/sessions/mine")).json()).toMatchObject({ id: "mine", executions: 1 });
    const ended = await http.json("DELETE", "/v1/sessions/mine");
    expect([ended.status, await ended.json()]).toMatchObject([200, { id: "mine", state: "ended" }]);
    expect(await http.sessions()).toEqual([]);
  });

  test("[sessions.rest] a cell is an execution: looked up with its results, variables and artifacts, and listed", async () => {
    const { id } = await http.create();
    const cell = await http.run(id, "open('a.txt', 'w').write('hi'); print('out'); n = 6\nn * 7", {
      returnVariables: ["n"],
      metadata: { step: 1 },
    });
    expect(cell).toMatchObject({
      sessionId: id,
      stdout: "out\n",
      variables: { n: 6 },
      metadata: { step: 1 },
      outcome: { status: "succeeded" },
    });
    expect(cell.results).toMatchObject([{ main: true, mime: { "text/plain": "42" } }]);
    expect(await (await http.json("GET", `/v1/executions/${cell.id}`)).json()).toEqual(cell);
    const [artifact] = cell.artifacts;
    expect(await (await http.json("GET", artifact?.url ?? "")).text()).toBe("hi");
    const [listed] = ExecutionList.parse(await (await http.json("GET", "/v1/executions")).json()).executions;
    expect(listed).toMatchObject({ id: cell.id, sessionId: id, metadata: { step: 1 } });
    expect(listed).not.toHaveProperty("variables");
    await http.json("DELETE", `/v1/sessions/${id}`);
    // The record outlives the session.
    expect(await (await http.json("GET", `/v1/executions/${cell.id}`)).json()).toEqual(cell);
  });

  test("[sessions.rest] a cell's events come as lines of JSON, and as server-sent events", async () => {
    const { id } = await http.create();
    const lines = await http.cell(id, "print('one')\n6 * 7", {}, { headers: { Accept: "application/x-ndjson" } });
    const events = await eventsOf(lines);
    expect(events.map(({ type }) => type)).toEqual(["started", "stdout", "result", "ended"]);
    expect(events[0]).toMatchObject({ sessionId: id, language: "python" });
    const sent = await http.cell(id, "print('two')", {}, { headers: { Accept: "text/event-stream" } });
    expect(await sent.text()).toMatch(/^event: started\ndata: .*\n\nevent: stdout\ndata: {"type":"stdout","data":"two/);
  });

  test("[sessions.rest] variables are told with types, shapes and previews", async () => {
    const { id } = await http.create();
    await http.run(id, "import math\nrows = [1, 2, 3]\nname = 'x' * 1000");
    const { variables } = VariableList.parse(await (await http.json("GET", `/v1/sessions/${id}/variables`)).json());
    expect(variables).toMatchObject([
      { name: "name", type: "str" },
      { name: "rows", type: "list", size: 3, preview: "[1, 2, 3]" },
    ]);
    expect(variables[0]?.preview.length).toBeLessThanOrEqual(200);
  });

  test("[sessions.rest] branches have the variables of now and live their own lives", async () => {
    const { id } = await http.create();
    await http.run(id, "x = [1]");
    const answer = await http.json("POST", `/v1/sessions/${id}/branch`, { n: 2 });
    const { sessions } = (await answer.json()) as { sessions: { id: string; branchOf: string }[] };
    expect(sessions.map(({ branchOf }) => branchOf)).toEqual([id, id]);
    const [one, two] = sessions;
    await http.run(one?.id ?? "", "x.append(2)");
    expect(shown(await http.run(one?.id ?? "", "x"))).toEqual(["[1, 2]"]);
    expect(shown(await http.run(two?.id ?? "", "x"))).toEqual(["[1]"]);
    const alone = await http.json("POST", `/v1/sessions/${id}/branch`);
    expect(await alone.json()).toMatchObject({ sessions: [{ branchOf: id }] });
  });

  test("[sessions.rest] an interrupt ends the cell and not the session; a restart begins anew", async () => {
    const { id } = await http.create({ initCode: "begun = 1" });
    const running = http.run(id, "x = 1\nwhile True: pass");
    await vi.waitFor(async () => expect((await http.sessions()).find((each) => each.id === id)?.state).toBe("busy"));
    await delay(100); // the cell is in its loop
    const interrupted = await http.json("POST", `/v1/sessions/${id}/interrupt`);
    expect(interrupted.status).toBe(200);
    expect((await running).outcome).toMatchObject({ status: "cancelled", error: { name: "KeyboardInterrupt" } });
    expect(shown(await http.run(id, "x"))).toEqual(["1"]);
    expect(await (await http.json("POST", `/v1/sessions/${id}/restart`)).json()).toMatchObject({ executions: 0 });
    expect((await http.run(id, "x")).outcome).toMatchObject({ error: { name: "NameError" } });
    expect(shown(await http.run(id, "begun"))).toEqual(["1"]);
  });

  test("[sessions.rest] a cell is cancelled by its execution's id, and by its client's going away", async () => {
    const { id } = await http.create();
    const runningId = () =>
      vi.waitFor(async () => {
        const { executions } = ExecutionList.parse(await (await http.json("GET", "/v1/executions")).json());
        const found = executions.find((each) => each.sessionId === id && each.state === "running");
        if (found === undefined) throw new Error("it does not run yet");
        return found.id;
      });
    const running = http.run(id, "x = 1\nwhile True: pass");
    const cancelled = await http.json("DELETE", `/v1/executions/${await runningId()}`);
    expect(await cancelled.json()).toMatchObject({ state: "ended", outcome: { status: "cancelled" } });
    expect((await running).outcome?.status).toBe("cancelled");

    const client = new AbortController();
    const gone = http.cell(id, "y = 1\nwhile True: pass", {}, { signal: client.signal });
    const goneId = await runningId();
    client.abort();
    await gone.catch(() => undefined);
    const ended = await vi.waitFor(async () => {
      const found = Execution.parse(await (await http.json("GET", `/v1/executions/${goneId}`)).json());
      if (found.state !== "ended") throw new Error("it still runs");
      return found;
    });
    expect(ended.outcome?.status).toBe("cancelled");
    expect(shown(await http.run(id, "x, y"))).toEqual(["(1, 1)"]);
  });

  test("[sessions.rest] what is said between cells is streamed, and the stream ends with the session", async () => {
    const { id } = await http.create();
    const output = http.json("GET", `/v1/sessions/${id}/output`);
    const events = eventsOf(await output);
    await http.run(id, "import threading\nthreading.Timer(0.2, lambda: print('later')).start()");
    await delay(600); // nobody asks it for anything meanwhile
    await http.json("DELETE", `/v1/sessions/${id}`);
    expect(await events).toEqual([{ type: "stdout", data: "later\n" }]);
  });

  test("[sessions.rest] while it is made its progress is told where that is asked for", async () => {
    const headers = { Accept: "application/x-ndjson" };
    const made = await http.json("POST", "/v1/sessions", { environment: "base" }, { headers });
    expect((await eventsOf(made)).at(-1)).toMatchObject({ type: "created", session: { state: "idle" } });
    const refused = await http.json("POST", "/v1/sessions", { environment: "base", initCode: "1 / 0" }, { headers });
    expect(refused.status).toBe(400);
    expect((await errorOf(refused)).message).toContain("ZeroDivisionError");
  });

  test("[sessions.rest] a client that goes away while its session is made leaves none", async () => {
    const before = (await http.sessions()).length;
    const client = new AbortController();
    const body = { environment: "base", id: "never", initCode: "import time; time.sleep(60)" };
    const made = http.json("POST", "/v1/sessions", body, { signal: client.signal });
    await delay(300);
    client.abort();
    await made.catch(() => undefined);
    await vi.waitFor(async () => expect(await http.sessions()).toHaveLength(before));
    expect((await http.create({ id: "never" })).id).toBe("never");
  });
});

describe("files of a session over HTTP", () => {
  const bytes = { "Content-Type": "application/octet-stream" };

  test("[sessions.files] are put, read in whole and in part, listed, and removed", async () => {
    const { id } = await http.create();
    const at = (path: string) => `/v1/sessions/${id}/files/${path}`;
    const put = await http.app.call(at("data/in.txt"), { method: "PUT", body: "0123456789", headers: bytes });
    expect(FileEntry.parse(await put.json())).toMatchObject({ path: "/workspace/data/in.txt", size: 10 });
    expect((await http.run(id, "print(open('data/in.txt').read())")).stdout).toBe("0123456789\n");

    const whole = await http.app.call(at("data/in.txt"));
    expect([whole.status, whole.headers.get("Content-Length"), await whole.text()]).toEqual([200, "10", "0123456789"]);
    expect(whole.headers.get("Content-Security-Policy")).toBe("sandbox");
    const ranges: [string, number, string, string | null][] = [
      ["bytes=2-4", 206, "234", "bytes 2-4/10"],
      ["bytes=7-", 206, "789", "bytes 7-9/10"],
      ["bytes=-3", 206, "789", "bytes 7-9/10"],
      ["bytes=5-100", 206, "56789", "bytes 5-9/10"],
      ["lines=1-2", 200, "0123456789", null],
    ];
    for (const [range, status, text, told] of ranges) {
      const part = await http.app.call(at("data/in.txt"), { headers: { Range: range } });
      expect([part.status, await part.text(), part.headers.get("Content-Range")]).toEqual([status, text, told]);
    }
    const behind = await http.app.call(at("data/in.txt"), { headers: { Range: "bytes=10-" } });
    expect([behind.status, (await errorOf(behind)).code]).toEqual([416, "range_not_satisfiable"]);

    await http.app.call(at("%2Ftmp%2Fabsolute.txt"), { method: "PUT", body: "x", headers: bytes });
    expect((await http.run(id, "print(open('/tmp/absolute.txt').read())")).stdout).toBe("x\n");
    const list = FileEntryList.parse(await (await http.json("GET", `/v1/sessions/${id}/files?depth=2`)).json());
    expect(list.entries.map(({ path, kind }) => [path, kind])).toEqual([
      ["/workspace/data", "folder"],
      ["/workspace/data/in.txt", "file"],
    ]);
    expect((await http.json("DELETE", at("data"))).status).toBe(409);
    expect(await (await http.json("DELETE", `${at("data")}?recursive=true`)).json()).toMatchObject({ kind: "folder" });
    expect((await http.json("GET", at("data/in.txt"))).status).toBe(404);
  });

  test("[sessions.files] a file that a form or a plain text of a web page could send is refused", async () => {
    const { id } = await http.create();
    const put = await http.app.call(`/v1/sessions/${id}/files/a`, { method: "PUT", body: "x" });
    expect(put.status).toBe(415);
  });

  test("[sessions.files] a kept file is given to a session and to a cell by its id", async () => {
    const upload = await http.app.call("/v1/files?name=a.csv", { method: "POST", body: "kept", headers: bytes });
    const { id: file } = (await upload.json()) as { id: string };
    const { id } = await http.create({ files: { "a.csv": { id: file } } });
    const cell = await http.run(id, "print(open('a.csv').read(), open('b.csv').read())", {
      files: { "b.csv": { id: file } },
    });
    expect(cell.stdout).toBe("kept kept\n");
  });
});

describe("[bad-input.sessions] what is wrong with a request is named, and nothing is lost", () => {
  test("dead, foreign and unknown sessions are unknown in the same words, whatever is asked of them", async () => {
    const dead = (await http.create()).id;
    await http.json("DELETE", `/v1/sessions/${dead}`);
    const foreign = (await http.create({}, { headers: { "X-Client-Id": "somebody" } })).id;
    const requests: [string, string, unknown?][] = [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/interrupt"],
      ["POST", "/restart"],
      ["POST", "/executions", { code: "1" }],
      ["POST", "/executions", { wrong: 1 }],
      ["POST", "/branch", { n: 2 }],
      ["GET", "/variables"],
      ["GET", "/output"],
      ["GET", "/files"],
      ["GET", "/files/a.txt"],
      ["PUT", "/files/a.txt"],
      ["DELETE", "/files/a.txt"],
    ];
    for (const [method, path, body] of requests) {
      const answers = await Promise.all(
        [dead, foreign, "never-was"].map(async (id) => {
          const answer = await http.json(method, `/v1/sessions/${id}${path}`, body);
          const { requestId: _, ...error } = await errorOf(answer);
          return { status: answer.status, error };
        }),
      );
      expect(answers[0]).toMatchObject({ status: 404, error: { code: "not_found" } });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    }
    const own = await http.json("GET", `/v1/sessions/${foreign}`, undefined, {
      headers: { "X-Client-Id": "somebody" },
    });
    expect(own.status).toBe(200);
  });

  test("two principals use the same id, and neither sees the other's session", async () => {
    const who = (name: string) => ({ headers: { "X-Client-Id": name } });
    await http.create({ id: "same", initCode: "x = 'a'" }, who("a"));
    await http.create({ id: "same", initCode: "x = 'b'" }, who("b"));
    const told = await http.cell("same", "x", {}, who("b"));
    expect(shown(Execution.parse(await told.json()))).toEqual(["'b'"]);
    expect(await http.sessions(who("a"))).toHaveLength(1);
    const again = await http.json("POST", "/v1/sessions", { id: "same", environment: "base" }, who("a"));
    expect([again.status, (await errorOf(again)).field]).toEqual([409, "id"]);
  });

  const wrong: [unknown, string][] = [
    [{ language: 7 }, "language"],
    [{ id: "with space" }, "id"],
    [{ idleTimeoutMs: "soon" }, "idleTimeoutMs"],
    [{ idleTimeoutMs: 1 }, "idleTimeoutMs"],
    [{ initCode: ["x"] }, "initCode"],
    [{ workdir: "/etc" }, "workdir"],
    [{ limits: { memoryBytes: -1 } }, "limits.memoryBytes"],
    [{ surprise: true }, "surprise"],
    [{ network: { allow: ["example.com"] } }, "network"],
    [{ files: { "../x": "y" } }, "files.../x"],
    [{ files: { a: { id: "no-such-file" } } }, "files.a.id"],
    [{ language: "klingon" }, "language"],
  ];
  test.for(wrong)("a session of %j names %s", async ([request, field]) => {
    const answer = await http.json("POST", "/v1/sessions", request);
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, field]);
  });

  test.for([
    [{}, "code"],
    [{ code: 7 }, "code"],
    [{ code: "" }, "code"],
    [{ code: "1", stdin: 7 }, "stdin"],
    [{ code: "1", returnVariables: ["a b"] }, "returnVariables.0"],
    [{ code: "1", limits: { memoryBytes: 1 } }, "limits.memoryBytes"],
    [{ code: "1", surprise: 1 }, "surprise"],
    [{ code: "1", files: { a: { id: "no-such-file" } } }, "files.a.id"],
    [[], ""],
    [null, ""],
    ["text", ""],
  ] as [unknown, string][])("a cell of %j names %s, and the session goes on", async ([cell, field]) => {
    const { id } = await http.create();
    const answer = await http.json("POST", `/v1/sessions/${id}/executions`, cell);
    expect([answer.status, (await errorOf(answer)).field ?? ""]).toEqual([400, field]);
    expect(shown(await http.run(id, "1"))).toEqual(["1"]);
    await http.json("DELETE", `/v1/sessions/${id}`);
  });

  test.for([0, 33, 1.5, "2", null])("branches of the number %j are refused", async (n) => {
    const { id } = await http.create();
    const answer = await http.json("POST", `/v1/sessions/${id}/branch`, { n });
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, "n"]);
    await http.json("DELETE", `/v1/sessions/${id}`);
  });

  test("of a thousand cells at once the surplus is told to come again, and no other is lost", async () => {
    const { id } = await http.create();
    await http.run(id, "n = 0");
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => http.cell(id, "n += 1; n")));
    const accepted = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(accepted.length).toBeGreaterThanOrEqual(65);
    expect(accepted.length + refused.length).toBe(1_000);
    expect(refused.every(({ headers }) => Number(headers.get("Retry-After")) >= 1)).toBe(true);
    // Each that was taken ran once, in order; those that were refused left no record.
    const values = await Promise.all(
      accepted.map(async (each) => Number(shown(Execution.parse(await each.json()))[0])),
    );
    expect(values).toEqual(accepted.map((_, at) => at + 1));
    expect(shown(await http.run(id, "n"))).toEqual([String(accepted.length)]);
    const page = await (await http.json("GET", "/v1/executions?limit=100")).json();
    const own = ExecutionList.parse(page).executions.filter(({ sessionId }) => sessionId === id);
    expect(own.every(({ state }) => state === "ended")).toBe(true);
  });

  test("cells that wait in one session hold up no other session", async () => {
    const [busy, other] = [await http.create(), await http.create()];
    const running = http.run(busy.id, "import time; time.sleep(1.5); 'slept'");
    const waiting = Array.from({ length: 20 }, () => http.run(busy.id, "1"));
    expect(shown(await http.run(other.id, "'quick'"))).toEqual(["'quick'"]);
    expect(await http.json("GET", `/v1/sessions/${busy.id}`).then((answer) => answer.json())).toMatchObject({
      state: "busy",
    });
    expect(shown(await running)).toEqual(["'slept'"]);
    await Promise.all(waiting);
  });
});

test("[server.too-busy] a session's first code waits for a place like any other, and is refused where the queue is full", async () => {
  await using full = await openApp({ concurrency: 1, queue: 0 });
  const { id } = await full.create();
  const stop = new AbortController();
  const running = full.cell(
    id,
    "import time\nprint('in', flush=True)\ntime.sleep(60)",
    {},
    {
      signal: stop.signal,
      headers: { Accept: "application/x-ndjson" },
    },
  );
  const reader = (await running).body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let told = ""; !told.includes("stdout"); ) told += (await reader?.read())?.value ?? "";
  const refused = await full.json("POST", "/v1/sessions", { environment: "base", initCode: "x = 1" });
  expect([refused.status, (await errorOf(refused)).code]).toEqual([429, "too_busy"]);
  expect(refused.headers.get("Retry-After")).toMatch(/^\d+$/);
  const without = await full.create();
  expect((await full.sessions()).map((each) => each.id)).toEqual([id, without.id]);
  stop.abort();
  await reader?.cancel().catch(() => undefined);
});
