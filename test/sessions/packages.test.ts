import { mkdtempSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EndedExecution, type Event, Glovebox, type OpenSession } from "../../packages/core/src/glovebox.ts";
import { WheelRegistry } from "../packages/wheels.ts";

const MINUTES = { timeout: 300_000 };

let registry: WheelRegistry;
let dataDir: string;
let box: Glovebox;
const before = process.env["PIP_EXTRA_INDEX_URL"];

beforeAll(async () => {
  registry = await WheelRegistry.start([
    { name: "gbx_one", version: "1.0" },
    { name: "gbx_two", version: "1.0" },
    { name: "gbx_two", version: "2.0" },
    { name: "gbx_needs_old_two", version: "1.0", needs: ["gbx_two<2"] },
    { name: "gbx_slow", version: "1.0" },
  ]);
  registry.hang("gbx-hanging");
  Object.assign(process.env, registry.env);
  // Nothing is installed yet, whatever ran before.
  dataDir = mkdtempSync(join(tmpdir(), "glovebox-test-"));
  box = await Glovebox.open({ dataDir, armed: 0 });
}, 60_000);
afterAll(async () => {
  await box.close();
  await registry[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
  if (before === undefined) delete process.env["PIP_EXTRA_INDEX_URL"];
  else process.env["PIP_EXTRA_INDEX_URL"] = before;
});

async function session(more: object = {}): Promise<OpenSession> {
  return await box.sessions.create({ language: "python", environment: "base", engine: "native", ...more });
}

async function said(from: OpenSession, code: string, more: object = {}): Promise<string> {
  return output(await from.execute({ code, ...more }));
}

/** What it printed, or why it failed. */
function output({ stdout, outcome }: EndedExecution): string {
  return outcome.status === "succeeded" ? stdout : `${outcome.status}: ${outcome.error?.message}`;
}

async function events(from: OpenSession, code: string): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of from.stream({ code })) all.push(event);
  return all;
}

