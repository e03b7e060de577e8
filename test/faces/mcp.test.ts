import { connect as connectSocket } from "node:net";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { App, listed, serve } from "../server/served.ts";
import { connect, envelopeOf, revisions } from "./mcp.fixture.ts";

const python = (code: string, more: object = {}) => ({ name: "execution_run_python", arguments: { code, ...more } });

describe.each(revisions)("a client of MCP %s", (revision) => {
  test("[mcp.tools] lists the tools with what they take and answer", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);

    const { tools } = await connected.client.listTools();

    expect(tools.map(({ name }) => name)).toEqual([
      "execution_execute_code",
      "execution_run_python",
      "execution_run_bash",
    ]);
    const [code, , bash] = tools;
    expect(code?.inputSchema.required).toEqual(["language", "code"]);
    expect(Object.keys(code?.inputSchema.properties ?? {}).sort()).toEqual([
      "code",
      "files",
      "language",
      "packages",
      "timeout",
    ]);
    expect(code?.inputSchema.properties?.["timeout"]).toMatchObject({ type: "number", default: 300 });
    expect(bash?.inputSchema.required).toEqual(["script"]);
    expect(Object.keys(bash?.outputSchema?.properties ?? {})).toContain("result");
  });

  test("[mcp.tools] gets the envelope, and finds the execution among the server's records", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision, { "X-Client-Id": "ann" });

    const answer = await connected.client.callTool(python("print hello"));

    const result = envelopeOf(answer);
    expect(answer.isError).toBeFalsy();
    expect(result).toMatchObject({ status: "completed", result: { stdout: "hello\n", exit_code: 0 } });
    const url = `${served.url}/v1/executions/${result.execution_id}`;
    const record = await (await fetch(url, { headers: { "X-Client-Id": "ann" } })).json();
    expect(record).toMatchObject({ stdout: "hello\n", outcome: { status: "succeeded" } });
    expect((await fetch(url, { headers: { "X-Client-Id": "bob" } })).status).toBe(404);
  });

  test("[mcp.tools] an exit code is data, a time-out an error of the tool", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);

    const failed = await connected.client.callTool(python("error no\nexit 3"));
    const slow = await connected.client.callTool(python("print begun\nsleep 30000", { timeout: 0.2 }));

    expect(failed.isError).toBeFalsy();
    expect(envelopeOf(failed)).toMatchObject({ status: "completed", result: { exit_code: 3, stderr: "no\n" } });
    expect(slow.isError).toBe(true);
    expect(envelopeOf(slow)).toMatchObject({
      status: "failed",
      error_code: "timed_out",
      result: { exit_code: 124, stdout: "begun\n" },
    });
  });

  test("[mcp.errors] arguments that are wrong are told of by the names of their fields", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);
    const cases = [
      [{ code: 7 }, "code: must be a string"],
      [{}, "code: must be a string"],
      [{ code: "print 1", colour: "red" }, 'unknown field "colour"'],
      [{ code: "print 1", timeout: "soon" }, "timeout: must be a number"],
      [{ code: "print 1", timeout: 0 }, "timeout: must be more than 0 seconds"],
      [{ code: "print 1", packages: "numpy" }, "packages: must be a list"],
      [{ code: " " }, "code: is empty"],
    ] as const;
    for (const [args, message] of cases) {
      const answer = await connected.client.callTool({ name: "execution_run_python", arguments: args });
      expect(answer.isError, message).toBe(true);
      const { error, error_code, result } = envelopeOf(answer);
      expect({ error_code, exit_code: result.exit_code }).toEqual({ error_code: "invalid_request", exit_code: 2 });
      expect(error).toContain(message);
    }
    const unknown = await connected.client.callTool({
      name: "execution_execute_code",
      arguments: { language: "cobol", code: "x" },
    });
    expect(envelopeOf(unknown)).toMatchObject({ error_code: "unknown_language" });
    expect(await listed(await fetch(`${served.url}/v1/executions`))).toEqual([]);
  });

  test("[mcp.errors] an unknown tool is an error of the protocol that names those that there are", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);

    await expect(connected.client.callTool({ name: "rm", arguments: {} })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('there is no tool "rm"; known: execution_execute_code'),
    });
  });

  test("[mcp.cancel] a call that its client gives up ends its execution as cancelled", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);
    const stop = new AbortController();

    const call = connected.client.callTool(python("print begun\nsleep 60000"), { signal: stop.signal });
    const rejected = expect(call).rejects.toThrow();
    await expect.poll(async () => (await executions(served.url))[0]?.state).toBe("running");
    stop.abort();

    await rejected;
    await expect.poll(async () => (await executions(served.url))[0]?.outcome?.status).toBe("cancelled");
  });

  test("[mcp.progress] a client that asks for it hears what the program prints while it runs", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp`, revision);
    const heard: string[] = [];
    const stop = new AbortController();

    const call = connected.client.callTool(python("print one\nsleep 60000"), {
      signal: stop.signal,
      onprogress: ({ message }) => {
        heard.push(message ?? "");
        stop.abort();
      },
    });

    await expect(call).rejects.toThrow();
    expect(heard).toEqual(["one\n"]);
  });

  test("[mcp.toolsets] another toolset has the functions of PydanticAI", async () => {
    await using served = await serve();
    await using connected = await connect(`${served.url}/mcp?toolset=pydantic`, revision);

    const { tools } = await connected.client.listTools();
    const answer = await connected.client.callTool({ name: "execute_python", arguments: { code: "print hi" } });

    expect(tools.map(({ name }) => name)).toEqual([
      "execute_code",
      "execute_python",
      "execute_bash",
      "execute_javascript",
    ]);
    expect(envelopeOf(answer).result.stdout).toBe("hi\n");
    await expect(connected.client.callTool(python("print 1"))).rejects.toMatchObject({ code: -32602 });
  });
});

test("[mcp.cancel] a client whose connection breaks ends its execution as cancelled", async () => {
  await using served = await serve();
  const socket = connectSocket(Number(new URL(served.url).port), "127.0.0.1");
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: python("sleep 60000") });
  socket.write(
    `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
      `Accept: application/json, text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(async () => (await executions(served.url))[0]?.state).toBe("running");
  socket.destroy();

  await expect.poll(async () => (await executions(served.url))[0]?.outcome?.status).toBe("cancelled");
});

test("[mcp.cancel] nobody withdraws the call of another session or another principal", async () => {
  await using served = await serve();
  const post = (body: object, headers: Record<string, string>) =>
    fetch(`${served.url}/mcp`, { method: "POST", headers: { ...JSON_RPC, ...headers }, body: JSON.stringify(body) });
  const call = { jsonrpc: "2.0", id: 7, method: "tools/call", params: python("sleep 1000\nprint done") };
  const answer = post(call, { "Mcp-Session-Id": "a", "X-Client-Id": "ann" });
  await expect.poll(async () => (await executions(served.url, "ann"))[0]?.state).toBe("running");

  const withdrawal = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
  await post(withdrawal, { "Mcp-Session-Id": "b", "X-Client-Id": "ann" });
  await post(withdrawal, { "Mcp-Session-Id": "a", "X-Client-Id": "bob" });
  await post(withdrawal, { "X-Client-Id": "ann" });

  expect(await (await answer).text()).toContain("done\\\\n");
  expect((await executions(served.url, "ann"))[0]?.outcome?.status).toBe("succeeded");
});

test("[mcp.errors] what is no request of MCP is refused with a reason, and never with a 5xx", async () => {
  await using app = await App.open();
  const post = (body: string, headers: Record<string, string> = {}) =>
    app.call("/mcp", { method: "POST", body, headers: { ...JSON_RPC, ...headers } });
  const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
  const cases = [
    [await post("{"), 400, "not valid JSON"],
    [await post(""), 400, "the body is empty"],
    [await post("[]"), 400, "the body is a list of messages"],
    [await post("7"), 400, "JSON-RPC"],
    [await post(ping, { "Content-Type": "text/plain" }), 415, "Content-Type: must be application/json"],
    [await post(ping, { Host: "evil.example" }), 403, "Host: "],
    [await post(ping, { Origin: "https://evil.example" }), 403, "Origin: "],
    [await post(ping, { "X-Client-Id": "a b" }), 400, "X-Client-Id: "],
    [await app.call("/mcp"), 405, "POST is"],
    [await app.call("/mcp", { method: "DELETE" }), 405, "POST is"],
    [
      await app.call("/mcp?toolset=all", { method: "POST", body: ping, headers: JSON_RPC }),
      400,
      'toolset: there is no "all"; known: execution, pydantic',
    ],
  ] as const;
  for (const [answer, status, message] of cases) {
    const body = Refusal.parse(await answer.json());
    expect({ status: answer.status, jsonrpc: body.jsonrpc, id: body.id }, message).toEqual({
      status,
      jsonrpc: "2.0",
      id: null,
    });
    expect(body.error.message).toContain(message);
  }
});

test("[mcp.errors] a full server is told as an error of the tool", async () => {
  await using served = await serve({ concurrency: 1, queue: 0 });
  await using connected = await connect(`${served.url}/mcp`, "2026-07-28");
  const stop = new AbortController();
  const first = connected.client.callTool(python("sleep 60000"), { signal: stop.signal }).catch(() => undefined);
  await expect.poll(async () => (await executions(served.url))[0]?.state).toBe("running");

  const answer = await connected.client.callTool(python("print 1"));

  expect(answer.isError).toBe(true);
  expect(envelopeOf(answer)).toMatchObject({ error_code: "too_busy" });
  stop.abort();
  await first;
});

const Refusal = z.object({ jsonrpc: z.string(), id: z.null(), error: z.object({ message: z.string() }) });
const JSON_RPC = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };

async function executions(url: string, client?: string) {
  const headers = client === undefined ? {} : { "X-Client-Id": client };
  return listed(await fetch(`${url}/v1/executions`, { headers }));
}
