import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../server/served.ts";
import { errorOf } from "../server/served.ts";
import { type Answer, execute, job, openApp, PREFIX, run, send } from "./piston.fixture.ts";

const MiB = 1024 ** 2;

let app: App;
beforeAll(async () => {
  app = await openApp({ maxBodyBytes: 20_000 });
});
afterAll(() => app[Symbol.asyncDispose]());

describe.each([PREFIX, `${PREFIX}/piston`])("under %s", (prefix) => {
  test("[piston.execute] a job is run and answered with all that a stage has", async () => {
    const { status, body } = await execute(app, job("print hello\nerror oh\nprint bye"), prefix);
    expect(status).toBe(200);
    expect(body).toEqual({
      language: "python",
      version: "3.11.7",
      run: {
        stdout: "hello\nbye\n",
        stderr: "oh\n",
        output: "hello\noh\nbye\n",
        code: 0,
        signal: null,
        message: null,
        status: null,
        cpu_time: 0,
        wall_time: expect.any(Number),
        memory: 0,
      },
    });
  });

  test("[piston.runtimes] the runtimes are listed", async () => {
    const { status, body } = await send(app, "GET", `${prefix}/runtimes`);
    expect([status, body]).toEqual([
      200,
      ["3.9.4", "3.11.7", "3.12.0-rc.1"].map((version) => ({
        language: "python",
        version,
        aliases: ["py", "py3", "python3", `python${version.split(".", 2).join(".")}`],
      })),
    ]);
  });

  test.each([
    ["GET", "/nothing"],
    ["GET", "/execute"],
    ["GET", "/connect"],
    ["POST", "/runtimes"],
    ["PUT", "/packages"],
    ["GET", ""],
  ])("[piston.framing] %s %s is not found, in Piston's words", async (method, path) => {
    const body = method === "GET" ? undefined : {};
    expect(await send(app, method, `${prefix}${path}`, body)).toEqual({ status: 404, body: { message: "Not Found" } });
  });

  test.each([undefined, "text/plain;charset=UTF-8", "application/x-www-form-urlencoded"])(
    "[piston.framing] a body of type %s is refused",
    async (type) => {
      for (const [method, path] of [
        ["POST", "/execute"],
        ["POST", "/packages"],
        ["DELETE", "/packages"],
        ["POST", "/nothing"],
      ] as const) {
        const headers = type === undefined ? {} : { "Content-Type": type };
        const body = Buffer.from(JSON.stringify(job("print 1")));
        const answer = await app.call(`${prefix}${path}`, { method, headers, body });
        expect([answer.status, await answer.json()]).toEqual([
          415,
          { message: "requests must be of type application/json" },
        ]);
      }
    },
  );
});

test("[piston.framing] the root says who answers", async () => {
  expect(await send(app, "GET", "/")).toEqual({ status: 200, body: { message: expect.stringContaining("Piston") } });
});

test("[piston.framing] a job's run is an execution like any other: recorded, and its owner's alone", async () => {
  await using own = await openApp();
  await execute(own, job("print recorded"));
  const { executions } = (await send(own, "GET", "/v1/executions")).body as { executions: { id: string }[] };
  expect(executions).toHaveLength(1);
  const headers = { "X-Client-Id": "somebody" };
  const others = await own.call("/v1/executions", { headers });
  expect(await others.json()).toEqual({ executions: [] });
});

test("[server.host] [server.origin] the same guards stand before it", async () => {
  for (const headers of [{ Host: "evil.example" }, { Origin: "https://evil.example" }]) {
    const answer = await app.call(`${PREFIX}/runtimes`, { headers });
    expect([answer.status, await answer.json()]).toEqual([403, { message: expect.stringMatching(/^(Host|Origin): /) }]);
  }
});