describe("[sessions.packages] a cell has packages installed", MINUTES, () => {
  test("and imports them at once, in later cells, in branches, after a crash and after a restart", async () => {
    await using python = await session();
    const all = await events(python, "%pip install gbx_one==1.0\nimport gbx_one; print(gbx_one.version)");
    const text = all.map((event) => (event.type === "stdout" ? event.data : "")).join("");
    expect(text).toBe("Successfully installed gbx-one-1.0\n1.0\n");
    expect(all.filter(({ type }) => type === "progress")).toContainEqual(
      expect.objectContaining({ task: "installing gbx-one==1.0", done: 1, total: 1 }),
    );
    expect(await said(python, "print(gbx_one.version); kept = 1")).toBe("1.0\n");
    const [branch] = await python.branch();
    expect(await said(branch as OpenSession, "import importlib; print(importlib.reload(gbx_one).version)")).toBe(
      "1.0\n",
    );
    const crashed = await python.execute({ code: "import os; os._exit(3)" });
    expect(crashed.outcome.recovered).toBe("checkpoint");
    expect(await said(python, "import sys; del sys.modules['gbx_one']; import gbx_one; print(kept)")).toBe("1\n");
    await python.restart();
    const reached =
      "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import gbx_one; print(gbx_one.version)'])";
    expect(await said(python, `import gbx_one\n${reached};`)).toBe("1.0\n");
    const written = await said(python, "open('/opt/packages/site-packages/gbx_one.py', 'a')");
    expect(written).toMatch(/Permission denied|Read-only file system/);
  });

  test("and what it crashes with afterwards takes nothing away", async () => {
    await using python = await session();
    await python.execute({ code: "kept = 1" });
    const { outcome } = await python.execute({ code: "%pip install -q gbx_one==1.0\nimport os; os._exit(3)" });
    expect(outcome.recovered).toBe("checkpoint");
    expect(await said(python, "import gbx_one; print(gbx_one.version)")).toBe("1.0\n");
  });

  test("from the cache where another session had them, in every way to write it", async () => {
    await using other = await session();
    await said(other, "%pip install gbx_one==1.0");
    const asked = registry.paths.length;
    for (const line of [
      "!pip3 install -U gbx_one==1.0 --user",
      "!python -m pip install -q gbx_one==1.0 && echo done",
    ]) {
      await using python = await session();
      expect(await said(python, `${line}\nimport gbx_one; print(gbx_one.version)`)).toContain("1.0\n");
    }
    await using python = await session();
    const files = { "requirements.txt": "gbx_one==1.0  # one\n" };
    const all = await python.execute({ code: "%pip install -r requirements.txt", files });
    expect(output(all)).toBe("Successfully installed gbx-one-1.0\n");
    expect(await said(python, "%pip install gbx-one")).toBe("Requirement already satisfied: gbx-one (1.0)\n");
    // -U alone looks whether there are newer ones.
    expect(registry.paths.slice(asked).filter((path) => path.includes("gbx-one")).length).toBeLessThanOrEqual(2);
  });

  test("whose versions fit those that it has, and hears of those that it imported before", async () => {
    await using python = await session({ packages: ["gbx_one"] });
    expect(await said(python, "import gbx_one\n%pip install gbx_two\nimport gbx_two; print(gbx_two.version)")).toBe(
      "Successfully installed gbx-two-2.0\n2.0\n",
    );
    expect(await said(python, "%pip install gbx_needs_old_two")).toBe(
      "Successfully installed gbx-needs-old-two-1.0 gbx-two-1.0\n" +
        "Note: imported already, and of the old version until the session restarts: gbx-two\n",
    );
    expect(await said(python, "print(gbx_two.version)")).toBe("2.0\n");
    await python.restart();
    expect(await said(python, "import gbx_one, gbx_two; print(gbx_two.version)")).toBe("1.0\n");
  });

  test("which are its sandbox's: a branch of before has them in its next cell", async () => {
    await using python = await session();
    const [branch] = await python.branch();
    await said(branch as OpenSession, "%pip install -q gbx_one");
    expect(await said(python, "import gbx_one; print(gbx_one.version)")).toBe("1.0\n");
  });

  test("also in its first code, and in a notebook", async () => {
    await using python = await session({ initCode: "%pip install gbx_one\nimport gbx_one" });
    expect(await said(python, "print(gbx_one.version)")).toBe("1.0\n");
    const cell = { cell_type: "code" as const, metadata: {}, outputs: [], execution_count: null, id: "a" };
    const source = "!pip install gbx_one -q\nimport gbx_one\ngbx_one.version";
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, source }] };
    const { outcome, notebook: done } = await box.runNotebook({ notebook, engine: "native", environment: "base" });
    expect(outcome.status).toBe("succeeded");
    expect(JSON.stringify(done)).toContain("'1.0'");
  });
});

describe("[sessions.packages] an installation that cannot be is an error of the cell", MINUTES, () => {
  test("with the installer's last lines, and the session goes on", async () => {
    await using python = await session();
    const missing = await said(python, "kept = 1\n%pip install gbx_nobody_has_this");
    expect(missing).toMatch(/^failed: pip could not install gbx-nobody-has-this/);
    expect(missing).toContain("No matching distribution found");
    expect(await said(python, "%pip install 'gbx_one @ https://example.com/x.whl'")).toContain("is not a name");
    expect(await said(python, "%pip install --pre gbx_one")).toContain("the option --pre cannot be honoured");
    const { outcome } = await python.execute({ code: "import gbx_one" });
    expect(outcome.notes).toEqual(["if gbx_one is a package: %pip install gbx_one"]);
    expect(await said(python, "%pip install gbx_one\nprint(kept)")).toBe("Successfully installed gbx-one-1.0\n1\n");
    expect(await said(python, "%pip install gbx_one==9")).toContain("No matching distribution found");
    expect(await said(python, "import gbx_one; print(gbx_one.version)")).toBe("1.0\n");
  });

  test("in threads and forks, which nobody answers", async () => {
    await using python = await session();
    const code =
      "%pwd\nimport builtins\ndef install():\n  try: builtins.__glovebox_magics__.line('pip', 'install gbx_one')\n  except Exception as e: print(e, flush=True)\n";
    const thread = `${code}import threading\nt = threading.Thread(target=install); t.start(); t.join()`;
    expect(await said(python, thread)).toContain("not its threads and forks");
    const fork = `${code}import os\nif os.fork() == 0:\n  install(); os._exit(0)\nos.wait();`;
    expect(await said(python, fork)).toContain("not its threads and forks");
  });

  test("where the host allows none", async () => {
    await using strict = await Glovebox.open({ dataDir, armed: 0, cellPackages: false });
    await using python = await strict.sessions.create({ environment: "base", engine: "native" });
    expect(await said(python, "%pip install gbx_one")).toContain("name them in packages when the session is made");
  });

  test("on the portable engine", async () => {
    await using python = await box.sessions.create({ engine: "portable" });
    expect(await said(python, "%pip install gbx_one")).toContain("the portable engine cannot install packages");
  });
});

