import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, ProgramControls, type RequestInput } from "../../packages/core/src/glovebox.ts";
import { dummyBox } from "../server/dummyBox.ts";
import { type Served, serve, temporaryFolder } from "../server/served.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

function openBox(apiUrl: string | undefined, more: Record<string, unknown> = {}): Promise<Glovebox> {
  const remotePiston = apiUrl === undefined ? {} : { apiUrl, ...more };
  return Glovebox.open({ dataDir: folder.path, armed: 0, remotePiston });
}

const there = (code: string, more: Partial<RequestInput> = {}): RequestInput => ({
  engine: "piston",
  language: "python",
  code,
  ...more,
});

describe("on our own face", () => {
  let served: Served;
  let box: Glovebox;
  beforeAll(async () => {
    served = await serve({}, async (settings, keeping) => dummyBox(settings, keeping, ["3.9.4", "3.11.7"]));
    box = await openBox(served.url);
  });
  afterAll(async () => {
    await box.close();
    await served[Symbol.asyncDispose]();
  });

  test("[piston.engine] a program runs there, with its files, arguments and input", async () => {
    const code = "print hello\nerror oh\necho-args\necho-stdin\nread data.txt\nread sub/b.bin";
    const files = { "data.txt": "text ü", "sub/b.bin": new Uint8Array([0xff, 0xfe, 0x0a]) };
    const run = await box.execute(there(code, { args: ["a", "b c"], stdin: "in", files }));
    expect(run).toMatchObject({
      engine: "piston",
      language: "python",
      version: "3.11.7",
      stderr: "oh\n",
      outcome: { status: "succeeded", exitCode: 0, signal: null },
    });
    expect(run.stdout).toBe('hello\n["a","b c"]\nin\ntext ü\uFFFD\uFFFD\n');
  });

  test("[piston.engine] files that were put before go there as well, up to what fits into one request", async () => {
    const file = await box.files.put(Buffer.from("put before\n"));
    const main = await box.files.put(Buffer.from("read data.txt\nprint ran"));
    const files = { "data.txt": { id: file.id }, "main.py": { id: main.id } };
    const run = await box.execute({ engine: "piston", language: "python", main: "main.py", files });
    expect(run.stdout).toBe("put before\nran\n");
    const large = await box.files.put(Buffer.alloc(33 * 1024 ** 2));
    const tooMuch = { a: { id: large.id }, b: { id: large.id } };
    await expect(box.execute(there("print 1", { files: tooMuch }))).rejects.toMatchObject({
      code: "invalid_request",
      field: "files",
    });
  });

  test.each([
    ["exit 3", { status: "failed", exitCode: 3, signal: null }],
    ["kill SIGSEGV", { status: "killed", exitCode: null, signal: "SIGSEGV" }],
    ["kill SIGKILL", { status: "killed", exitCode: null, signal: "SIGKILL" }],
    ["fill-memory", { status: "out_of_memory", exitCode: null, signal: "SIGKILL" }],
    ["flood", { status: "output_limit", exitCode: null, signal: "SIGKILL" }],
    ["flood-stderr", { status: "output_limit", exitCode: null, signal: "SIGKILL" }],
    ["sleep 60000", { status: "timed_out", exitCode: null, signal: "SIGKILL" }],
  ])("[piston.engine] %s ends as it does elsewhere", async (code, outcome) => {
    expect((await box.execute(there(code, { limits: { timeoutMs: 200 } }))).outcome).toMatchObject(outcome);
  });

  test("[piston.engine] a program with a compiler has its stage", async () => {
    const run = await box.execute(there("compile built\nprint ran"));
    expect(run).toMatchObject({
      stdout: "ran\n",
      compile: { stdout: "built\n", outcome: { status: "succeeded" }, cached: false },
    });
    const failed = await box.execute(there("compile-error no\ncompile-fail 2\nprint ran"));
    expect(failed).toMatchObject({
      stdout: "",
      compile: { stderr: "no\n", outcome: { status: "failed", exitCode: 2 } },
      outcome: { status: "failed", exitCode: 2, error: { name: "CompileError", message: "no" } },
    });
  });

  test("[piston.engine] what that server does not allow is lowered, and the outcome says so", async () => {
    const { outcome } = await box.execute(there("print 1", { limits: { timeoutMs: 20_000 } }));
    expect(outcome).toMatchObject({
      status: "succeeded",
      notes: [
        "the remote Piston allows run_timeout of 3000 at most",
        "the remote Piston allows run_cpu_time of 3000 at most",
      ],
    });
    expect((await box.execute(there("print 1", { limits: { timeoutMs: 2_000 } }))).outcome.notes).toBe(undefined);
  });

  test("[piston.engine] output past the request's own limit is cut there or here", async () => {
    const run = await box.execute(there(`print ${"x".repeat(500)}`, { limits: { outputBytes: 100 } }));
    expect([run.stdout, run.outcome.status]).toEqual(["x".repeat(100), "output_limit"]);
  });

  test("[piston.engine] its versions are those of the other side", async () => {
    expect((await box.execute(there("print 1", { language: "python@3.9" }))).version).toBe("3.9.4");
    await expect(box.execute(there("print 1", { language: "python@2" }))).rejects.toMatchObject({
      code: "unknown_language",
      message: "python@2: the remote Piston has 3.9.4, 3.11.7",
    });
    await expect(box.execute(there("print 1", { language: "go" }))).rejects.toMatchObject({ code: "unknown_language" });
    const listed = (await box.runtimes()).filter(({ engine }) => engine === "piston");
    expect(listed.map(({ language, version }) => [language, version])).toEqual([
      ["python", "3.9.4"],
      ["python", "3.11.7"],
    ]);
  });

  test("[piston.engine] auto does not take it", async () => {
    const run = await box.execute({ language: "python", code: "print(6 * 7)" });
    expect([run.stdout, run.engine]).toEqual(["42\n", expect.not.stringContaining("piston")]);
  });

  test("[piston.engine] a cancelled execution is cancelled there as well", async () => {
    const stop = new AbortController();
    const running = box.execute(there("sleep 60000", { limits: { timeoutMs: 3_000 } }), { signal: stop.signal });
    const list = async () => {
      const { executions } = (await (await fetch(`${served.url}/v1/executions?limit=1`)).json()) as {
        executions: { state: string; outcome?: { status: string } }[];
      };
      return executions[0];
    };
    while ((await list())?.state !== "running") await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect((await running).outcome.status).toBe("cancelled");
    while ((await list())?.state !== "ended") await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await list())?.outcome?.status).toBe("cancelled");
  });

  test.each<[Partial<RequestInput>, string]>([
    [{ env: { A: "b" } }, "env"],
    [{ workdir: "/workspace/sub" }, "workdir"],
    [{ limits: { processes: 3 } }, "limits.processes"],
    [{ limits: { fileBytes: 3 } }, "limits.fileBytes"],
    [{ code: undefined, main: "a", files: { a: new Uint8Array([0xff]) } }, "main"],
    [{ environment: "data" }, "environment"],
  ])("[piston.engine] what it cannot give is refused: %j", async (more, field) => {
    await expect(box.execute(there("print 1", more))).rejects.toMatchObject({ field });
  });

  test("[piston.engine] nobody writes to its programs while they run", async () => {
    using controls = new ProgramControls();
    const events = box.stream(there("print 1"), { controls });
    const written = expect(controls.write("x")).rejects.toMatchObject({ field: "stdin" });
    const signalled = expect(controls.signal("SIGINT")).rejects.toMatchObject({ field: "signal" });
    for await (const _ of events);
    await Promise.all([written, signalled]);
  });

  test("[piston.engine] it is diagnosed by what it lists", async () => {
    const { engines } = await box.diagnose();
    expect(engines.find(({ engine }) => engine === "piston")).toMatchObject({
      usable: true,
      facts: { remote: `${served.url}/api/v2` },
      languages: [{ language: "python", versions: ["3.9.4", "3.11.7"] }],
    });
  });

  test.each(["/api/v2", "/api/v2/", "/api/v2/execute", "/api/v2/piston"])(
    "[piston.engine] its address may end in %s",
    async (path) => {
      await using other = await openBox(`${served.url}${path}`);
      expect((await other.execute(there("print 1"))).stdout).toBe("1\n");
    },
  );
});

