import { afterAll, beforeAll, expect, test } from "vitest";
import { App, errorOf, program } from "./served.ts";

let app: App;
beforeAll(async () => {
  app = await App.open({ maxBodyBytes: 10_000, allowedHosts: ["box.example"], allowedOrigins: ["https://ok.example"] });
});
afterAll(() => app[Symbol.asyncDispose]());

const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each([
  ["nothing", "", 400, undefined],
  ["no JSON", "{", 400, undefined],
  ["half of a text", '{"language": "py', 400, undefined],
  ["a list", "[]", 400, undefined],
  ["null", "null", 400, undefined],
  ["a number", "7", 400, undefined],
  ["an unknown field", '{"language":"python","code":"x","cod":1}', 400, "cod"],
  ["a missing field", '{"language":"python"}', 400, "code"],
  ["a wrong type", '{"language":"python","code":7}', 400, "code"],
  ["an unknown language", '{"language":"klingon","code":"x"}', 400, "language"],
  ["an unknown engine", '{"language":"python","code":"x","engine":"q"}', 400, "engine"],
  ["an unknown limit", '{"language":"python","code":"x","limits":{"timeout":1}}', 400, "limits.timeout"],
  ["a limit of 0", '{"language":"python","code":"x","limits":{"timeoutMs":0}}', 400, "limits.timeoutMs"],
  [
    "a number past all bounds",
    '{"language":"python","code":"x","limits":{"timeoutMs":1e999}}',
    400,
    "limits.timeoutMs",
  ],
  ["a file outside", '{"language":"python","code":"x","files":{"../x":""}}', 400, "files.../x"],
  ["__proto__ as a file", '{"language":"python","code":"x","files":{"__proto__":""}}', 400, "files.__proto__"],
  ["__proto__ as a field", '{"language":"python","code":"x","__proto__":{"a":1}}', 400, "__proto__"],
  ["a tool", '{"language":"python","code":"x","tools":[]}', 400, "tools"],
  ["a bomb of depth", `{"language":"python","code":"x","metadata":{"a":${deep(4_000)}}}`, 400, undefined],
  ["a bomb of depth without a request", deep(4_900), 400, undefined],
  [
    "nothing but unknown fields",
    JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`f${i}`, 1]))),
    400,
    "language",
  ],
  ["an endless name", `{"language":"python","code":"x","${"x".repeat(9_000)}":1}`, 400, `${"x".repeat(200)}…`],
  ["an endless language", `{"language":"${"x".repeat(9_000)}","code":"x"}`, 400, "language"],
  ["more than may be", `{"language":"python","code":"${"x".repeat(10_000)}"}`, 413, undefined],
])("[bad-input.http] a body with %s is refused by name", async (_, body, status, field) => {
  const answer = await app.post(body);
  const error = await errorOf(answer);
  expect([answer.status, error.field]).toEqual([status, field]);
  expect(error.message.length).toBeLessThan(2_000);
});

test.each([
  ["files", [], "must be an object"],
  ["files", { a: { url: "x" } }, 'must be a string, {"content": …, "encoding": "utf8" or "base64"}, or {"id": …}'],
  ["args", "x", "must be a list"],
  ["stdin", 5, "must be a string"],
  ["metadata", "x", "must be an object"],
])("[bad-input.http] a wrong value of %s is told what it must be", async (field, value, text) => {
  const { message } = await errorOf(await app.post({ ...program("print 1"), [field]: value }));
  expect(message).toMatch(new RegExp(`^${field}(\\.a)?: `));
  expect(message).toContain(text);
});

test("[bad-input.http] a limit of a list that is no number is told what it must be", async () => {
  const { message } = await errorOf(await app.call("/v1/executions?limit=abc"));
  expect(message).toBe("limit: must be a whole number from 1 to 100");
});

test("[bad-input.http] invalid JSON is refused with the place", async () => {
  const { message } = await errorOf(await app.post('{"language": "python", "code": "x"'));
  expect(message).toMatch(/position \d+/);
});

test("[bad-input.http] a key that comes twice counts as its last one", async () => {
  const answer = await app.post('{"language":"python","code":"print a","code":"print b"}');
  expect(await answer.json()).toMatchObject({ stdout: "b\n" });
});

