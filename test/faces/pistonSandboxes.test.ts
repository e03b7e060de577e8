import pistonApiClient from "piston-api-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { type Served, serve } from "../server/served.ts";
import { Client } from "./piston.socket.fixture.ts";

const { NodePistonClient, PistonClient } = pistonApiClient;
const MiB = 1024 ** 2;
// Quota for a machine that is busy: what is tested is not how fast it is.
const PATIENT = { runTimeout: 20_000, runCpuTime: 20_000, compileTimeout: 120_000, compileCpuTime: 120_000 };

/** The real thing: sandboxes of this machine behind the face. */
let served: Served;
beforeAll(async () => {
  const { readServerSettings } = await import("../../packages/server/src/settings.ts");
  served = await serve({ armed: 0, piston: readServerSettings({ piston: PATIENT }).piston }, openGlovebox);
}, 60_000);
afterAll(() => served[Symbol.asyncDispose]());

async function execute(
  job: Record<string, unknown>,
): Promise<{ run: Record<string, unknown>; compile?: Record<string, unknown> }> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${served.url}/api/v2/execute`, { method: "POST", headers, body: JSON.stringify(job) });
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(JSON.stringify(body));
  return body as never;
}

const python = (content: string, more: Record<string, unknown> = {}) => ({
  language: "python",
  version: "*",
  files: [{ content }],
  ...more,
});

describe("in real sandboxes", () => {
  test.each([
    ["bash", "echo bash $1 $HOME"],
    ["javascript", "console.log('javascript', process.argv[2], process.env.HOME)"],
    ["python", "import os, sys; print('python', sys.argv[1], os.environ['HOME'])"],
    [
      "c",
      '#include <stdio.h>\n#include <stdlib.h>\nint main(int n, char **a) { printf("c %s %s\\n", a[1], getenv("HOME")); }',
    ],
  ])("[piston.execute] %s runs, its file named or not", { timeout: 180_000 }, async (language, content) => {
    for (const name of [undefined, "given"]) {
      const { run, compile } = await execute({ language, version: "*", files: [{ name, content }], args: ["a"] });
      expect(run).toMatchObject({ stdout: `${language} a /tmp\n`, stderr: "", code: 0, signal: null, status: null });
      expect(compile?.["code"]).toBe(language === "c" ? 0 : undefined);
    }
  });

  test("[piston.statuses] a program that does not compile", { timeout: 180_000 }, async () => {
    const { run, compile } = await execute({
      language: "c",
      version: "*",
      files: [{ name: "a.c", content: "int main() { return x; }" }],
    });
    expect(compile).toMatchObject({ code: 1, status: "RE", stderr: expect.stringContaining("a.c:1:21: error") });
    expect(run).toEqual(compile);
  });

  test.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "memory",
      "x = bytearray(500 * 1024 * 1024)",
      { run_memory_limit: 64 * MiB },
      { message: expect.stringContaining("out of memory") },
    ],
    [
      "its time",
      "while True: pass",
      { run_timeout: 300 },
      { status: "TO", signal: "SIGKILL", message: "Time limit exceeded (wall clock)" },
    ],
    [
      "its CPU time",
      "while True: pass",
      { run_cpu_time: 200 },
      { status: "TO", signal: "SIGKILL", message: "Time limit exceeded" },
    ],
    ["its output", "while True: print('x' * 1000)", {}, { status: "OL", signal: "SIGKILL" }],
    ["a crash", "import os; os.abort()", {}, { status: "SG", signal: "SIGABRT", message: "Caught fatal signal 6" }],
  ])("[piston.statuses] a program that meets %s", async (_, code, limits, stage) => {
    expect((await execute(python(code, limits))).run).toMatchObject({
      code: expect.toSatisfy((value) => value === null || value === 1),
      ...stage,
    });
  });

  test("[piston.output] both streams in the order in which they were written, with its figures", async () => {
    const { run } = await execute(python("import sys\nfor i in range(3): print(i); print(-i, file=sys.stderr)"));
    expect(run).toMatchObject({ output: "0\n0\n1\n-1\n2\n-2\n", stdout: "0\n1\n2\n", stderr: "0\n-1\n-2\n" });
    expect(run["memory"]).toBeGreaterThan(100_000);
    expect(run["wall_time"]).toBeGreaterThanOrEqual(0);
  });

  test("[piston.connect] a conversation, an interrupt, and an end with the client", async () => {
    await using client = await Client.open(served.url);
    const code =
      "import time\ntry:\n  print('hello', input('who? '))\n  time.sleep(60)\nexcept KeyboardInterrupt:\n  print('bye')";
    client.init(code, { version: "3.x" });
    await client.hearsOutput("who? ");
    client.say({ type: "data", stream: "stdin", data: "wörld\n" });
    await client.hearsOutput("hello wörld\n");
    client.say({ type: "signal", signal: "SIGINT" });
    expect((await client.closed).code).toBe(4999);
    expect(client.output).toBe("who? hello wörld\nbye\n");
    expect(client.heard.at(-1)).toEqual({ type: "exit", stage: "run", code: 0, signal: null });
  });
});

describe("npm piston-api-client, as it is", () => {
  test.each([PistonClient, NodePistonClient])("[piston.clients] %o lists and runs", async (Kind) => {
    const client = new Kind({ server: served.url });
    const runtimes = await client.runtimes();
    expect(runtimes).toMatchObject({
      success: true,
      data: expect.arrayContaining([expect.objectContaining({ language: "python" })]),
    });
    const answer = await client.execute({
      language: "python",
      version: "3",
      files: [
        { name: "main.py", content: "print(open('a.txt').read(), input())" },
        { name: "a.txt", content: "from a file" },
      ],
      stdin: "and stdin",
    });
    expect(answer).toMatchObject({ success: true, data: { run: { stdout: "from a file and stdin\n", code: 0 } } });
  });
});
