import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Box,
  bareOutcome,
  type EndedExecution,
  type ExecutionRecord,
  executePython,
  Glovebox,
  GloveboxError,
  type LogEntry,
  type Outcome,
  type RequestInput,
} from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

const tool = (options: Parameters<typeof executePython>[1] = {}) => executePython(box, { variables: {}, ...options });

function callOf(args: unknown, name = "execute_python") {
  return { id: "calc_001", type: "function", function: { name, arguments: JSON.stringify(args) } };
}

/** A Glovebox whose every execution ends in the same way, and that keeps what it was asked. */
function fixedBox(change: Partial<EndedExecution> & { outcome: Outcome }): Box & { asked: RequestInput[] } {
  const asked: RequestInput[] = [];
  const execution: EndedExecution = {
    id: "",
    language: "python",
    version: "3.11.7",
    engine: "native",
    environment: "base",
    state: "ended",
    stdout: "",
    stderr: "",
    results: [],
    artifacts: [],
    createdAt: "",
    ...change,
  };
  const execute = async (request: RequestInput) => {
    asked.push(request);
    return execution;
  };
  return { asked, execute };
}

describe("the definition", () => {
  test("[execute-python.definition] execute_python is in the tool definitions, in OpenAI's form", () => {
    expect(tool().definitions("openai")).toEqual([
      {
        type: "function",
        function: {
          name: "execute_python",
          description:
            "Execute Python code in a secure sandbox environment via Piston API. Use for calculations, data analysis, file processing, and computational tasks.",
          parameters: {
            type: "object",
            properties: {
              code: { type: "string", description: "Python code to execute. Should be complete and self-contained." },
              purpose: { type: "string", description: "Brief description of what the code is meant to accomplish" },
            },
            required: ["code", "purpose"],
          },
        },
      },
    ]);
    expect(() => tool().definitions("toml" as never)).toThrow("known: openai");
  });
});

describe("calls of the tool", () => {
  test("[execute-python.examples] the call of the guide runs as written", async () => {
    const { executeToolCall } = tool();
    const supabase = new (class Client {})();
    const sessionInfo = { id: 1 };
    const toolCall = {
      id: "calc_001",
      type: "function",
      function: {
        name: "execute_python",
        arguments: JSON.stringify({
          code: `
result = 5 + 3 * 2
print(f"Calculation: 5 + 3 * 2 = {result}")
      `.trim(),
          purpose: "Calculate mathematical expression",
        }),
      },
    };

    const result = await executeToolCall(toolCall, supabase, sessionInfo);

    const data = {
      output: "Calculation: 5 + 3 * 2 = 11\n",
      purpose: "Calculate mathematical expression",
      execution_time: expect.any(Number),
    };
    expect(result).toEqual({ success: true, data, result: data });
  });

  test.each([
    ["workflow_id instead of a purpose", { code: "print(1)", workflow_id: "w-1" }, "execute_python"],
    ["only code", { code: "print(1)" }, "execute_python"],
    ["the alias run_code", { code: "print(1)", purpose: "" }, "run_code"],
  ])("[execute-python.calls] %s is taken as well", async (_, args, name) => {
    const result = await tool().executeToolCall(callOf(args, name));
    expect(result).toMatchObject({ success: true, data: { output: "1\n", purpose: "" } });
  });

  test("[execute-python.calls] arguments that are an object already, and the inner part alone, are taken as well", async () => {
    const flat = { name: "execute_python", arguments: { code: "print(1)", purpose: "p" } };
    expect(await tool().executeToolCall(flat)).toMatchObject({ success: true });
    expect(await tool().executeToolCall({ function: flat })).toMatchObject({ success: true });
  });

  const EXPECTED = '{ "code": "the Python program", "purpose": "what it is meant to accomplish" }';
  test.each<[string, unknown, string]>([
    ["are not JSON", { function: { name: "execute_python", arguments: '{"code": "print("' } }, "are not JSON"],
    ["are no object", callOf([1]), "wrong arguments"],
    ["lack the code", callOf({ purpose: "p" }), "code"],
    ["hold empty code", callOf({ code: " \n", purpose: "p" }), "code: is empty"],
    ["hold code that is no string", callOf({ code: 42, purpose: "p" }), "code"],
    ["hold a field that nobody knows", callOf({ code: "1", purpose: "p", lang: "x" }), "lang"],
    ["name another tool", callOf({ code: "1" }, "rm_rf"), '"rm_rf"'],
    ["are no tool call", "execute_python", "no function"],
    ["are nothing", undefined, "no function"],
  ])("[execute-python.calls] arguments that %s get an error that shows the form", async (_, call, problem) => {
    const result = await tool().executeToolCall(call);
    expect(result).toEqual({
      success: false,
      error: expect.stringContaining(problem),
      learning_point: expect.stringContaining(EXPECTED),
    });
    expect(result).toMatchObject({ error: expect.stringContaining(EXPECTED) });
  });

  test("[execute-python.failures] code that fails gives its own error, its output so far, and a point to learn", async () => {
    const result = await tool().executeToolCall(callOf({ code: "print('so far')\n1 / 0", purpose: "p" }));
    expect(result).toEqual({
      success: false,
      error: expect.stringMatching(
        /^Python execution error: Traceback[\s\S]*ZeroDivisionError: division by zero\nOutput until then:\nso far$/,
      ),
      learning_point: expect.stringContaining("raised an error"),
    });
  });

  test("[truth.cancelled] a signal in the context stops the program", async () => {
    const call = callOf({ code: "import time; time.sleep(30)", purpose: "p" });
    const result = await tool().executeToolCall(call, { signal: AbortSignal.timeout(300) });
    expect(result).toMatchObject({ success: false, error: expect.stringContaining("cancelled") });
  });
});