describe("a job that is not in order", () => {
  const files = [{ content: "print 1" }];
  const message = (text: string): Answer => ({ status: 400, body: { message: text } });

  test.each<[string, unknown, string]>([
    ["nothing", {}, "language is required as a string"],
    ["a list", [], "language is required as a string"],
    ["a number as language", { language: 3, version: "*", files }, "language is required as a string"],
    ["an empty language", { language: "", version: "*", files }, "language is required as a string"],
    ["no version", { language: "python", files }, "version is required as a string"],
    ["a number as version", { language: "python", version: 3, files }, "version is required as a string"],
    ["no files", { language: "python", version: "*" }, "files is required as an array"],
    ["files that are an object", { language: "python", version: "*", files: {} }, "files is required as an array"],
    [
      "a file without content",
      job("", { files: [{ content: "x" }, { name: "a" }] }),
      "files[1].content is required as a string",
    ],
    ["null as a file", job("", { files: [null] }), "files[0].content is required as a string"],
    ["a number as content", job("", { files: [{ content: 3 }] }), "files[0].content is required as a string"],
    ["an unknown language", job("", { language: "klingon" }), "klingon-* runtime is unknown"],
    ["a version that is not there", job("", { version: "2.7" }), "python-2.7 runtime is unknown"],
    ["a version that is none", job("", { version: "latest" }), "python-latest runtime is unknown"],
    [
      "files that are all binary",
      job("", { files: [{ content: "", encoding: "hex" }] }),
      "files must include at least one utf8 encoded file",
    ],
    ["no file at all", job("", { files: [] }), "files must include at least one utf8 encoded file"],
    ["a text as a limit", job("", { run_timeout: "3" }), "If specified, run_timeout must be a number"],
    ["true as a limit", job("", { compile_cpu_time: true }), "If specified, compile_cpu_time must be a number"],
    ["a time past the limit", job("", { run_timeout: 3001 }), "run_timeout cannot exceed the configured limit of 3000"],
    [
      "a compiler's time past it",
      job("", { compile_timeout: 1e300 }),
      "compile_timeout cannot exceed the configured limit of 10000",
    ],
    [
      "CPU time past the limit",
      job("", { run_cpu_time: 3000.5 }),
      "run_cpu_time cannot exceed the configured limit of 3000",
    ],
    ["a time below 0", job("", { run_timeout: -1 }), "run_timeout must be non-negative"],
    [
      "a limit of 0",
      job("", { run_timeout: 0 }),
      "run_timeout must not be 0, which means no limit elsewhere; leave it out for the configured limit of 3000",
    ],
    [
      "memory of 0",
      job("", { run_memory_limit: 0 }),
      "run_memory_limit must not be 0, which means no limit elsewhere; leave it out for the usual limit",
    ],
    ["a text as args", job("", { args: "abc" }), "args must be an array of strings"],
    ["numbers among args", job("", { args: ["a", 1] }), "args[1] must be a string"],
    ["a number as stdin", job("", { stdin: 7 }), "stdin must be a string"],
    [
      "a file outside",
      job("", { files: [{ name: "../x", content: "" }] }),
      'files[0].name "../x" leads out of the working directory',
    ],
    [
      "a file far outside",
      job("", { files: [{ name: "a/../../x", content: "" }] }),
      'files[0].name "a/../../x" leads out of the working directory',
    ],
    ["a number as a name", job("", { files: [{ name: 7, content: "" }] }), "files[0].name must be a string"],
    [
      "a name with NUL",
      job("", { files: [{ name: "a\0", content: "" }] }),
      'files[0].name "a\\u0000" contains a NUL character',
    ],
    [
      "a name that reaches for the prototype",
      job("", { files: [{ name: "__proto__", content: "" }] }),
      'files[0].name "__proto__" cannot be used as a name',
    ],
  ])("[piston.refusals] with %s is refused in the contract's words", async (_, body, text) => {
    expect(await execute(app, body)).toEqual(message(text));
  });

  test("[piston.refusals] what is wrong is told in Piston's order", async () => {
    const wrong: Record<string, unknown> = {
      run_cpu_time: "x",
      compile_cpu_time: "x",
      run_timeout: "x",
      compile_timeout: "x",
      run_memory_limit: "x",
      compile_memory_limit: "x",
    };
    const told: unknown[] = [];
    for (const mend of [
      () => ({}),
      () => ({ language: "nope" }),
      () => ({ version: "*" }),
      () => ({ files: [{}] }),
      () => ({ files: [{ content: "", encoding: "hex" }] }),
      () => ({ language: "python" }),
      () => ({ files }),
      ...Object.keys(wrong)
        .reverse()
        .map((name) => () => {
          delete wrong[name];
          return {};
        }),
    ]) {
      Object.assign(wrong, mend());
      const { body } = await execute(app, wrong);
      told.push((body as { message?: string }).message ?? "ran");
    }
    expect(told).toEqual([
      "language is required as a string",
      "version is required as a string",
      "files is required as an array",
      "files[0].content is required as a string",
      "nope-* runtime is unknown",
      "files must include at least one utf8 encoded file",
      "If specified, compile_memory_limit must be a number",
      "If specified, run_memory_limit must be a number",
      "If specified, compile_timeout must be a number",
      "If specified, run_timeout must be a number",
      "If specified, compile_cpu_time must be a number",
      "If specified, run_cpu_time must be a number",
      "ran",
    ]);
  });

  test.each(["", "{", "null x", '"\\u'])(
    "[piston.refusals] a body that is no JSON (%j) is a 400 with a message",
    async (body) => {
      expect(await execute(app, body)).toEqual({ status: 400, body: { message: expect.stringMatching(/^the body /) } });
    },
  );

  test("[piston.refusals] a body past the limit is a 413 with a message, not a stack", async () => {
    expect(await execute(app, job("x".repeat(20_000)))).toEqual({
      status: 413,
      body: { message: expect.stringContaining("larger than 20000 bytes") },
    });
  });

  test("[piston.refusals] a body of 100 kB is no more than usual", async () => {
    await using usual = await openApp();
    expect(await run(usual, `print ${"x".repeat(200_000)}`)).toMatchObject({ code: 0 });
  });

  test("[bad-input.http] the other faces tell errors in their own way still", async () => {
    expect((await errorOf(await app.post("{"))).code).toBe("invalid_request");
  });
});

