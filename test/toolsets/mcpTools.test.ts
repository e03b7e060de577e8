import { afterAll, beforeAll, expect, test } from "vitest";
import { ExecutionTool, Glovebox, type McpTools } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
let server: McpTools;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
  server = new ExecutionTool(box).getMcpServer();
});
afterAll(() => box.close());

test("[execution-tool.mcp] the guide's calls of the MCP server run in this process", async () => {
  const hello = await server.callTool("execution_execute_code", {
    language: "python",
    code: "print('Hello from MCP!')",
    timeout: 30,
  });
  const fibonacci = await server.callTool("execution_run_python", {
    code: `
def fibonacci(n):
    if n <= 1:
        return n
    return fibonacci(n-1) + fibonacci(n-2)

for i in range(10):
    print(f"F({i}) = {fibonacci(i)}")
`,
    timeout: 30,
  });
  const bash = await server.callTool("execution_run_bash", { script: "echo $HOME && ls -la /", timeout: 20 });

  expect(hello.structuredContent.result).toMatchObject({ stdout: "Hello from MCP!\n", exit_code: 0 });
  expect(fibonacci.structuredContent.result.stdout).toMatch(/^F\(0\) = 0\n[\s\S]*F\(9\) = 34\n$/);
  expect(bash.structuredContent.result.stdout).toMatch(/^\/home\/user\n[\s\S]* workspace\n/);
  for (const { isError, content, structuredContent } of [hello, fibonacci, bash]) {
    expect(isError).toBe(false);
    expect(JSON.parse(content[0]?.text ?? "")).toEqual(structuredContent);
  }
});

test("[execution-tool.mcp] what is wrong is told, an unknown name by an error, a wrong argument in the result", async () => {
  await expect(server.callTool("execution_run_ruby", { code: "puts 1" })).rejects.toMatchObject({
    code: "invalid_request",
    field: "name",
  });
  expect(() => new ExecutionTool(box).getMcpServer({ toolset: "none" })).toThrow(/known: execution, pydantic/);
  const wrong = await server.callTool("execution_run_bash", { script: "true", code: "true" });
  expect(wrong).toMatchObject({
    isError: true,
    structuredContent: { status: "failed", error_code: "invalid_request" },
  });
  expect(wrong.structuredContent.error).toBe('unknown field "code"');
});

test("[execution-tool.mcp] the full form of the pydantic toolset takes memory, variables and a folder", async () => {
  const pydantic = new ExecutionTool(box).getMcpServer({ toolset: "pydantic" });
  const code = "import os; print(os.environ['WHO'], os.getcwd())";
  const settings = { env_vars: { WHO: "ada" }, working_dir: "/tmp", memory_limit: "128m" };

  const ran = await pydantic.callTool("execute_code", { language: "python", code, ...settings });
  const large = await pydantic.callTool("execute_code", {
    language: "python",
    code: "x = bytearray(300 << 20)",
    ...settings,
  });
  const script = await pydantic.callTool("execute_javascript", { code: "console.log([3, 1].sort())" });

  expect(ran.structuredContent.result.stdout).toBe("ada /tmp\n");
  expect(large).toMatchObject({ isError: true, structuredContent: { error_code: "out_of_memory" } });
  expect(script.structuredContent.result.stdout).toBe("[ 1, 3 ]\n");
});