describe("programs", () => {
  test("[execute-python.examples] compound interest", async () => {
    const code = `
import math

principal = 1000
rate = 0.05
time = 5
compound_frequency = 12

amount = principal * (1 + rate/compound_frequency)**(compound_frequency * time)
interest = amount - principal

print(f"Principal: \${principal}")
print(f"Amount after {time} years: \${amount:.2f}")  
print(f"Compound interest: \${interest:.2f}")
`;
    const result = await tool().executePythonCode({ code, purpose: "interest" });
    expect(result).toEqual({
      success: true,
      output: "Principal: $1000\nAmount after 5 years: $1283.36\nCompound interest: $283.36\n",
      execution_time: expect.any(Number),
      language: "python",
      version: expect.stringMatching(/^3\.\d+\.\d+/),
    });
  });

  test("[execute-python.examples] mean and variance", async () => {
    const code = `
data = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

mean = sum(data) / len(data)
variance = sum((x - mean) ** 2 for x in data) / len(data)
std_dev = variance ** 0.5

print(f"Mean: {mean}")
print(f"Variance: {variance:.2f}")
print(f"Standard Deviation: {std_dev:.2f}")
`;
    const { output } = await tool({ policy: "standard" }).executePythonCode({ code, purpose: "statistics" });
    expect(output).toBe("Mean: 5.5\nVariance: 8.25\nStandard Deviation: 2.87\n");
  });

  test("[execute-python.examples] text", async () => {
    const code = `
text = "Hello World! This is a test string."

words = text.split()
char_count = len(text)
word_count = len(words)
uppercase = text.upper()
lowercase = text.lower()

print(f"Original: {text}")
print(f"Characters: {char_count}")
print(f"Words: {word_count}")
print(f"Uppercase: {uppercase}")
print(f"Lowercase: {lowercase}")
`;
    const { output } = await tool({ policy: "standard" }).executePythonCode({ code, purpose: "text" });
    expect(output.split("\n").slice(1, 4)).toEqual([
      "Characters: 35",
      "Words: 7",
      "Uppercase: HELLO WORLD! THIS IS A TEST STRING.",
    ]);
  });

  test("[execute-python.examples] data comes as files", async () => {
    const code = "import csv\nrows = list(csv.DictReader(open('sales.csv')))\nprint(sum(int(r['n']) for r in rows))";
    const files = [{ name: "sales.csv", content: "n\n1\n41\n" }];
    expect(await tool().executePythonCode({ code, purpose: "sum", files })).toMatchObject({ output: "42\n" });
  });

  test.each([
    "print({k: v for k, v in zip('ab', range(2))})",
    "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nprint(P(1))",
    "import asyncio\nasync def f(): return 1\nprint(asyncio.run(f()))",
    "match [1, 2]:\n    case [a, b]: print(a + b)",
    "print(f'{(lambda x: x * 2)(21)=}')",
    "with open('a', 'w') as f: f.write('é')\nprint(open('a').read())",
    "def g():\n    yield from range(3)\nprint(*g())",
    "try:\n    raise ValueError('x')\nexcept ValueError as e:\n    print(e)\nfinally:\n    print('end')",
    "    print('indented as in a chat')",
    "print('🐍' * 3)",
  ])("[execute-python.examples] %j succeeds", async (code) => {
    expect(await tool().executePythonCode({ code, purpose: "" })).toMatchObject({ success: true });
  });
});

