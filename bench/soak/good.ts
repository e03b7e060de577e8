import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Execution, ExecutionList } from "@glovebox/protocol";
import { check, eventsOf, execute, executionOf, type Streamed } from "./answers.ts";
import { type Caller, type Kind, wholeNumber } from "./kind.ts";

/** What well-behaved clients do. */
export const good: readonly Kind[] = [
  { name: "python", group: "good", weight: 20, run: python },
  { name: "python as NDJSON", group: "good", weight: 8, run: (caller) => streamed(caller, "application/x-ndjson") },
  { name: "python as SSE", group: "good", weight: 8, run: (caller) => streamed(caller, "text/event-stream") },
  { name: "bash", group: "good", weight: 10, run: bash },
  { name: "javascript", group: "good", weight: 5, run: javascript },
  { name: "python that raises", group: "good", weight: 5, run: raises },
  { name: "files in", group: "good", weight: 5, run: filesIn },
  { name: "artifacts out", group: "good", weight: 5, run: artifactsOut },
  { name: "cancel while it runs", group: "good", weight: 4, run: cancel },
  { name: "list", group: "good", weight: 3, run: list },
  { name: "health", group: "good", weight: 10, run: health },
];

async function python(caller: Caller): Promise<void> {
  const number = wholeNumber(caller, 1e6);
  const execution = await execute(
    caller.http,
    { language: "python", code: `print(${number} * 7)`, metadata: { number } },
    { status: "succeeded", exitCode: 0, stdout: `${number * 7}\n` },
  );
  const kept = await caller.http.call(`/v1/executions/${execution.id}`);
  assert.deepEqual(executionOf(kept), execution, "the record is not what was answered");
}

async function streamed(caller: Caller, format: Streamed): Promise<void> {
  const lines = 1 + wholeNumber(caller, 50);
  const code = `for n in range(${lines}): print(n, flush=True)`;
  const { body } = await caller.http.post("/v1/executions", { language: "python", code }, { Accept: format });
  const events = eventsOf(body.toString(), format);
  const said = events.map((event) => (event.type === "stdout" ? event.data : "")).join("");
  assert.equal(said, Array.from({ length: lines }, (_, line) => `${line}\n`).join(""));
  const last = events.at(-1);
  assert.equal(last?.type === "ended" && last.outcome.status, "succeeded");
}

async function bash({ http, random }: Caller): Promise<void> {
  const word = `w${random()}`;
  const code = 'cat; echo "$1 $WORD"; exit 3';
  const request = { language: "bash", code, stdin: "in\n", args: [word], env: { WORD: word } };
  await execute(http, request, { status: "failed", exitCode: 3, stdout: `in\n${word} ${word}\n` });
}

async function javascript(caller: Caller): Promise<void> {
  const number = wholeNumber(caller, 1e6);
  const request = { language: "javascript", code: `console.log(${number} + 1)` };
  await execute(caller.http, request, { status: "succeeded", stdout: `${number + 1}\n` });
}

async function raises({ http }: Caller): Promise<void> {
  const request = { language: "python", code: "print('before')\nraise ValueError('no')" };
  const { outcome, stderr } = await execute(http, request, { status: "failed", exitCode: 1, stdout: "before\n" });
  assert.deepEqual([outcome?.error?.name, outcome?.error?.message], ["ValueError", "no"]);
  assert.match(stderr, /ValueError: no/);
}

async function filesIn(caller: Caller): Promise<void> {
  const content = randomBytes(wholeNumber(caller, 300_000));
  const code =
    "import hashlib; print(hashlib.sha256(open('in/data.bin', 'rb').read()).hexdigest(), open('t.txt').read())";
  const files = {
    "in/data.bin": { content: content.toString("base64"), encoding: "base64" as const },
    "t.txt": "text",
  };
  const expected = { status: "succeeded", stdout: `${sha256(content)} text\n` };
  await execute(caller.http, { language: "python", code, files }, expected);
}

async function artifactsOut(caller: Caller): Promise<void> {
  const [size, name] = [wholeNumber(caller, 500_000), `out/ü ${caller.random()}.bin`];
  const code = `
    import hashlib, os
    content = os.urandom(${size})
    os.mkdir("out")
    open(${JSON.stringify(name)}, "wb").write(content)
    print(hashlib.sha256(content).hexdigest())`;
  const { artifacts, stdout } = await execute(caller.http, { language: "python", code }, { status: "succeeded" });
  assert.deepEqual(
    artifacts.map((each) => [each.name, each.size]),
    [[name, size]],
  );
  const { status, headers, body } = await caller.http.call(artifacts[0]?.url ?? "");
  assert.equal(status, 200);
  assert.match(headers["content-disposition"] ?? "", /^attachment/);
  assert.equal(`${sha256(body)}\n`, stdout);
}

async function cancel({ http }: Caller): Promise<void> {
  const request = { language: "python", code: "import time; print('begun', flush=True); time.sleep(20)" };
  const headers = { "Content-Type": "application/json", Accept: "application/x-ndjson" };
  const stream = await http.open("/v1/executions", { method: "POST", headers, body: JSON.stringify(request) });
  let text = "";
  let answered: Promise<Execution> | undefined;
  for await (const piece of stream.setEncoding("utf8")) {
    text += piece;
    const id = /"id":"([^"]+)"/.exec(text)?.[1];
    if (text.includes("begun")) answered ??= http.call(`/v1/executions/${id}`, { method: "DELETE" }).then(executionOf);
  }
  const last = eventsOf(text, "application/x-ndjson").at(-1);
  assert.equal(last?.type === "ended" && last.outcome.status, "cancelled");
  check(Execution.parse(await answered), { status: "cancelled", stdout: "begun\n" });
}

async function list({ http }: Caller): Promise<void> {
  const { status, body } = await http.call("/v1/executions?limit=5");
  assert.equal(status, 200);
  const ids = ExecutionList.parse(JSON.parse(body.toString())).executions.map(({ id }) => id);
  assert.deepEqual(ids, ids.toSorted().toReversed(), "not from new to old");
}

async function health({ http }: Caller): Promise<void> {
  const { status, body } = await http.call("/healthz");
  assert.deepEqual([status, JSON.parse(body.toString())], [200, { status: "ok" }]);
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