describe("[sessions.packages] while it installs", MINUTES, () => {
  test("the cell's clock stands still, and goes on afterwards", async () => {
    await using python = await session();
    const limits = { timeoutMs: 2_000 };
    registry.delayMs = limits.timeoutMs + 500; // one answer alone takes longer than the cell may
    try {
      const code = "%pip install -q gbx_slow\nimport gbx_slow; print(gbx_slow.version)";
      expect(await said(python, code, { limits })).toBe("1.0\n");
    } finally {
      registry.delayMs = 0;
    }
    const { outcome } = await python.execute({ code: "%pip install -q gbx_two\nwhile True: pass", limits });
    expect(outcome).toMatchObject({ status: "timed_out" });
    expect(outcome.recovered).toBeUndefined();
  });

  test("an interrupt ends the wait, and the session goes on", async () => {
    await using python = await session();
    await python.execute({ code: "kept = 1" });
    const cell = python.execute({ code: "kept = 2\n%pip install gbx_hanging" });
    await expect.poll(() => registry.paths.includes("/simple/gbx-hanging/"), { timeout: 60_000 }).toBe(true);
    python.interrupt();
    expect((await cell).outcome).toMatchObject({ status: "cancelled", error: { name: "KeyboardInterrupt" } });
    expect(await said(python, "%pip install -q gbx_one\nimport gbx_one; print(kept, gbx_one.version)")).toBe("2 1.0\n");
  });

  test("a session that ends leaves nothing of it", async () => {
    const staged = () => readdirSync(join(dataDir, "layers/shelf/staging"));
    const times = () => registry.paths.filter((path) => path === "/simple/gbx-hanging/").length;
    const before = times();
    const python = await session();
    const cell = python.execute({ code: "%pip install gbx_hanging" });
    await expect.poll(times, { timeout: 60_000 }).toBe(before + 1);
    expect(staged()).not.toEqual([]);
    await python.close();
    expect((await cell).outcome.status).toBe("cancelled");
    await expect.poll(staged, { timeout: 20_000 }).toEqual([]);
  });

  test("its own time ends it, and a cell has that only once", async () => {
    await using hasty = await Glovebox.open({ dataDir, armed: 0, packageTimeoutMs: 3_000 });
    await using python = await hasty.sessions.create({ environment: "base", engine: "native" });
    const lines =
      "for _ in range(3):\n  try:\n    %pip install gbx_hanging\n  except Exception as e: print('ms' in str(e))";
    const times = () => registry.paths.filter((path) => path === "/simple/gbx-hanging/").length;
    const before = times();
    expect(await said(python, lines)).toBe("True\nTrue\nTrue\n");
    // On a busy machine not even the first comes as far as that.
    expect(times()).toBeLessThanOrEqual(before + 1);
  });
});

describe("[sessions.languages-packages] packages that a session is made with", MINUTES, () => {
  const sessions: readonly [language: string, wish: string, code: string, printed: string][] = [
    [
      "javascript",
      "is-odd@3",
      'import isOdd from "is-odd"; console.log(isOdd(3), require("is-odd")(2))',
      "true false\n",
    ],
    ["typescript", "is-odd@3", 'import isOdd from "is-odd"; const odd: boolean = isOdd(3); console.log(odd)', "true\n"],
    ["bash", "jq", `echo '{"a": 5}' | jq .a`, "5\n"],
    ["python", "gbx_one", "import gbx_one; print(gbx_one.version)", "1.0\n"],
  ];

  test.for(sessions)("in %s", async ([language, wish, code, printed]) => {
    await using made = await session({ language, environment: undefined, packages: [wish] });
    expect(await said(made, code)).toBe(printed);
    await made.restart();
    expect(await said(made, code)).toBe(printed);
  });
});
