import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  bareOutcome,
  type EndedExecution,
  ExecutionTool,
  Glovebox,
  type RequestInput,
  ToolStatus,
} from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
let tool: ExecutionTool;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
  tool = new ExecutionTool(box);
});
afterAll(() => box.close());

describe("the examples of the guide", () => {
  test("[execution-tool.examples] the core interface runs Python", async () => {
    const result = await tool.execute({
      language: "python",
      code: `
import math
print(f"Pi is approximately {math.pi:.5f}")
print(f"Square root of 2 is {math.sqrt(2):.5f}")
`,
      timeout: 30,
    });

    expect(result.result.stdout).toBe("Pi is approximately 3.14159\nSquare root of 2 is 1.41421\n");
    expect(result.result.exit_code).toBe(0);
  });

  test("[execution-tool.examples] a bash script looks at its system and folder", async () => {
    const result = await tool.execute({
      language: "bash",
      code: `
#!/bin/bash
echo "System information:"
uname -a
echo ""
echo "Current directory:"
pwd
echo ""
echo "Directory contents:"
ls -la
`,
      timeout: 30,
    });

    expect(result.result).toMatchObject({ exit_code: 0, stderr: "" });
    expect(result.result.stdout).toMatch(/System information:\nLinux [\s\S]*\n\/workspace\n[\s\S]*main\.sh/);
  });

  test("[execution-tool.examples] files are there to read", async () => {
    const result = await tool.execute({
      language: "python",
      code: `
import json

# Read config file
with open('config.json', 'r') as f:
    config = json.load(f)

print(f"App name: {config['name']}")
print(f"Version: {config['version']}")

# Process data file
with open('data.csv', 'r') as f:
    lines = f.readlines()
    print(f"Data rows: {len(lines) - 1}")  # Minus header
`,
      files: {
        "config.json": JSON.stringify({ name: "MyApp", version: "1.0.0", debug: true }),
        "data.csv": "id,name,value\n1,Alice,100\n2,Bob,200\n3,Charlie,300",
      },
      timeout: 30,
    });

    expect(result.result.stdout).toBe("App name: MyApp\nVersion: 1.0.0\nData rows: 3\n");
  });

  test("[execution-tool.examples] environment variables reach the program", async () => {
    const result = await tool.execute({
      language: "python",
      code: `
import os
print(f"API_KEY: {os.environ.get('API_KEY', 'not set')}")
print(f"DEBUG: {os.environ.get('DEBUG', 'false')}")
print(f"HOME: {os.environ.get('HOME', 'not set')}")
`,
      env_vars: { API_KEY: "secret-key-123", DEBUG: "true" },
      timeout: 30,
    });

    expect(result.result.stdout).toBe("API_KEY: secret-key-123\nDEBUG: true\nHOME: /home/user\n");
  });

  test("[execution-tool.examples] a working directory of its own", async () => {
    const result = await tool.execute({
      language: "bash",
      code: `
pwd
mkdir -p output
echo "Test file" > output/test.txt
ls -la output/
`,
      working_dir: "/app",
      timeout: 30,
    });

    expect(result.result).toMatchObject({ exit_code: 0, stderr: "" });
    expect(result.result.stdout).toMatch(/^\/app\n[\s\S]* test\.txt\n$/);
    expect(result.metadata.artifacts?.map(({ name }) => name)).toEqual(["output/test.txt"]);
  });

  test("[execution-tool.inputs] /app is the workspace, by its absolute name too", async () => {
    const code = "open('/app/a.txt', 'w').write('1')\nprint(open('/workspace/sub/b.txt').read(), open('b.txt').read())";
    const files = { "sub/b.txt": "2" };
    const result = await tool.execute({ language: "python", code, files, working_dir: "/app/sub" });
    expect(result.result).toMatchObject({ stdout: "2 2\n", stderr: "" });
    expect(result.metadata.artifacts?.map(({ name }) => name)).toEqual(["a.txt"]);
  });

  test("[execution-tool.examples] a memory limit that limits", async () => {
    const result = await tool.execute({
      language: "python",
      code: `
# Memory-intensive operation
data = []
for i in range(1000000):
    data.append([0] * 100)
print(f"Created {len(data)} arrays")
`,
      memory_limit: "256m", // Limit to 256MB
      timeout: 30,
    });

    expect(result).toMatchObject({
      status: "failed",
      error_code: "out_of_memory",
      result: { exit_code: 137, stdout: "" },
    });
    expect(result.error).toContain("256 MiB");
  });

  test("[execution-tool.examples] numbers of Fibonacci, and the home folder and root of bash", async () => {
    const python = await tool.execute({
      language: "python",
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
    expect(python.result.stdout.trimEnd().split("\n").at(-1)).toBe("F(9) = 34");
    const bash = await tool.execute({ language: "bash", code: "echo $HOME && ls -la /", timeout: 20 });
    expect(bash.result).toMatchObject({
      exit_code: 0,
      stdout: expect.stringMatching(/^\/home\/user\n[\s\S]*workspace/),
    });
  });

  test("[execution-tool.examples] the pipeline validates and summarizes", async () => {
    const data = JSON.stringify([1, 2, 3, 4].map((value) => ({ id: value, timestamp: "t", value })));
    const validation = await tool.execute({
      language: "python",
      code: `
import json
with open('data.json', 'r') as f:
    data = json.load(f)
    
# Validate structure
required_fields = ['id', 'timestamp', 'value']
for item in data:
    for field in required_fields:
        assert field in item, f"Missing field: {field}"
        
print(f"Validated {len(data)} records")
`,
      files: { "data.json": data },
      timeout: 30,
    });
    expect(validation.result).toMatchObject({ exit_code: 0, stdout: "Validated 4 records\n" });

    const processed = await tool.execute({
      language: "python",
      code: `
import json
import statistics

with open('data.json', 'r') as f:
    data = json.load(f)

# Calculate statistics
values = [item['value'] for item in data]
stats = {
    'count': len(values),
    'mean': statistics.mean(values),
    'median': statistics.median(values),
    'stdev': statistics.stdev(values) if len(values) > 1 else 0
}

print(json.dumps(stats, indent=2))
`,
      files: { "data.json": data },
      timeout: 60,
    });
    expect(JSON.parse(processed.result.stdout)).toMatchObject({ count: 4, mean: 2.5, median: 2.5 });
  });

  test("[execution-tool.examples] the handling of errors tells the three endings apart", async () => {
    const told = async (code: string, timeout = 60) => {
      const result = await tool.execute({ language: "python", code, timeout });
      if (result.status !== ToolStatus.COMPLETED) return `Execution failed: ${result.error}`;
      return result.result.exit_code === 0 ? `Success: ${result.result.stdout}` : `Error: ${result.result.stderr}`;
    };
    expect(await told("print(1)")).toBe("Success: 1\n");
    expect(await told("1 / 0")).toMatch(/^Error: Traceback/);
    expect(await told("while True: pass", 0.3)).toMatch(/^Execution failed: timed_out: stopped after 300 ms/);
  });
});

describe("the envelope", () => {
  test("[execution-tool.envelope] has every field, with times that are real", async () => {
    const result = await tool.execute({ language: "node", code: "setTimeout(() => console.log('late'), 200)" });

    expect(result).toEqual({
      tool_name: "execution",
      execution_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: "completed",
      result: {
        stdout: "late\n",
        stderr: "",
        exit_code: 0,
        language: "javascript",
        execution_time: expect.any(Number),
      },
      error: null,
      error_code: null,
      started_at: expect.any(String),
      completed_at: expect.any(String),
      duration_seconds: expect.any(Number),
      metadata: {
        engine: expect.any(String),
        version: expect.any(String),
        environment: "base",
        outcome: "succeeded",
        usage: expect.objectContaining({ wallMs: expect.any(Number) }),
        artifacts: [],
        notes: [],
      },
    });
    expect(result.result.execution_time).toBeGreaterThan(0.1);
    expect(result.duration_seconds).toBeGreaterThan(0.1);
    const span = Date.parse(result.completed_at) - Date.parse(result.started_at);
    expect(span / 1000).toBeCloseTo(result.duration_seconds);
  });

  test.each<[string, string, number, string, string | null]>([
    ["exits with 1", "raise ValueError('x')", 1, "completed", null],
    ["exits with a code of its own", "raise SystemExit(42)", 42, "completed", null],
    ["is killed", "import os; os.kill(os.getpid(), 9)", 137, "completed", null],
    ["runs too long", "print('begun', flush=True)\nwhile True: pass", 124, "failed", "timed_out"],
  ])("[execution-tool.exit-codes] a program that %s", async (_, code, exit_code, status, error_code) => {
    const result = await tool.execute({ language: "python", code, timeout: 0.5 });
    expect(result).toMatchObject({ status, error_code, result: { exit_code } });
    expect(result.error === null).toBe(error_code === null);
  });

  test("[execution-tool.envelope] a limit that was met is called by the tool's own name", async () => {
    const loop = await tool.execute({ language: "python", code: "while True: pass", timeout: 0.5 });
    expect(loop.error).toBe("timed_out: stopped after 500 ms; raise timeout or do less in one run");
    const code = "x = [bytearray(1 << 20) for _ in range(400)]";
    const full = await tool.execute({ language: "python", code, memory_limit: "64m" });
    expect(full.error).toMatch(/raise memory_limit/);
  });

  test("[execution-tool.envelope] what was printed is kept, however the program ended", async () => {
    const code = "import sys\nprint('out', flush=True)\nprint('err', file=sys.stderr, flush=True)\n";
    for (const ending of ["raise SystemExit(3)", "while True: pass"]) {
      const { result } = await tool.execute({ language: "python", code: code + ending, timeout: 0.5 });
      expect(result).toMatchObject({ stdout: "out\n", stderr: expect.stringMatching(/^err\n/) });
    }
  });

  test("[execution-tool.envelope] text comes as it was written: backslashes, quotes, dollar signs", async () => {
    const code = `console.log("a\\\\nb", '$HOME', "\`id\`", "it's")`;
    const { result } = await tool.execute({ language: "javascript", code });
    expect(result.stdout).toBe("a\\nb $HOME `id` it's\n");
  });

  test("[execution-tool.envelope] an aborted signal cancels", async () => {
    const signal = AbortSignal.timeout(200);
    const result = await tool.execute({ language: "bash", code: "sleep 30" }, { signal });
    expect(result).toMatchObject({ status: "cancelled", error_code: "cancelled", result: { exit_code: 130 } });
  });

  test.each<[string, object, string, RegExp]>([
    ["an unknown language", { language: "cobol" }, "unknown_language", /unknown language "cobol"; known: python/],
    ["no code", { code: " " }, "invalid_request", /code: is empty/],
    ["a size that is none", { memory_limit: "lots" }, "invalid_request", /memory_limit: "lots" is no size/],
    ["a size that is too small", { memory_limit: "1k" }, "invalid_request", /^memory_limit: "1k" .*16m/],
    ["a timeout of 0", { timeout: 0 }, "invalid_request", /timeout/],
    ["a timeout of more than an hour", { timeout: 3601 }, "invalid_request", /^timeout: .*3600 seconds/],
    ["a file outside", { files: { "../x": "" } }, "invalid_request", /\.\.\/x/],
    ["a file name with shell in it", { files: { "/; rm -rf": "" } }, "invalid_request", /absolute/],
    [
      "a folder that no sandbox has",
      { working_dir: "/etc" },
      "invalid_request",
      /working_dir: must be one of \/workspace, \/app/,
    ],
    ["a folder that leads out", { working_dir: "/app/../etc" }, "invalid_request", /working_dir/],
    ["a field that nobody knows", { packges: [] }, "invalid_request", /packges/],
  ])(
    "[execution-tool.exit-codes] %s is a set-up error: exit code 2 and the reason",
    async (_, change, error_code, message) => {
      const result = await tool.execute({ language: "python", code: "print(1)", ...change });
      expect(result).toMatchObject({
        status: "failed",
        error_code,
        error: expect.stringMatching(message),
        result: { stdout: "", stderr: expect.stringMatching(message), exit_code: 2, execution_time: null },
      });
    },
  );

  test("[execution-tool.envelope] names with shell in them are names", async () => {
    const name = "$(touch x); echo 'a b'\n.txt";
    const code = "import os, json; print(json.dumps(sorted(os.listdir())))";
    const { result } = await tool.execute({ language: "python", code, files: { [name]: "" } });
    expect(JSON.parse(result.stdout)).toEqual([name, "main.py"]);
  });

  test.each([
    ["256m", 256 * 1024 ** 2],
    ["1g", 1024 ** 3],
    ["512MB", 512 * 1024 ** 2],
    [33_554_432, 33_554_432],
    [undefined, 512 * 1024 ** 2],
  ])(
    "[execution-tool.inputs] memory_limit %s is %s bytes, and a timeout is in seconds",
    async (memory_limit, bytes) => {
      const asked: RequestInput[] = [];
      const fixed = asking(asked);
      await fixed.execute({ language: "python", code: "1", memory_limit });
      expect(asked[0]?.limits).toEqual({ timeoutMs: 300_000, memoryBytes: bytes });
    },
  );

  test("[execution-tool.inputs] packages are passed on", async () => {
    const asked: RequestInput[] = [];
    const fixed = asking(asked);
    await fixed.execute({ language: "python", code: "1", packages: ["numpy==2.1"] });
    expect(asked[0]).toMatchObject({ packages: ["numpy==2.1"] });
  });

  test("[execution-tool.envelope] a real compiler's words too", async () => {
    const { status, result } = await tool.execute({ language: "c", code: "int main(void) {\n  return nonsense;\n}" });
    expect({ status, exit_code: result.exit_code }).toEqual({ status: "completed", exit_code: 1 });
    expect(result.stderr).toMatch(/main\.c:2.*nonsense/);
  });

  test("[execution-tool.envelope] a compiler's words are in stderr where it failed, and only there", async () => {
    const outcome = { ...bareOutcome("failed"), exitCode: 1 };
    const compile = { outcome, cached: false, stdout: "", stderr: "main.go:3: undefined: x\n" };
    const failing = new ExecutionTool({ execute: async () => ended({ outcome, compile }) });
    const failed = await failing.execute({ language: "go", code: "x" });
    expect(failed.result).toMatchObject({ stderr: "main.go:3: undefined: x\n", exit_code: 1, execution_time: null });

    const warned = { ...compile, outcome: bareOutcome("succeeded"), stderr: "warning\n" };
    const passing = new ExecutionTool({ execute: async () => ended({ compile: warned, stderr: "own\n" }) });
    expect((await passing.execute({ language: "go", code: "x" })).result.stderr).toBe("own\n");
  });
});

describe("scripts", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "execution-tool-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(name: string, content: string): string {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  test.each([
    ["script.py", "import sys; print(sys.argv[1:])", "['a', 'b c']\n"],
    ["script.js", "console.log(process.argv.slice(2))", "[ 'a', 'b c' ]\n"],
    ["script.sh", 'printf "%s\\n" "$@"', "a\nb c\n"],
    ["script", '#!/usr/bin/env bash\nprintf "%s\\n" "$@"', "a\nb c\n"],
  ])("[execution-tool.scripts] %s runs in its language, with its arguments", async (name, code, stdout) => {
    const result = await tool.executeScript(put(name, code), { args: ["a", "b c"], timeout: 120 });
    expect(result).toMatchObject({ status: "completed", result: { stdout, exit_code: 0 } });
  });

  test("[execution-tool.scripts] the files beside it come along; hidden ones, links and the rest of the disk do not", async () => {
    put("data/in.csv", "1");
    put("helper.py", "two = 2");
    put(".env", "SECRET");
    symlinkSync("/etc/hostname", join(folder, "link"));
    const code =
      "import os, helper\nprint(sorted(os.listdir()), helper.two, open('data/in.csv').read(), open('extra').read())";
    const result = await tool.executeScript(put("main.py", code), { files: { extra: "3" } });
    expect(result.result.stdout).toBe("['data', 'extra', 'helper.py', 'main.py'] 2 1 3\n");
  });

  test("[execution-tool.scripts] where the folder is too large nothing comes along, and a note says so", async () => {
    truncateSync(put("large", ""), 50 * 1024 * 1024 + 1);
    const result = await tool.executeScript(put("main.py", "import os; print(os.listdir())"));
    expect(result.result.stdout).toBe("['main.py']\n");
    expect(result.metadata.notes).toEqual([expect.stringContaining("give those that are needed in files")]);
  });

  test.each<[string, () => string, RegExp]>([
    ["is missing", () => join(folder, "none.py"), /there is no such file/],
    ["is a folder", () => folder, /is a folder/],
    ["is empty", () => put("empty.py", ""), /is empty/],
    ["has no known language", () => put("script.xyz", "hello"), /language .* is not known/],
  ])("[execution-tool.scripts] one that %s is a set-up error", async (_, path, message) => {
    const result = await tool.executeScript(path());
    expect(result).toMatchObject({ status: "failed", error: expect.stringMatching(message), result: { exit_code: 2 } });
  });
});

/** A tool over a Glovebox that only keeps what it was asked. */
function asking(asked: RequestInput[]): ExecutionTool {
  const execute = async (request: RequestInput) => {
    asked.push(request);
    return ended({});
  };
  return new ExecutionTool({ execute });
}

function ended(change: Partial<EndedExecution>): EndedExecution {
  return {
    id: "",
    language: "go",
    version: "1",
    engine: "native",
    environment: "base",
    state: "ended",
    outcome: bareOutcome("succeeded"),
    stdout: "",
    stderr: "",
    results: [],
    artifacts: [],
    createdAt: "",
    startedAt: "",
    ...change,
  };
}
