import { availableParallelism } from "node:os";
import type { Outcome } from "@glovebox/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BlobStore } from "../../packages/core/src/files/blobStore.ts";
import type { HeldFile } from "../../packages/core/src/files/heldFile.ts";
import { languages } from "../../packages/core/src/runtimes/languages.ts";
import { type Asked, type Collected, run } from "./collect.ts";
import { type Dialect, isSkip, type Skip, type Subject } from "./dialect.ts";
import { subjects } from "./subjects.ts";

const MiB = 1024 * 1024;

describe.each(subjects)("$name", ({ name, dialects, open, atOnce }) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(async () => {
    await subject.engine[Symbol.asyncDispose]();
    subject.cleanUp?.();
  });

  describe.each(dialects.map((dialect) => [dialect.language, dialect] as const))("%s", (language, dialect) => {
    const execute = (code: string, rest: Partial<Asked> = {}, options: Parameters<typeof run>[2] = {}) =>
      run(subject, { language, code, ...rest }, options);

    endings(dialect, execute);
    streams(dialect, execute);
    inputs(dialect, execute);
    files(dialect, execute);
    stopping(dialect, execute);

    test(`[truth.one-ending] ${atOnce} at once each end once, with their own output`, {
      timeout: 120_000,
    }, async () => {
      const runs = await Promise.all(
        Array.from({ length: atOnce }, (_, index) => execute(dialect.print(`run ${index}`))),
      );

      expect(runs.map(({ stdout }) => stdout.toString())).toEqual(runs.map((_, index) => `run ${index}\n`));
      for (const each of runs) expectOneEnding(each);
    });
  });

  test("[bad-input.language] a language that it does not have is refused by name", async () => {
    await expect(run(subject, { language: "klingon", code: "x" })).rejects.toMatchObject({ code: "unknown_language" });
  });

  test("[truth.one-ending] its languages run beside each other", async () => {
    const mixed = Array.from({ length: 12 }, (_, index) => dialects[index % dialects.length] as Dialect);
    const runs = await Promise.all(
      mixed.map((dialect, index) =>
        run(subject, { language: dialect.language, code: dialect.print(`${dialect.language} ${index}`) }),
      ),
    );

    expect(runs.map(({ stdout }) => stdout.toString())).toEqual(
      mixed.map(({ language }, index) => `${language} ${index}\n`),
    );
  });

  test("[truth.runtimes] it runs every language that it lists, at the version that it lists", async () => {
    const listed = await subject.engine.runtimes();
    // Programs that are compiled need more than an engine: test/languages/ has them.
    const compiled = languages.filter(({ native }) => native?.build !== undefined).map(({ id }) => id);
    const spoken = dialects.map(({ language }) => language);
    const others = name === "native" ? compiled : [];
    expect(new Set(listed.map((runtime) => runtime.language))).toEqual(new Set([...spoken, ...others]));
    for (const { language, version } of listed) expect(version, language).toMatch(/^\d+(\.\d+)*$/);
  });
});

type Execute = (code: string, rest?: Partial<Asked>, options?: Parameters<typeof run>[2]) => Promise<Collected>;

function endings(dialect: Dialect, execute: Execute): void {
  const cases: [string, string, Partial<Asked>, Partial<Outcome>][] = [
    ["succeeded", dialect.print("x"), {}, { status: "succeeded", exitCode: 0, signal: null }],
    ["failed", dialect.exit(3), {}, { status: "failed", exitCode: 3, signal: null }],
    ["timed_out", dialect.sleepForEver, { limits: { timeoutMs: 300 } }, { status: "timed_out", exitCode: null }],
    ["out_of_memory", dialect.fillMemory, { limits: { memoryBytes: 96 * MiB } }, { status: "out_of_memory" }],
    ["output_limit", dialect.flood, { limits: { outputBytes: 5_000 } }, { status: "output_limit", exitCode: null }],
    ["killed", dialect.killItself, {}, { status: "killed", exitCode: null, signal: "SIGKILL" }],
  ];
  test.each(cases)("[truth.status] a program can end as %s", async (_, code, rest, outcome) => {
    const collected = await execute(code, rest);

    expect(collected.outcome).toMatchObject(outcome);
    expectOneEnding(collected);
  });

  test.each([0, 1, 2, 42, 127, 255])("[truth.status] exit code %i comes through", async (code) => {
    const { outcome } = await execute(dialect.exit(code));

    expect(outcome).toMatchObject({ status: code === 0 ? "succeeded" : "failed", exitCode: code });
  });

  test("[truth.status] writing to stderr does not make a success a failure", async () => {
    const { outcome, stderr } = await execute(dialect.printError("a warning"));

    expect({ status: outcome.status, stderr: stderr.toString() }).toEqual({
      status: "succeeded",
      stderr: "a warning\n",
    });
  });

  test("[truth.usage] wall time is the program's own", async () => {
    const { outcome } = await execute(dialect.printSleepPrint(250));

    expect(outcome.usage.wallMs).toBeGreaterThanOrEqual(249);
    expect(outcome.usage.wallMs).toBeLessThan(2_500);
  });

  expressed(dialect.burn, "[truth.usage] processor time and memory are what was used", async (code) => {
    const { outcome } = await execute(code);

    expect(outcome.usage.cpuMs).toBeGreaterThan(250);
    expect(outcome.usage.cpuMs).toBeLessThanOrEqual(outcome.usage.wallMs * availableParallelism() + 250);
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(0);
    expect(outcome.usage.peakMemoryBytes).toBeLessThan(200 * MiB);
  });
}