describe("the version", () => {
  test.each([
    ["*", "3.11.7"],
    ["3", "3.11.7"],
    ["3.9", "3.9.4"],
    ["3.9.4", "3.9.4"],
    ["~3.9.1", "3.9.4"],
    [">=3.10 <4", "3.11.7"],
    ["3.x", "3.11.7"],
    ["3.12.0-rc.1", "3.12.0-rc.1"],
  ])("[piston.versions] %s is the highest that matches", async (version, chosen) => {
    const { body } = await execute(app, job("print 1", { version }));
    expect(body).toMatchObject({ version: chosen, run: { code: 0 } });
  });

  test.each([
    ["py", "3.11.7"],
    ["python3", "3.11.7"],
    ["python3.9", "3.9.4"],
  ])("[piston.versions] the alias %s names the language", async (language, version) => {
    const { body } = await execute(app, job("print 1", { language }));
    expect(body).toMatchObject({ language: "python", version, run: { stdout: "1\n" } });
  });

  test("[piston.versions] a toolchain that counts with fewer numbers is listed and found as one of semver", async () => {
    await using own = await openApp({}, ["1.22", "5.2.15(1)-release"]);
    expect((await send(own, "GET", `${PREFIX}/runtimes`)).body).toMatchObject([
      { version: "1.22.0" },
      { version: "5.2.15" },
    ]);
    expect((await execute(own, job("print 1", { version: "1.22.0" }))).body).toMatchObject({ version: "1.22.0" });
  });
});

describe("what a program gets", () => {
  test("[piston.files] the first file in text is the main one, and the others lie beside it", async () => {
    const files = [
      { name: "data.bin", content: "aGk=", encoding: "base64" },
      { name: "sub/hex", content: "6869", encoding: "hex" },
      { name: "main", content: "read data.bin\nread sub/hex\nread second", encoding: "utf8" },
      { name: "./second", content: "print no", encoding: null },
    ];
    expect(await run(app, "", { files })).toMatchObject({ stdout: "hihiprint no" });
  });

  test("[piston.files] files without a name are numbered", async () => {
    const files = [{ content: "read file1.code\nread file2.code" }, { content: "one" }, { name: "", content: "two" }];
    expect(await run(app, "", { files })).toMatchObject({ stdout: "onetwo" });
  });

  test("[piston.files] of two files with one name the later one counts, and names are tidied as paths", async () => {
    const files = [{ content: "read a/b" }, { name: "a/b", content: "early" }, { name: "/a//x/../b", content: "late" }];
    expect(await run(app, "", { files })).toMatchObject({ stdout: "late" });
  });

  test.each([
    ["", "\n"],
    ["a", "a\n"],
    ["a\n", "a\n"],
    [undefined, "\n"],
    [null, "\n"],
  ])("[piston.input] stdin %j ends with a newline", async (stdin, got) => {
    expect(await run(app, "echo-stdin", { stdin })).toMatchObject({ stdout: got });
  });

  test("[piston.input] its arguments, its home, and its language", async () => {
    const code = "echo-args\necho-env HOME\necho-env PISTON_LANGUAGE\necho-workdir";
    expect(await run(app, code, { args: ["a b", "", "ü"] })).toMatchObject({
      stdout: '["a b","","ü"]\n/tmp\npython\n/workspace\n',
    });
    expect(await run(app, "echo-args", { args: null })).toMatchObject({ stdout: "[]\n" });
  });

  test("[piston.output] a character that comes in two pieces stays whole", async () => {
    const [a, b] = [Buffer.from([0xc3]).toString("base64"), Buffer.from([0xbc]).toString("base64")];
    expect(await run(app, `print-bytes ${a}\nprint-bytes ${b}`)).toMatchObject({ stdout: "ü", output: "ü" });
  });
});