describe("failures", () => {
  test.each<[string, string, RegExp, RegExp]>([
    ["code that does not parse", "print(", /SyntaxError/, /does not parse/],
    ["a module that is not there", "import nonsense_module", /ModuleNotFoundError/, /standard library/],
    ["an exit code", "raise SystemExit(3)", /exit code 3/, /./],
    ["a question to nobody", "input()", /EOFError/, /nobody to answer/],
    ["too much output", "while True: print('x' * 1000)", /output_limit.* PISTON_MAX_OUTPUT_SIZE/, /printed too much/],
    [
      "too much memory",
      "x = [bytearray(1 << 20) for _ in range(4000)]",
      /out_of_memory: more than 128 MiB .* PISTON_MEMORY_LIMIT/,
      /too much memory/,
    ],
  ])("[execute-python.failures] %s: the error says what and the point what to do", async (_, code, error, point) => {
    const result = await tool().executeToolCall(callOf({ code, purpose: "p" }));
    expect(result).toEqual({
      success: false,
      error: expect.stringMatching(error),
      learning_point: expect.stringMatching(point),
    });
  });

  test("[execute-python.failures] a long operation ends at its timeout, with what it printed", async () => {
    const code = "print('begun', flush=True)\nwhile True: pass";
    const result = await tool().executePythonCode({ code, purpose: "p", timeout: 300 });
    expect(result).toMatchObject({
      success: false,
      output: "begun\n",
      error: expect.stringContaining("after 300 ms; raise timeout or"),
    });
    expect(result.execution_time).toBeGreaterThan(100);
  });

  test("[execute-python.policy] a named policy refuses before anything runs, and says what instead", async () => {
    const call = callOf({ code: "print('ran')\nfrom os import listdir", purpose: "p" });
    const result = await tool({ policy: "standard" }).executeToolCall(call);
    expect(result).toMatchObject({
      success: false,
      error: expect.stringMatching(/rejected: the policy "standard".*\n"main.py", line 2: from os import listdir/),
      learning_point: expect.stringContaining("policy"),
    });
    expect(JSON.stringify(result)).not.toContain("Output until then");
    expect(await tool().executeToolCall(call)).toMatchObject({ success: true });
  });

  test("[execute-python.truth] text on stderr is no failure", async () => {
    const code = "import sys\nprint('done')\nprint('warning', file=sys.stderr)";
    const result = await tool().executePythonCode({ code, purpose: "" });
    expect(result).toMatchObject({ success: true, output: "done\n" });
    expect(result).not.toHaveProperty("error");
  });

  test("[execute-python.truth] a program that is killed with nothing on stderr did not succeed", async () => {
    const result = await tool().executePythonCode({ code: "import os; os.kill(os.getpid(), 9)", purpose: "" });
    expect(result).toMatchObject({ success: false, error: expect.stringContaining("SIGKILL") });
  });

  test("[execute-python.truth] execution_time is how long the program ran, in milliseconds", async () => {
    const result = await tool().executePythonCode({ code: "import time; time.sleep(0.25)", purpose: "" });
    expect(result.execution_time).toBeGreaterThan(100); // it would be 0.25 in seconds
    const fixed = fixedBox({
      outcome: { ...bareOutcome("succeeded"), usage: { wallMs: 12.5, cpuMs: 1, peakMemoryBytes: 1 } },
    });
    const { execution_time } = await executePython(fixed, { variables: {} }).executePythonCode({
      code: "1",
      purpose: "",
    });
    expect(execution_time).toBe(12.5);
  });

  test("[execute-python.truth] a request that is refused is no success with empty output", async () => {
    const failing: Box = {
      execute: async () => {
        throw new GloveboxError("engine_unavailable", "HTTP 400: bad request", { advice: "set PISTON_API_URL" });
      },
    };
    const python = executePython(failing, { variables: {} });
    expect(await python.executePythonCode({ code: "1", purpose: "" })).toMatchObject({
      success: false,
      output: "",
      error: "HTTP 400: bad request (set PISTON_API_URL)",
    });
    expect(await python.executeToolCall(callOf({ code: "1" }))).toMatchObject({ learning_point: "set PISTON_API_URL" });
  });

  test("[execute-python.truth] a bug of ours is not told as the program's failure", async () => {
    const broken: Box = { execute: () => Promise.reject(new TypeError("bug")) };
    await expect(executePython(broken, { variables: {} }).executeToolCall(callOf({ code: "1" }))).rejects.toThrow(
      "bug",
    );
  });

  test.each([
    ["a timeout of 0", { timeout: 0 }, /limits\.timeoutMs/],
    ["a file outside", { files: [{ name: "../x", content: "" }] }, /\.\.\/x/],
    [
      "two files of one name",
      {
        files: [
          { name: "x", content: "" },
          { name: "x", content: "" },
        ],
      },
      /two are named "x"/,
    ],
    ["a field that nobody knows", { file: [] }, /file/],
  ])("[bad-input.fields] %s is named", async (_, change, error) => {
    const result = await tool().executePythonCode({ code: "1", purpose: "", ...change });
    expect(result).toMatchObject({ success: false, output: "", error: expect.stringMatching(error) });
  });
});

