import { randomUUID } from "node:crypto";
import { type Call, HttpClient } from "../httpClient.ts";
import { checkError } from "./answers.ts";
import type { Kind } from "./kind.ts";

type Wrong = readonly [name: string, path: string, call: Call, expected: Parameters<typeof checkError>[1]];

/** Above what the soaked server takes. */
const TOO_LARGE = "x".repeat(3 * 1024 * 1024);
const unknown = randomUUID();

const wrongs: readonly Wrong[] = [
  ["malformed JSON", "/v1/executions", post('{"language": "python", '), invalid()],
  ["a wrong type", "/v1/executions", json({ language: "python", code: 7 }), invalid("code")],
  ["an unknown field", "/v1/executions", json({ language: "python", code: "1", colour: 1 }), invalid("colour")],
  ["no code", "/v1/executions", json({ language: "python" }), invalid()],
  ["a limit of 0", "/v1/executions", json({ language: "python", code: "1", limits: { timeoutMs: 0 } }), invalid("limits.timeoutMs")],
  ["a path upwards", "/v1/executions", json({ language: "bash", code: "ls", files: { "../x": "" } }), invalid()],
  ["an unknown language", "/v1/executions", json({ language: "klingon", code: "1" }), { status: 400, code: "unknown_language", field: "language" }],
  ["deep nesting", "/v1/executions", post("[".repeat(50_000)), invalid()],
  ["an empty body", "/v1/executions", post(""), invalid()],
  ["text", "/v1/executions", { ...post("{}"), headers: { "Content-Type": "text/plain" } }, { status: 415, code: "unsupported_media_type" }],
  ["too large", "/v1/executions", json({ language: "bash", code: "cat", stdin: TOO_LARGE }), { status: 413, code: "payload_too_large" }],
  ["an unknown execution", `/v1/executions/${unknown}`, {}, { status: 404, code: "not_found" }],
  ["cancel of an unknown one", `/v1/executions/${unknown}`, { method: "DELETE" }, { status: 404, code: "not_found" }],
  ["an unknown artifact", `/v1/executions/${unknown}/artifacts/a`, {}, { status: 404, code: "not_found" }],
  ["an unknown path", "/v1/nothing", {}, { status: 404, code: "not_found" }],
  ["a wrong method", "/v1/executions", { method: "PUT" }, { status: 405, code: "method_not_allowed" }],
  ["a wrong cursor", "/v1/executions?cursor=x", {}, invalid("cursor")],
  ["a web page", "/healthz", { headers: { Origin: "https://evil.example" } }, { status: 403, code: "forbidden" }],
  ["a foreign host", "/healthz", { headers: { Host: "evil.example" } }, { status: 403, code: "forbidden" }],
  ["huge headers", "/healthz", { headers: { "X-Large": "x".repeat(20_000) } }, { status: 431, code: "payload_too_large" }],
]; // biome-ignore format: a table

/** Requests that must be refused, each with its status and the field that is wrong. */
export const bad: readonly Kind[] = wrongs.map(([name, path, call, expected]) => ({
  name: `refused: ${name}`,
  group: "bad",
  weight: 0.6,
  run: async ({ http }) => {
    // On a connection of its own: the server may close it, and another request must not be on it then.
    using own = new HttpClient(http.url);
    checkError(await own.call(path, call), expected);
  },
}));

function post(body: string): Call {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body };
}

function json(body: unknown): Call {
  return post(JSON.stringify(body));
}

function invalid(field?: string): Wrong[3] {
  return { status: 400, code: "invalid_request", ...(field === undefined ? {} : { field }) };
}
