import { defaultLimits, type Limits } from "@glovebox/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cell, Interpreter, LiveSandbox } from "../../packages/core/src/engines/engine.ts";
import { collect } from "./collectCell.ts";
import type { Subject } from "./dialect.ts";
import { type SessionDialect, sessionDialects } from "./sessionDialects.ts";
import { subjects } from "./subjects.ts";

/** What an engine's interpreters can do beside running cells; why not, where they cannot. */
const abilities: Readonly<Record<string, { branches: readonly string[]; interpreters: "many" | "one" }>> = {
  native: { branches: ["python"], interpreters: "many" },
  portable: { branches: [], interpreters: "one" },
};

describe.each(subjects)("$name", ({ name, dialects, open }) => {
  const ability = abilities[name];
  if (ability === undefined) {
    test(`has no sessions (skipped: the ${name} engine runs nothing that could stay)`, async () => {
      const { engine } = await open();
      expect(engine.openLive).toBeUndefined();
    });
    return;
  }

  let subject: Subject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(async () => {
    await subject.engine[Symbol.asyncDispose]();
    subject.cleanUp?.();
  });

  for (const language of new Set([...dialects.map((each) => each.language), "typescript"])) {
    const dialect = sessionDialects[language];
    if (dialect !== undefined) describe(language, () => cases(language, dialect, () => subject, ability));
  }
});

type Ability = { branches: readonly string[]; interpreters: "many" | "one" };