test("[bad-input.http] bytes that are no UTF-8 are refused", async () => {
  const body = Buffer.concat([Buffer.from('{"language":"python","code":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  const answer = await app.call("/v1/executions", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json" },
  });
  expect([answer.status, (await errorOf(answer)).message]).toEqual([400, "the body is not valid UTF-8"]);
});

test.each([
  undefined,
  "text/plain",
  "application/x-www-form-urlencoded",
  "application/jsonp",
  "application/json; charset=latin1",
])("[server.json-only] a body of type %s is refused", async (type) => {
  const body = Buffer.from(JSON.stringify(program("print 1")));
  const answer = await app.call("/v1/executions", {
    method: "POST",
    body,
    headers: type === undefined ? {} : { "Content-Type": type },
  });
  expect([answer.status, (await errorOf(answer)).field]).toEqual([415, "Content-Type"]);
});

test("[bad-input.http] a compressed body is refused: what it comes to is bounded by nothing", async () => {
  const send = (encoding: string) =>
    app.post(program("print 1"), { headers: { "Content-Type": "application/json", "Content-Encoding": encoding } });
  const answer = await send("gzip");
  expect([answer.status, (await errorOf(answer)).field]).toEqual([415, "Content-Encoding"]);
  expect((await send("identity")).status).toBe(200);
});

test.each(["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])(
  "[server.json-only] a body of type %s is read",
  async (type) => {
    expect((await app.post(program("print 1"), { headers: { "Content-Type": type } })).status).toBe(200);
  },
);

test.each([
  "evil.example",
  "evil.example:4747",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "10.0.0.1",
  "",
  "a b",
  "localhost:4747@evil",
])("[server.host] the Host %j is not ours", async (host) => {
  const answer = await app.call("/healthz", { headers: { Host: host } });
  expect([answer.status, (await errorOf(answer)).field]).toEqual([403, "Host"]);
});

test.each(["localhost", "LOCALHOST:1", "127.0.0.1:4747", "[::1]:4747", "box.example", "Box.Example.:80"])(
  "[server.host] the Host %j is ours",
  async (host) => {
    expect((await app.call("/healthz", { headers: { Host: host } })).status).toBe(200);
  },
);

test.each([
  { Origin: "https://evil.example" },
  { Origin: "null" },
  { Origin: "http://localhost:4747" },
  { Origin: "https://ok.example.evil" },
  { "Sec-Fetch-Site": "cross-site" },
])("[server.origin] a web page that sends %j is refused, whatever it asks for", async (headers) => {
  for (const [method, path] of [
    ["GET", "/v1/executions"],
    ["POST", "/v1/executions"],
    ["OPTIONS", "/v1/executions"],
  ] as const) {
    const answer = await app.call(path, { method, headers });
    expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([403, null]);
    expect((await errorOf(answer)).field).toBe("Origin");
  }
});

test("[server.origin] a page of an origin on the list may ask, and call", async () => {
  const headers = { Origin: "https://ok.example", "Sec-Fetch-Site": "cross-site" };
  const asked = await app.call("/v1/executions", { method: "OPTIONS", headers });
  expect([asked.status, asked.headers.get("Access-Control-Allow-Headers")]).toEqual([
    204,
    expect.stringContaining("Content-Type"),
  ]);
  const answer = await app.post(program("print 1"), { headers });
  expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([200, "https://ok.example"]);
});

test.each([
  ["PUT", "/v1/executions", 405, "GET, HEAD, POST"],
  ["DELETE", "/v1/executions", 405, "GET, HEAD, POST"],
  ["POST", "/healthz", 405, "GET, HEAD"],
  ["PATCH", "/v1/executions/x", 405, "GET, HEAD, DELETE"],
  ["GET", "/v1/nothing", 404, null],
  ["GET", "/v1/executions/", 404, null],
  ["GET", "//healthz", 404, null],
])("[bad-input.http] %s %s is a %i", async (method, path, status, allow) => {
  const answer = await app.call(`http://localhost${path}`, { method });
  await errorOf(answer);
  expect([answer.status, answer.headers.get("Allow")]).toEqual([status, allow]);
});

test.each(["x", "1", "%00", "..", "' or 1=1 --", "00000000-0000-7000-8000-000000000000", "__proto__"])(
  "[bad-input.http] the execution %j is not found",
  async (id) => {
    for (const method of ["GET", "DELETE"]) {
      const answer = await app.call(`/v1/executions/x${encodeURIComponent(id)}`, { method });
      expect([answer.status, (await errorOf(answer)).code]).toEqual([404, "not_found"]);
    }
  },
);

test("[server.health] HEAD answers as GET does, without the body", async () => {
  const answer = await app.call("/v1/runtimes", { method: "HEAD" });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
});
