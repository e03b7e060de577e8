import { existsSync } from "node:fs";
import { join } from "node:path";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { envelopeOf, newClient, type Revision, revisions } from "../faces/mcp.fixture.ts";
import { COMMAND, Place } from "./command.fixture.ts";

let place: Place;
beforeAll(() => {
  place = new Place();
});
afterAll(() => place[Symbol.dispose]());

describe.each(revisions)("glovebox mcp, for a client of MCP %s", (revision) => {
  test("[mcp.stdio] runs the tools, tells what goes wrong, and ends with its client", async () => {
    await using started = await start(revision);
    const { client, pid } = started;

    const { tools } = await client.listTools();
    const ran = await client.callTool({ name: "execution_execute_code", arguments: RUN });
    const wrong = await client.callTool({ name: "execution_run_bash", arguments: { script: 1 } });

    expect(tools.map(({ name }) => name)).toContain("execution_run_bash");
    expect(envelopeOf(ran)).toMatchObject({ status: "completed", result: { stdout: "ADA\n", stderr: "" } });
    expect(wrong.isError).toBe(true);
    expect(envelopeOf(wrong).error).toBe("script: must be a string");
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await client.close();
    await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
  });

  test("[mcp.cancel] over stdio a call that is given up leaves its place to the next", async () => {
    await using started = await start(revision, "--concurrency", "1");
    const { client } = started;
    const stop = new AbortController();
    const code = "import time; print('begun', flush=True); time.sleep(300)";

    const call = client.callTool(
      { name: "execution_run_python", arguments: { code } },
      { signal: stop.signal, onprogress: () => stop.abort() },
    );
    await expect(call).rejects.toThrow();

    const after = await client.callTool({ name: "execution_run_python", arguments: { code: "print(1)" } });
    expect(envelopeOf(after).result.stdout).toBe("1\n");
  });
});

test("[mcp.stdio] a toolset that does not exist ends the command with the names of those that do", async () => {
  const ended = await place.glovebox(["mcp", "--toolset", "all"]);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain('toolset: there is no "all"; known: execution, pydantic');
});

const RUN = {
  language: "python",
  code: "print(open('name.txt').read().upper())",
  files: { "name.txt": "ada" },
  timeout: 30,
};

async function start(revision: Revision, ...more: string[]) {
  const args = [COMMAND, "mcp", "--data-dir", join(place.folder, "data"), "--armed", "1", ...more];
  const transport = new StdioClientTransport({ command: process.execPath, args, stderr: "inherit" });
  const client = newClient(revision);
  await client.connect(transport);
  return { client, pid: transport.pid ?? 0, [Symbol.asyncDispose]: () => client.close() };
}