function cases(language: string, dialect: SessionDialect, subject: () => Subject, ability: Ability): void {
  const limits: Limits = { ...defaultLimits, timeoutMs: 20_000 };

  async function live(): Promise<LiveSandbox> {
    const { engine, environment } = subject();
    const sandbox = await engine.openLive?.({ language, environment, limits });
    if (sandbox === undefined) throw new Error("it has no sessions");
    return sandbox;
  }

  async function using(act: (interpreter: Interpreter) => Promise<void>): Promise<void> {
    await using sandbox = await live();
    await act(await sandbox.start({ language, version: undefined, workdir: "/workspace", env: { OF_ALL: "all" } }));
  }

  function run(interpreter: Interpreter, source: string, more: Partial<Cell> = {}, signal?: AbortSignal) {
    const cell: Cell = {
      ...{
        source,
        counts: true,
        files: new Map(),
        held: new Map(),
        stdin: undefined,
        env: {},
        returns: [],
        svg: false,
        limits,
      },
      ...more,
    };
    return collect(interpreter.run(cell, signal));
  }

  test("[sessions.everywhere] what a cell sets is there for the next, also after one that failed", () =>
    using(async (interpreter) => {
      expect((await run(interpreter, dialect.set(41))).outcome.status).toBe("succeeded");
      expect((await run(interpreter, dialect.fail)).outcome).toMatchObject({ status: "failed" });
      expect((await run(interpreter, dialect.print)).stdout).toBe("41\n");
      expect((await interpreter.variables()).map((each) => each.name)).toContain("x");
    }));

  test("[sessions.everywhere] files are laid before a cell, and what it leaves comes out once", () =>
    using(async (interpreter) => {
      const files = new Map([["given.txt", Buffer.from("given")]]);
      const first = await run(interpreter, dialect.copy("given.txt", "made.txt"), { files });
      expect([...first.artifacts].map(([name, content]) => [name, content.toString()])).toEqual([
        ["made.txt", "given"],
      ]);
      expect([...(await run(interpreter, dialect.set(1))).artifacts]).toEqual([]);
      const again = new Map([["given.txt", Buffer.from("other")]]);
      const second = await run(interpreter, dialect.copy("given.txt", "made.txt"), { files: again });
      expect([...second.artifacts].map(([name, content]) => [name, content.toString()])).toEqual([
        ["made.txt", "other"],
      ]);
    }));

  test("[sessions.everywhere] a cell has its own input and variables, beside those of all", () =>
    using(async (interpreter) => {
      const given = await run(interpreter, dialect.inputs, { stdin: "in", env: { OF_ONE: "one" } });
      expect(given.stdout).toBe("in|one|all\n");
      expect((await run(interpreter, dialect.inputs, { stdin: "" })).stdout).toBe("||all\n");
    }));

  test("[sessions.everywhere] a cell that waits for ever is interrupted, and the session keeps its variables", () =>
    using(async (interpreter) => {
      await run(interpreter, dialect.set(7));
      const stopped = await run(interpreter, dialect.wait, { limits: { ...limits, timeoutMs: 500 } });
      expect(stopped.outcome).toMatchObject({ status: "timed_out", error: { name: "TimedOut" } });
      expect(stopped.outcome.recovered).toBeUndefined();
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 300);
      expect((await run(interpreter, dialect.wait, {}, abort.signal)).outcome.status).toBe("cancelled");
      expect((await run(interpreter, dialect.print)).stdout).toBe("7\n");
    }));

  test("[sessions.everywhere] a cell that computes for ever is ended, and the session goes on", () =>
    using(async (interpreter) => {
      const stopped = await run(interpreter, dialect.loop, { limits: { ...limits, timeoutMs: 500 } });
      expect(stopped.outcome.status).toBe("timed_out");
      await run(interpreter, dialect.set(5));
      expect((await run(interpreter, dialect.print)).stdout).toBe("5\n");
    }));

  test("[sessions.everywhere] a cell that says too much is stopped, and the session goes on", () =>
    using(async (interpreter) => {
      const stopped = await run(interpreter, dialect.flood, { limits: { ...limits, outputBytes: 10_000 } });
      expect(stopped.outcome.status).toBe("output_limit");
      expect(stopped.stdout.length).toBe(10_000);
      await run(interpreter, dialect.set(5));
      expect((await run(interpreter, dialect.print)).stdout).toBe("5\n");
    }));

  test("[sessions.everywhere] where the interpreter dies the session goes on, and says how", () =>
    using(async (interpreter) => {
      await run(interpreter, dialect.set(7));
      const crashed = await run(interpreter, dialect.die);
      expect(crashed.outcome.status).toMatch(/failed|killed/);
      expect(crashed.outcome.recovered).toBe(ability.branches.includes(language) ? "checkpoint" : "clean");
      expect(crashed.outcome.notes?.join()).toContain("the session goes on");
      await run(interpreter, dialect.set(8));
      expect((await run(interpreter, dialect.print)).stdout).toBe("8\n");
    }));

  test("[sessions.everywhere] it begins anew without variables", () =>
    using(async (interpreter) => {
      await run(interpreter, dialect.set(7));
      await interpreter.restart();
      expect((await interpreter.variables()).map((each) => each.name)).not.toContain("x");
      await run(interpreter, dialect.set(9));
      expect((await run(interpreter, dialect.print)).stdout).toBe("9\n");
    }));

  if (dialect.value === undefined) {
    test(`has no values to show (skipped: ${language}'s last value is its exit code)`, () => undefined);
  } else {
    const { value, data, text } = dialect.value;
    test("[sessions.everywhere] the last value is shown, and variables come back as JSON", () =>
      using(async (interpreter) => {
        const ended = await run(interpreter, value, { returns: ["v"] });
        expect(ended.results).toEqual([
          { main: true, mime: expect.objectContaining({ "text/plain": text, "application/json": data }) },
        ]);
        expect(ended.variables).toEqual({ v: data });
      }));
  }

  if (!ability.branches.includes(language)) {
    test("[sessions.everywhere] what cannot be copied says so, and goes on", () =>
      using(async (interpreter) => {
        await run(interpreter, dialect.set(3));
        await expect(interpreter.branch()).rejects.toMatchObject({
          code: "conflict",
          message: expect.stringContaining("cannot"),
        });
        expect((await run(interpreter, dialect.print)).stdout).toBe("3\n");
      }));
  }

  test("[sessions.everywhere] a second interpreter in the sandbox has variables of its own, or is refused", async () => {
    await using sandbox = await live();
    const spec = { language, version: undefined, workdir: "/workspace", env: {} };
    const one = await sandbox.start(spec);
    await run(one, dialect.set(1));
    if (ability.interpreters === "one") {
      await expect(sandbox.start(spec)).rejects.toMatchObject({ code: "conflict" });
    } else {
      const two = await sandbox.start(spec);
      await run(two, dialect.set(2));
      expect((await run(two, dialect.print)).stdout).toBe("2\n");
    }
    expect((await run(one, dialect.print)).stdout).toBe("1\n");
  });
}
