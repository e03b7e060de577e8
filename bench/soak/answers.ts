import assert from "node:assert/strict";
import { ApiError, Event, Execution } from "@glovebox/protocol";
import type { RequestInput } from "glovebox";
import type { Answer, HttpClient } from "../httpClient.ts";

export type Expected = {
  readonly status: string;
  readonly stdout?: string | RegExp;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
};

/** Runs the request and holds its record to what is expected. */
export async function execute(http: HttpClient, request: RequestInput, expected: Expected): Promise<Execution> {
  const execution = executionOf(await http.post("/v1/executions", request));
  check(execution, expected);
  return execution;
}

export function check({ outcome, stdout, stderr, state }: Execution, expected: Expected): void {
  const said = `${stdout.slice(-200)} ${stderr.slice(-300)} ${JSON.stringify(outcome)}`;
  assert.equal(state, "ended", said);
  assert.equal(outcome?.status, expected.status, said);
  if (expected.exitCode !== undefined) assert.equal(outcome?.exitCode, expected.exitCode, said);
  if (expected.signal !== undefined) assert.equal(outcome?.signal, expected.signal, said);
  if (typeof expected.stdout === "string") assert.equal(stdout, expected.stdout, said);
  else if (expected.stdout !== undefined) assert.match(stdout, expected.stdout, said);
}

export function executionOf({ status, body }: Answer): Execution {
  assert.equal(status, 200, body.subarray(0, 500).toString());
  return Execution.parse(JSON.parse(body.toString()));
}

/** An error in our one form, with this status, code and, where one is at fault, field. */
export function checkError({ status, body }: Answer, expected: { status: number; code: string; field?: string }): void {
  const text = body.subarray(0, 500).toString();
  assert.equal(status, expected.status, text);
  const { error } = ApiError.parse(JSON.parse(body.toString()));
  assert.equal(error.code, expected.code, text);
  if (expected.field !== undefined) assert.equal(error.field, expected.field, text);
}

export type Streamed = "application/x-ndjson" | "text/event-stream";

/** The events of a whole stream, which begin with `started` and end with the only `ended`. */
export function eventsOf(text: string, format: Streamed): Event[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith(":") && !line.startsWith("event:"));
  const events = lines.map((line) => Event.parse(JSON.parse(format === "text/event-stream" ? line.slice(6) : line)));
  assert.equal(events[0]?.type, "started");
  const endings = events.filter(({ type }) => type === "ended");
  assert.deepEqual(endings, [events.at(-1)]);
  return events;
}