describe("a remote that is not as it should be", () => {
  let server: Server | undefined;
  let box: Glovebox | undefined;
  afterEach(async () => {
    await box?.close();
    server?.closeAllConnections();
    server?.close();
  });

  type Handler = (request: IncomingMessage, response: ServerResponse) => void;
  const RUNTIMES = JSON.stringify([{ language: "python", version: "3.10.0", aliases: ["py"] }]);

  /** A server that lists Python, and answers jobs like this. */
  async function remote(execute: Handler, list: Handler = (_, response) => response.end(RUNTIMES)): Promise<Glovebox> {
    server = createServer((request, response) => {
      request.resume();
      if (request.url?.endsWith("/runtimes")) list(request, response);
      else execute(request, response);
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    box = await openBox(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return box;
  }

  const answering =
    (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
    (_, response) => {
      response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
    };
  const stage = { stdout: "", stderr: "", output: "", code: 0, signal: null };

  test.each<[string, Handler, string, RegExp]>([
    [
      "a refused job",
      answering(400, { message: "python-3.10.0 runtime is unknown" }),
      "invalid_request",
      /refused the job: python-3.10.0 runtime is unknown$/,
    ],
    ["a refusal without words", answering(400, ""), "invalid_request", /refused the job: nothing$/],
    [
      "a key that is missing",
      answering(401, { message: "Public API is whitelist only" }),
      "engine_unavailable",
      /answers 401: Public API is whitelist only/,
    ],
    ["no such path", answering(404, { message: "Not Found" }), "engine_unavailable", /answers 404: Not Found/],
    [
      "another place",
      answering(301, "", { Location: "https://elsewhere.example/" }),
      "engine_unavailable",
      /301 and points to https:\/\/elsewhere/,
    ],
    [
      "too many jobs",
      answering(429, { message: "slow down" }, { "Retry-After": "7" }),
      "too_busy",
      /is busy: slow down/,
    ],
    ["an empty 500", answering(500, ""), "sandbox_failed", /failed with 500: nothing/],
    ["a web page", answering(200, "<html>Welcome</html>"), "sandbox_failed", /what no Piston answers: "<html>Welcome/],
    ["an empty answer", answering(200, ""), "sandbox_failed", /what no Piston answers: nothing/],
    ["a message with a 200", answering(200, { message: "nope" }), "sandbox_failed", /what no Piston answers/],
    ["a report without a run", answering(200, { language: "python" }), "sandbox_failed", /what no Piston answers/],
    ["half a report", answering(200, '{"run":{"stdout":"hi'), "sandbox_failed", /what no Piston answers/],
    [
      "an answer without end",
      (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(65_536)));
        };
        response.on("drain", more);
        more();
      },
      "sandbox_failed",
      /more than \d+ bytes/,
    ],
    ["a connection that breaks", (request) => void request.socket.destroy(), "engine_unavailable", /cannot be reached/],
  ])("[piston.engine-truth] %s is an error that says so", async (_, execute, code, message) => {
    const asked = (await remote(execute)).execute(there("print 1", { limits: { outputBytes: 1_000 } }));
    await expect(asked).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["text on stderr is no failure", { ...stage, stderr: "warning\n" }, { status: "succeeded", exitCode: 0 }],
    [
      "a killed program without a word is no success",
      { ...stage, code: null, signal: "SIGKILL" },
      { status: "killed", signal: "SIGKILL", notes: [expect.stringContaining("does not say why")] },
    ],
    [
      "a program killed at its memory limit",
      { ...stage, code: null, signal: "SIGKILL", status: "SG", memory: 134_000_000 },
      { status: "out_of_memory" },
    ],
    [
      "an end that nobody tells",
      { ...stage, code: null },
      { status: "crashed", error: { message: expect.stringContaining("does not say how") } },
    ],
    [
      "a failure of the sandbox there",
      { ...stage, code: null, status: "XX", message: "isolate is broken" },
      { status: "crashed", error: { message: expect.stringContaining("isolate is broken") } },
    ],
    [
      "a time limit",
      { ...stage, code: null, signal: "SIGKILL", status: "TO", wall_time: 3_001 },
      { status: "timed_out", usage: { wallMs: 3_001 } },
    ],
  ])("[piston.engine-truth] %s", async (_, run, outcome) => {
    const remoteBox = await remote(answering(200, { language: "python", version: "3.10.0", run }));
    expect((await remoteBox.execute(there("print 1"))).outcome).toMatchObject(outcome);
  });

  test("[piston.engine-truth] nobody at the address is an error that names it, and its languages are not listed", async () => {
    await remote(answering(200, {}));
    server?.close();
    server?.closeAllConnections();
    await expect(box?.execute(there("print 1"))).rejects.toMatchObject({
      code: "engine_unavailable",
      message: expect.stringContaining("127.0.0.1"),
      advice: expect.stringContaining("PISTON_API_URL"),
    });
    expect((await box?.runtimes())?.filter(({ engine }) => engine === "piston")).toEqual([]);
    expect((await box?.diagnose())?.engines.find(({ engine }) => engine === "piston")).toMatchObject({ usable: false });
  });

  test("[piston.engine-truth] a list that is none is an error", async () => {
    const remoteBox = await remote(answering(200, {}), answering(200, { message: "hello" }));
    await expect(remoteBox.execute(there("print 1"))).rejects.toMatchObject({ code: "sandbox_failed" });
  });

  test("[piston.engine-truth] a remote that keeps refusing a limit is told as refusing", async () => {
    const message = "run_timeout cannot exceed the configured limit of 99999999";
    const remoteBox = await remote(answering(400, { message }));
    await expect(remoteBox.execute(there("print 1"))).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("[piston.engine-truth] without an address the engine is not there, and the error says what to set", async () => {
    box = await openBox(undefined);
    await expect(box.execute(there("print 1"))).rejects.toMatchObject({
      code: "engine_unavailable",
      advice: expect.stringContaining("PISTON_API_URL"),
    });
    expect((await box.diagnose()).engines.map(({ engine }) => engine)).not.toContain("piston");
  });
});