describe("how a program ends", () => {
  test.each([
    ["exit 3", { code: 3, signal: null, status: "RE", message: "Exited with error status 3" }],
    ["kill SIGSEGV", { code: null, signal: "SIGSEGV", status: "SG", message: "Caught fatal signal 11" }],
    ["fill-memory", { code: null, signal: "SIGKILL", status: "SG", message: "Caught fatal signal 9: out of memory" }],
    ["flood", { code: null, signal: "SIGKILL", status: "OL", message: "stdout length exceeded" }],
    ["flood-stderr", { code: null, signal: "SIGKILL", status: "EL", message: "stderr length exceeded" }],
  ])("[piston.statuses] %s", async (code, stage) => {
    expect(await run(app, code)).toMatchObject(stage);
  });

  test("[piston.statuses] a time limit by the clock on the wall", async () => {
    expect(await run(app, "print early\nsleep 30000", { run_timeout: 500 })).toMatchObject({
      code: null,
      signal: "SIGKILL",
      status: "TO",
      message: "Time limit exceeded (wall clock)",
      stdout: "early\n",
    });
  });

  test("[piston.output] the piece that crosses the limit is cut, not dropped, and the limit is 1 MiB", async () => {
    const { stdout } = await run(app, "flood");
    expect((stdout as string).length).toBe(MiB);
  });

  test("[piston.statuses] a failed compiler: run is a copy of compile, and nothing has run", async () => {
    const { status, body } = await execute(app, job("compile hm\ncompile-error no\ncompile-fail 2\nprint ran"));
    const compile = expect.objectContaining({
      stdout: "hm\n",
      stderr: "no\n",
      output: "hm\nno\n",
      code: 2,
      status: "RE",
    });
    expect([status, body]).toEqual([200, { language: "python", version: "3.11.7", compile, run: compile }]);
  });

  test("[piston.statuses] a compiler that succeeds is told apart from its program", async () => {
    const { body } = await execute(app, job("compile built\nprint ran\nexit 1"));
    expect(body).toMatchObject({
      compile: { stdout: "built\n", code: 0, status: null },
      run: { stdout: "ran\n", code: 1 },
    });
  });

  test("[piston.statuses] an execution that somebody cancels is told as killed", async () => {
    await using own = await openApp();
    const answer = execute(own, job("print x\nsleep 60000", { run_timeout: 3000 }));
    let id: string | undefined;
    for (let turn = 0; turn < 200 && id === undefined; turn++) {
      const { executions } = (await send(own, "GET", "/v1/executions")).body as {
        executions: { id: string; state: string }[];
      };
      id = executions.find(({ state }) => state === "running")?.id;
    }
    await own.call(`/v1/executions/${id}`, { method: "DELETE" });
    expect((await answer).body).toMatchObject({
      run: { code: null, signal: "SIGKILL", status: "SG", message: expect.stringContaining("cancelled") },
    });
  });

  test("[piston.framing] a client that goes away stops its job", async () => {
    await using own = await openApp();
    const gone = new AbortController();
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify(job("sleep 60000"));
    const answer = own.call(`${PREFIX}/execute`, { method: "POST", headers, body, signal: gone.signal });
    gone.abort();
    expect(await (await answer).json()).toMatchObject({
      run: { status: "SG", message: expect.stringContaining("cancelled") },
    });
  });
});

