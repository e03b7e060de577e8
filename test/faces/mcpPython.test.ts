import { SessionList } from "@glovebox/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { listed, type Served, serve } from "../server/served.ts";
import { type Connected, connect, revisions } from "./mcp.fixture.ts";

let served: Served;
beforeAll(async () => {
  served = await serve({ armed: 1 }, openGlovebox);
});
afterAll(() => served[Symbol.asyncDispose]());

type Answer = Record<string, unknown>;

async function call({ client }: Connected, name: string, args: object): Promise<Answer> {
  const { structuredContent } = await client.callTool({ name, arguments: { ...args } });
  return structuredContent as Answer;
}

describe.each(revisions)("a client of MCP %s with the tools for Python", (revision) => {
  const open = (clientId: string) =>
    connect(`${served.url}/mcp?toolset=python`, revision, { "X-Client-Id": `${clientId}-${revision}` });

  test("[mcp.python] finds the two tools", async () => {
    await using connected = await open("lister");
    const { tools } = await connected.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["run_python_code", "manage_interpreters"]);
  });

  test("[mcp.python] keeps its variables from call to call, which are executions of its sessions", async () => {
    await using connected = await open("ann");
    const first = await call(connected, "run_python_code", { code: "x = 1 + 2\nprint(x)", result_var_name: "x" });
    expect(first).toMatchObject({ success: true, result: 3, stdout: "3\n" });
    expect(await call(connected, "run_python_code", { code: "print(x * 2)" })).toMatchObject({ stdout: "6\n" });
    const headers = { "X-Client-Id": `ann-${revision}` };
    const { sessions } = SessionList.parse(await (await fetch(`${served.url}/v1/sessions`, { headers })).json());
    expect(sessions).toMatchObject([{ id: first["interpreter_id"], executions: 2 }]);
    const executions = await listed(await fetch(`${served.url}/v1/executions`, { headers }));
    expect(executions).toHaveLength(2);
  });

  test("[mcp.python] cannot reach the interpreters of another", async () => {
    await using ann = await open("ann");
    await using bob = await open("bob");
    const { interpreter_id: id } = await call(ann, "manage_interpreters", { operation: "create" });
    const error = `Interpreter ${id} not found`;
    expect(await call(bob, "run_python_code", { code: "1", interpreter_id: id })).toEqual({ success: false, error });
    expect(await call(bob, "manage_interpreters", { operation: "list" })).toEqual({ success: true, interpreters: [] });
    expect(await call(ann, "manage_interpreters", { operation: "delete", interpreter_id: id })).toMatchObject({
      success: true,
    });
  });

  test("[mcp.python] is told by name what is wrong with its arguments", async () => {
    await using connected = await open("ann");
    const answer = await call(connected, "run_python_code", { code: 7 });
    expect(answer).toMatchObject({ success: false, field: "code" });
  });
});