function streams(dialect: Dialect, execute: Execute): void {
  test("[truth.streams] output arrives while the program runs, in order, on its own stream", async () => {
    const seen: { type: string; at: number }[] = [];
    const { stdout } = await execute(
      dialect.printSleepPrint(600),
      {},
      { listener: ({ type }) => seen.push({ type, at: performance.now() }) },
    );

    expect(stdout.toString()).toBe("first\nsecond\n");
    const [started, first, second] = seen;
    expect([started?.type, first?.type, second?.type]).toEqual(["started", "stdout", "stdout"]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(400);
  });

  test("[truth.streams] what goes to stdout and stderr in turn comes in turn", async () => {
    const { types, stdout, stderr } = await execute(dialect.alternate);

    expect([stdout.toString(), stderr.toString()]).toEqual(["out 1\nout 2\n", "err 1\nerr 2\n"]);
    expect(types).toEqual(["started", "stdout", "stderr", "stdout", "stderr", "ended"]);
  });

  test("[truth.streams] a megabyte of output is whole", async () => {
    const line = "0123456789".repeat(1_000);
    const { stdout, outcome } = await execute(dialect.print(...Array.from({ length: 100 }, () => line)), {
      limits: { outputBytes: 2 * MiB },
    });

    expect(outcome.status).toBe("succeeded");
    expect(stdout.toString()).toBe(`${line}\n`.repeat(100));
  });

  const snowman = Buffer.from("☃");
  const pieces = [
    snowman.subarray(0, 1),
    snowman.subarray(1, 2),
    snowman.subarray(2),
    Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  ];
  expressed(
    dialect.printBytes(...pieces),
    "[truth.streams] bytes come as they are: characters in pieces, bytes that are no text",
    async (code) => {
      const { stdout } = await execute(code);

      expect(stdout).toEqual(Buffer.concat(pieces));
    },
  );
}

function inputs(dialect: Dialect, execute: Execute): void {
  test("[truth.inputs] stdin arrives whole and ends", async () => {
    const stdin = "line ☃\n".repeat(20_000);

    expect((await execute(dialect.echoStdin, { stdin })).stdout.toString()).toBe(stdin);
  });

  test("[truth.inputs] without stdin there is its end at once", async () => {
    const { stdout, outcome } = await execute(dialect.echoStdin, { limits: { timeoutMs: 5_000 } });

    expect({ stdout: stdout.toString(), status: outcome.status }).toEqual({ stdout: "", status: "succeeded" });
  });

  test("[truth.inputs] stdin that nobody reads does no harm", async () => {
    const { outcome } = await execute(dialect.print("x"), { stdin: "x".repeat(2 * MiB) });

    expect(outcome.status).toBe("succeeded");
  });

  expressed(dialect.echoArgs, "[truth.inputs] arguments arrive as they are", async (code) => {
    const args = ["a b", "", "-x", "--", "$HOME", "☃", "'\"\\", "new\nline"];

    expect(JSON.parse((await execute(code, { args })).stdout.toString())).toEqual(args);
  });

  test("[truth.inputs] variables arrive", async () => {
    const { stdout } = await execute(dialect.echoVariable("GREETING"), { env: { GREETING: "hello ☃" } });

    expect(stdout.toString()).toBe("hello ☃\n");
  });

  test("[truth.inputs] the working directory is the workspace, or the folder that was asked for", async () => {
    expect((await execute(dialect.echoWorkdir)).stdout.toString()).toBe("/workspace\n");
    expect((await execute(dialect.echoWorkdir, { workdir: "/workspace/made/for it" })).stdout.toString()).toBe(
      "/workspace/made/for it\n",
    );
  });

  test("[truth.inputs] the workspace has further names, and a folder by one of them is the same folder", async () => {
    const asked = { workdir: "/app/deep", files: { "deep/in.txt": "in" } };
    const { stdout, outcome } = await execute(dialect.echoWorkdir, asked);

    expect(outcome.status).toBe("succeeded");
    expect(["/app/deep\n", "/workspace/deep\n"]).toContain(stdout.toString());
    const { artifacts } = await execute(dialect.write("deep/out.txt", "out"), asked);
    expect([...artifacts.keys()]).toEqual(["deep/out.txt"]);
  });
}

function files(dialect: Dialect, execute: Execute): void {
  test("[truth.files] files are laid as they are: nested, binary, empty, large", async () => {
    const binary = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const all = { "a/b/c.bin": binary, "empty.txt": "", "ünïcödé.txt": "ok", "large.bin": Buffer.alloc(5 * MiB, 7) };
    for (const [name, content] of Object.entries(all)) {
      const { stdout } = await execute(dialect.read(name), { files: all, limits: { outputBytes: 8 * MiB } });
      expect(stdout.equals(Buffer.from(content)), name).toBe(true);
    }
  });

  test("[truth.files] files that are read on their way are laid as they are: nested, empty, large", async () => {
    using store = new BlobStore({ mostBytes: 64 * MiB });
    const large = Buffer.alloc(5 * MiB + 1).map((_, index) => index % 251);
    const held = new Map<string, HeldFile>();
    for (const [name, content] of Object.entries({ "a/large.bin": large, "empty.txt": Buffer.alloc(0) }))
      held.set(name, await keep(store, content));
    const rest = { held, files: { "b.txt": "beside" }, limits: { outputBytes: 8 * MiB } };
    const found = await Promise.all(
      ["a/large.bin", "empty.txt", "b.txt"].map((name) => execute(dialect.read(name), rest)),
    );
    expect(found.map(({ stdout }) => stdout.length)).toEqual([large.length, 0, 6]);
    expect(found[0]?.stdout.equals(large)).toBe(true);
    expect(found.map(({ artifacts }) => artifacts.size)).toEqual([0, 0, 0]);
  });

  test("[truth.artifacts] a file that has other content of the same size at once has changed", async () => {
    const { artifacts } = await execute(dialect.write("same-size.txt", "after!"), {
      files: { "same-size.txt": "before" },
    });
    expect(artifacts.get("same-size.txt")?.toString()).toBe("after!");
  });

  test("[truth.artifacts] new and changed files come back, unchanged ones do not", async () => {
    const code = [
      dialect.write("new.txt", "new"),
      dialect.write("deep/er/file.txt", "nested"),
      dialect.write("changed.txt", "after"),
    ];
    const { artifacts, types } = await execute(code.join("\n"), {
      files: { "changed.txt": "before", "same.txt": "same" },
    });

    expect(Object.fromEntries([...artifacts].map(([name, content]) => [name, content.toString()]))).toEqual({
      "new.txt": "new",
      "deep/er/file.txt": "nested",
      "changed.txt": "after",
    });
    expect(types.at(-1)).toBe("ended");
  });

  test("[truth.artifacts] a program that fails leaves its files all the same", async () => {
    const { artifacts, outcome } = await execute(`${dialect.write("half.txt", "done")}\n${dialect.exit(1)}`);

    expect([outcome.status, artifacts.get("half.txt")?.toString()]).toEqual(["failed", "done"]);
  });
}

function stopping(dialect: Dialect, execute: Execute): void {
  test("[truth.cancelled] a signal that is aborted already starts nothing", async () => {
    const cancelled = execute(dialect.print("x"), {}, { signal: AbortSignal.abort() });

    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
  });

  test("[truth.cancelled] a signal that is aborted while the program runs ends it as cancelled", async () => {
    const controller = new AbortController();
    const code = `${dialect.print("begun")}\n${dialect.sleepForEver}`;
    const collected = await execute(
      code,
      {},
      { signal: controller.signal, listener: ({ type }) => type === "stdout" && controller.abort() },
    );

    expect(collected.outcome).toMatchObject({ status: "cancelled", exitCode: null });
    expect(collected.stdout.toString()).toBe("begun\n");
    expectOneEnding(collected);
  });
}

async function keep(store: BlobStore, content: Uint8Array): Promise<HeldFile> {
  const writer = store.begin();
  writer.write(content);
  const held = await store.hold(writer.finish().sha256);
  if (held === undefined) throw new Error("it is not there");
  return held;
}

function expectOneEnding({ types }: Collected): void {
  expect(types[0]).toBe("started");
  expect(types.filter((type) => type === "ended")).toHaveLength(1);
  expect(types.at(-1)).toBe("ended");
}

function expressed(code: string | Skip, title: string, body: (code: string) => Promise<void>): void {
  if (isSkip(code)) test.skip(`${title} (${code.skip})`, () => undefined);
  else test(title, () => body(code));
}