describe("the environment variables", () => {
  const asked = async (variables: Record<string, string>) => {
    const fixed = fixedBox({ outcome: bareOutcome("succeeded") });
    await executePython(fixed, { variables }).executePythonCode({ code: "1", purpose: "p" });
    return fixed.asked[0];
  };

  test("[execute-python.variables] have their defaults", async () => {
    expect(await asked({})).toEqual({
      language: "python",
      code: "1",
      files: {},
      limits: { timeoutMs: 30_000, outputBytes: 1_048_576, memoryBytes: 134_217_728 },
      metadata: { purpose: "p" },
    });
  });

  test("[execute-python.variables] decide engine, language, version and limits", async () => {
    const variables = {
      PISTON_API_URL: "http://127.0.0.1:2000/api/v2",
      PISTON_LANGUAGE: "python3",
      PISTON_VERSION: "3.11",
      PISTON_TIMEOUT: "5000",
      PISTON_MAX_OUTPUT_SIZE: "1000",
      PISTON_MEMORY_LIMIT: "268435456",
    };
    expect(await asked(variables)).toMatchObject({
      engine: "piston",
      language: "python3@3.11",
      limits: { timeoutMs: 5000, outputBytes: 1000, memoryBytes: 268_435_456 },
    });
  });

  test("[execute-python.variables] an option names another engine", async () => {
    const fixed = fixedBox({ outcome: bareOutcome("succeeded") });
    const python = executePython(fixed, { variables: { PISTON_API_URL: "http://x" }, engine: "native" });
    await python.executePythonCode({ code: "1", purpose: "", timeout: 77 });
    expect(fixed.asked[0]).toMatchObject({ engine: "native", limits: { timeoutMs: 77 } });
  });

  test.each([
    ["PISTON_TIMEOUT", "soon"],
    ["PISTON_TIMEOUT", "0"],
    ["PISTON_MEMORY_LIMIT", "-1"],
    ["PISTON_MAX_OUTPUT_SIZE", "1.5"],
  ])("[execute-python.variables] %s=%s is refused by name", (field, value) => {
    expect(() => tool({ variables: { [field]: value } })).toThrow(
      expect.objectContaining({ code: "invalid_request", field }),
    );
  });

  test("[execute-python.variables] they limit what runs", async () => {
    const python = tool({ variables: { PISTON_TIMEOUT: "300", PISTON_MAX_OUTPUT_SIZE: "10" } });
    const slow = await python.executePythonCode({ code: "while True: pass", purpose: "" });
    expect(slow.error).toContain("timed_out");
    const loud = await python.executePythonCode({ code: "print('x' * 100)", purpose: "" });
    expect(loud).toMatchObject({ success: false, output: "xxxxxxxxxx" });
  });

  test("[execute-python.variables] no key of the host reaches the program", async () => {
    process.env["TEST_API_KEY"] = "secret";
    try {
      const code = "import os; print('TEST_API_KEY' in os.environ, 'PISTON_TIMEOUT' in os.environ)";
      const python = executePython(box, { variables: { ...process.env, PISTON_TIMEOUT: "20000" } });
      expect(await python.executePythonCode({ code, purpose: "" })).toMatchObject({ output: "False False\n" });
    } finally {
      delete process.env["TEST_API_KEY"];
    }
  });
});

test("[execute-python.metrics] each execution is recorded and logged, and counted", async () => {
  const records: ExecutionRecord[] = [];
  const entries: LogEntry[] = [];
  const python = tool({ onExecution: (record) => records.push(record), log: (entry) => entries.push(entry) });
  await python.executeToolCall(callOf({ code: "print('é')", purpose: "good" }));
  await python.executeToolCall(callOf({ code: "1 / 0", purpose: "bad" }));
  await python.executeToolCall(callOf({ purpose: "none" }));

  expect(records).toEqual([
    expect.objectContaining({ purpose: "good", success: true, status: "succeeded", codeBytes: 11, engine: "native" }),
    expect.objectContaining({ purpose: "bad", success: false, status: "failed" }),
  ]);
  for (const { totalMs, executionMs } of records) expect(totalMs).toBeGreaterThan(executionMs);
  expect(entries.map(({ level, event }) => [level, event])).toEqual([
    ["info", "execution.started"],
    ["info", "execution.ended"],
    ["info", "execution.started"],
    ["error", "execution.ended"],
    ["error", "call.refused"],
  ]);
  expect(JSON.stringify(entries[0])).not.toContain("print");
  const totalMs = records.reduce((sum, record) => sum + record.totalMs, 0);
  expect(python.metrics()).toEqual({ executions: 2, successes: 1, failures: 1, totalMs });
});
