import { ApiError, Execution, ExecutionList, NotebookEvent, NotebookRun } from "@glovebox/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOf, openApp, type SessionsApp } from "../sessions/http.ts";
import { notebook, shown } from "./notebook.ts";
import { expectValid } from "./validity.ts";

let http: SessionsApp;
beforeAll(async () => {
  http = await openApp({ concurrency: 1, queue: 1 });
});
afterAll(() => http[Symbol.asyncDispose]());

function post(cells: Parameters<typeof notebook>[0], more: object = {}, init: RequestInit = {}): Promise<Response> {
  return http.json("POST", "/v1/notebooks", { notebook: notebook(cells), environment: "base", ...more }, init);
}

const LINES = { headers: { Accept: "application/x-ndjson" } };
const ENDLESS = "print('begins', flush=True)\nimport time\ntime.sleep(60)";

async function refusal(answer: Promise<Response>): Promise<object> {
  const { status } = await answer;
  return { status, ...ApiError.parse(await (await answer).json()).error };
}

test("[notebooks.rest] the answer has the notebook with its outputs, also where a cell fails", async () => {
  const answer = await post(["x", "1 / 0", "'after'"], { parameters: { x: 5 } });
  expect(answer.status).toBe(200);
  const run = NotebookRun.parse(await answer.json());
  expectValid(run);
  expect(run).toMatchObject({ executed: 3, failedCell: 2, outcome: { status: "failed" } });
  expect(shown(run)).toEqual([[], ["[2] 5"], ["ZeroDivisionError: division by zero"], []]);
});

test("[notebooks.rest] it is an execution on record, where its artifacts are downloaded", async () => {
  const run = NotebookRun.parse(await (await post(["print('out')\nopen('made.txt', 'w').write('made');"])).json());
  const execution = Execution.parse(await (await http.json("GET", `/v1/executions/${run.id}`)).json());
  expect(execution).toMatchObject({
    state: "ended",
    stdout: "out\n",
    language: "python",
    outcome: { status: "succeeded" },
  });
  expect(run.artifacts).toMatchObject([{ name: "made.txt", url: `/v1/executions/${run.id}/artifacts/made.txt` }]);
  expect(await (await http.json("GET", run.artifacts[0]?.url ?? "")).text()).toBe("made");
  expect(await http.sessions()).toEqual([]);
});

test("[notebooks.rest] events tell of each cell and of what it shows; the last is ended, with the notebook", async () => {
  const told = (await eventsOf(await post(["print('a')", "6 * 7"], {}, LINES))).map((event) =>
    NotebookEvent.parse(event),
  );
  expect(told.filter(({ type }) => type !== "progress")).toMatchObject([
    { type: "started", language: "python" },
    { type: "cell", cell: 0, done: 0, total: 2 },
    { type: "stdout", cell: 0, data: "a\n" },
    { type: "cell_ended", cell: 0, done: 1, outcome: { status: "succeeded" } },
    { type: "cell", cell: 1, done: 1, total: 2 },
    { type: "result", cell: 1, result: { mime: { "text/plain": "42" } } },
    { type: "cell_ended", cell: 1, done: 2, outcome: { status: "succeeded" } },
    { type: "ended", outcome: { status: "succeeded" }, run: { executed: 2 } },
  ]);
  const sse = await post(["1"], {}, { headers: { Accept: "text/event-stream" } });
  expect(await sse.text()).toMatch(/^event: started\ndata: .*\n\nevent: cell\n[\s\S]*\nevent: ended\ndata: .*\n\n$/);
});

test("[notebooks.stop] a client that goes away stops it, and leaves no session", async () => {
  const away = new AbortController();
  const answer = await post([ENDLESS, "'next'"], {}, { ...LINES, signal: away.signal });
  const reader = answer.body?.getReader();
  let text = "";
  while (!text.includes("begins")) text += Buffer.from((await reader?.read())?.value ?? "").toString();
  const { id } = JSON.parse(text.split("\n").find((line) => line.includes('"started"')) ?? "{}");
  await reader?.cancel();
  await expect
    .poll(async () => Execution.parse(await (await http.json("GET", `/v1/executions/${id}`)).json()).outcome?.status)
    .toBe("cancelled");
  expect(await http.sessions()).toEqual([]);
});

test("[notebooks.rest] it waits for a place and is refused where too many wait, like an execution", async () => {
  const first = await post([ENDLESS], {}, LINES);
  const reader = first.body?.getReader();
  let text = "";
  while (!text.includes("begins")) text += Buffer.from((await reader?.read())?.value ?? "").toString();
  const second = post(["'second'"]);
  await expect
    .poll(
      async () =>
        ExecutionList.parse(await (await http.json("GET", "/v1/executions?limit=1")).json()).executions[0]?.state,
    )
    .toBe("queued");
  expect(await refusal(post(["'third'"]))).toMatchObject({ status: 429, code: "too_busy" });
  const { id } = JSON.parse(text.split("\n").find((line) => line.includes('"started"')) ?? "{}");
  expect((await http.json("DELETE", `/v1/executions/${id}`)).status).toBe(200);
  expect(shown(NotebookRun.parse(await (await second).json()))).toEqual([["[1] 'second'"]]);
  await reader?.cancel();
});

test.each<[string, object, object]>([
  ["is no notebook", { notebook: {} }, { code: "invalid_request", field: "notebook" }],
  ["is of version 3", { notebook: { nbformat: 3 } }, { code: "invalid_request", field: "notebook" }],
  ["is missing", { notebook: undefined }, { code: "invalid_request", field: "notebook" }],
  ["has an unknown field beside it", { cells: [] }, { code: "invalid_request", field: "cells" }],
])("[notebooks.refused] over HTTP it is refused where it %s", async (_, more, error) => {
  expect(await refusal(post(["1"], more))).toMatchObject({ status: 400, ...error });
});

test("[notebooks.rest] files are those of an execution: also by the id of one that was uploaded", async () => {
  const upload = await http.app.call("/v1/files?name=in.txt", {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: "uploaded",
  });
  const { id } = (await upload.json()) as { id: string };
  const run = await post(["print(open('a').read(), open('b').read())"], { files: { a: { id }, b: "inline" } });
  expect(shown(NotebookRun.parse(await run.json()))).toEqual([["stdout: uploaded inline\n"]]);
});