describe("limits", () => {
  const settings = {
    piston: {
      runTimeout: 200,
      runCpuTime: 3_000,
      compileTimeout: 1_000,
      compileCpuTime: 1_000,
      outputMaxSize: 10,
      maxProcessCount: 5,
      maxOpenFiles: 50,
      maxFileSize: 5_000,
      compileMemoryLimit: -1,
      runMemoryLimit: 100 * MiB,
      disableNetworking: true as const,
      limitOverrides: { python: { run_timeout: 400, output_max_size: 20 }, java: { run_timeout: 9_000 } },
    },
  };

  test("[piston.limits] those of a language win over those of all", async () => {
    await using own = await openApp(settings);
    expect(await execute(own, job("", { run_timeout: 401 }))).toMatchObject({
      body: { message: "run_timeout cannot exceed the configured limit of 400" },
    });
    expect(await run(own, `print ${"x".repeat(30)}`)).toMatchObject({ status: "OL", stdout: "x".repeat(20) });
    expect(await run(own, "sleep 60000")).toMatchObject({ status: "TO" });
  });

  test("[piston.limits] -1 as memory is the configured limit, and other numbers below 0 are refused", async () => {
    await using own = await openApp(settings);
    expect(await run(own, "print 1", { run_memory_limit: -1, compile_memory_limit: -1 })).toMatchObject({ code: 0 });
    expect(await run(own, "print 1", { compile_memory_limit: -7 })).toMatchObject({ code: 0 });
    expect(await execute(own, job("", { run_memory_limit: -2 }))).toMatchObject({
      body: { message: "run_memory_limit must be non-negative" },
    });
    expect(await execute(own, job("", { run_memory_limit: 100 * MiB + 1 }))).toMatchObject({
      body: { message: `run_memory_limit cannot exceed the configured limit of ${100 * MiB}` },
    });
  });

  test("[piston.limits] null is no limit of its own, and one below what a sandbox needs is raised to that", async () => {
    expect(
      await run(app, "print 1", { run_timeout: null, run_memory_limit: 1_000_000, run_cpu_time: 0.5 }),
    ).toMatchObject({ code: 0 });
  });
});

describe("packages", () => {
  const path = `${PREFIX}/packages`;

  test("[piston.packages] toolchains are listed, disabled and enabled", async () => {
    await using own = await openApp({}, ["3.9.4", "3.11.7"]);
    expect(await send(own, "GET", path)).toEqual({
      status: 200,
      body: [
        { language: "python", language_version: "3.9.4", installed: true },
        { language: "python", language_version: "3.11.7", installed: true },
      ],
    });
    expect(await send(own, "DELETE", path, { language: "python", version: "3.11.x" })).toEqual({
      status: 200,
      body: { language: "python", version: "3.11.7" },
    });
    expect((await send(own, "GET", path)).body).toMatchObject([{ installed: true }, { installed: false }]);
    expect((await send(own, "GET", `${PREFIX}/runtimes`)).body).toMatchObject([{ version: "3.9.4" }]);
    expect((await execute(own, job("print 1"))).body).toMatchObject({ version: "3.9.4" });
    expect(await execute(own, job("print 1", { version: "3.11.7" }))).toEqual({
      status: 400,
      body: { message: "python-3.11.7 runtime is unknown" },
    });
    expect(await send(own, "POST", `${PREFIX}/piston/packages`, { language: "python", version: "*" })).toEqual({
      status: 200,
      body: { language: "python", version: "3.11.7" },
    });
    expect((await execute(own, job("print 1"))).body).toMatchObject({ version: "3.11.7" });
  });

  test("[runtimes.switches] one that is disabled is gone from the other faces as well", async () => {
    await using own = await openApp({}, ["3.9.4", "3.11.7"]);
    await send(own, "DELETE", path, { language: "python", version: "3.9.4" });
    expect((await send(own, "GET", "/v1/runtimes")).body).toMatchObject({ runtimes: [{ version: "3.11.7" }] });
    expect((await own.run("print 1")).version).toBe("3.11.7");
    const answer = await own.post({ language: "python@3.9.4", code: "print 1" });
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, "language"]);
    await send(own, "DELETE", path, { language: "python", version: "*" });
    const none = await own.post({ language: "python", code: "print 1" });
    expect([none.status, (await errorOf(none)).message]).toEqual([400, expect.stringContaining("switched off")]);
  });

  test.each([
    [{ language: "klingon", version: "1" }, "klingon-1"],
    [{ language: "python", version: "2.7" }, "python-2.7"],
    [{ language: "python" }, "python-undefined"],
    [{ language: "python", version: 3 }, "python-3"],
    [[], "undefined-undefined"],
    [null, "undefined-undefined"],
  ])("[piston.packages] %j does not exist", async (body, name) => {
    for (const method of ["POST", "DELETE"]) {
      expect(await send(app, method, path, body)).toEqual({
        status: 404,
        body: { message: `Requested package ${name} does not exist` },
      });
    }
  });

  test("[piston.packages] enabling twice and disabling twice fail in Piston's words", async () => {
    await using own = await openApp({}, ["3.9.4"]);
    const wish = { language: "python", version: "*" };
    expect(await send(own, "POST", path, wish)).toEqual({ status: 500, body: { message: "Already installed" } });
    await send(own, "DELETE", path, wish);
    expect(await send(own, "DELETE", path, wish)).toEqual({
      status: 500,
      body: { message: "python-3.9.4 is not installed" },
    });
  });
});
