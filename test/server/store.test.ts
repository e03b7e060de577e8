import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { bareOutcome } from "@glovebox/protocol";
import { emptyExecution } from "glovebox";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Records } from "../../packages/server/src/executions/records.ts";
import { storageFailure } from "../../packages/server/src/store/failures.ts";
import { SqliteStore } from "../../packages/server/src/store/sqliteStore.ts";
import { RowWriter } from "../../packages/server/src/store/writer.ts";
import { App } from "./served.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "gloveboxtest-store-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = (keepExecutions = 1_000) => SqliteStore.open({ dataDir, keepExecutions });

function execution(number: number, state: "running" | "ended" = "ended") {
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
  const outcome = state === "ended" ? { outcome: bareOutcome("succeeded") } : {};
  return {
    ...emptyExecution({ number }),
    createdAt: "2026-01-01T00:00:00.000Z",
    id,
    state,
    stdout: "a\0b\u{1f600}",
    ...outcome,
  };
}

describe("records", () => {
  test("[store.kept] a completed record is there, whole, when the file is opened again", async () => {
    const record = { principal: "local", execution: execution(1) };
    {
      await using store = await open();
      store.begin({ principal: "local", execution: { ...execution(1, "running") } });
      await store.complete(record);
      expect(await store.get("local", record.execution.id)).toEqual(record.execution);
    }
    await using store = await open();
    expect(await store.get("local", record.execution.id)).toEqual(record.execution);
    expect(await store.get("local/anna", record.execution.id)).toBeUndefined();
  });

  test("[store.kept] what a compiler did is kept too, and no part of a list", async () => {
    await using store = await open();
    const compile = { outcome: bareOutcome("failed"), cached: false, stdout: "", stderr: "main.c:1: no" };
    const record = { principal: "local", execution: { ...execution(1), compile } };
    await store.complete(record);
    expect(await store.get("local", record.execution.id)).toEqual(record.execution);
    const [listed] = (await store.list("local", 10)).executions;
    expect(listed).toMatchObject({ id: record.execution.id });
    expect(listed).not.toHaveProperty("compile");
  });

  test("[store.kept] records of the version before are there, and new ones beside them", async () => {
    {
      await using store = await open();
      await store.complete({ principal: "local", execution: execution(1) });
    }
    const [file] = readdirSync(dataDir).filter((name) => /\.(db|sqlite)$/.test(name));
    const database = new DatabaseSync(join(dataDir, file ?? ""));
    database.exec(
      "alter table executions drop column session_id; alter table executions drop column variables; update glovebox_schema set version = 3",
    );
    database.close();
    await using store = await open();
    await store.complete({ principal: "local", execution: execution(2) });
    expect(await store.get("local", execution(1).id)).toEqual(execution(1));
    expect(await store.get("local", execution(2).id)).toEqual(execution(2));
  });

  test("[store.lost] what had not ended when the server died is lost, and nothing else changes", async () => {
    {
      await using store = await open();
      store.begin({ principal: "local", execution: execution(1, "running") });
      await store.complete({ principal: "local", execution: execution(2) });
    }
    await using store = await open();
    expect(await store.get("local", execution(1).id)).toMatchObject({ state: "ended", outcome: { status: "lost" } });
    expect(await store.get("local", execution(2).id)).toEqual(execution(2));
  });

  test("[store.bounded] only the newest records are kept", async () => {
    await using store = await open(100);
    await Promise.all(
      Array.from({ length: 500 }, (_, number) => store.complete({ principal: "local", execution: execution(number) })),
    );
    const { executions } = await store.list("local", 1_000);
    expect(executions.length).toBeLessThanOrEqual(300);
    expect(executions[0]?.id).toBe(execution(499).id);
    expect(await store.get("local", execution(0).id)).toBeUndefined();
  });

  test("[store.kept] a request that is taken back leaves nothing, written or not", async () => {
    await using store = await open();
    store.begin({ principal: "local", execution: execution(1, "running") });
    await store.withdraw("local", execution(1).id);
    store.begin({ principal: "local", execution: execution(2, "running") });
    expect((await store.list("local", 10)).executions).toHaveLength(1);
    await store.withdraw("local", execution(2).id);
    expect((await store.list("local", 10)).executions).toEqual([]);
  });
});

test("[store.batched] rows that come at once are written at once, the newest state of each", async () => {
  const batches: { id: string; state: string }[][] = [];
  const writer = new RowWriter(async (rows) => void batches.push(rows.map(({ id, state }) => ({ id, state }))));
  const row = (id: string, state: string) => ({ id, state }) as never;
  writer.later(row("a", "queued"));
  await Promise.all([writer.now(row("b", "ended")), writer.now(row("a", "ended"))]);
  expect(batches).toEqual([
    [
      { id: "a", state: "ended" },
      { id: "b", state: "ended" },
    ],
  ]);
});

test("[store.batched] a failure reaches whoever waited for it, and the next batch is written", async () => {
  let fails = true;
  const writer = new RowWriter(async () => {
    if (fails) throw new Error("no");
  });
  await expect(writer.now({ id: "a" } as never)).rejects.toThrow("no");
  fails = false;
  await writer.now({ id: "a" } as never);
});

test("[store.batched] a batch that fails does not keep those behind it from being written", async () => {
  const batches: number[] = [];
  const writer = new RowWriter(async (written) => {
    if (batches.push(written.length) === 1) throw new Error("no");
  });
  const rows = Array.from({ length: 300 }, (_, number) => writer.now({ id: String(number) } as never));
  const ends = Promise.allSettled(rows);
  await expect(writer.flush()).rejects.toThrow("no");
  expect(batches).toEqual([256, 44]); // at once, not with a later flush
  const statuses = (await ends).map(({ status }) => status);
  expect([statuses.indexOf("fulfilled"), statuses.lastIndexOf("rejected")]).toEqual([256, 255]);
});

describe("a disk that fails while the server runs", () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });
  const failing = () => {
    throw full;
  };
  afterEach(() => void vi.restoreAllMocks());

  test("[server.private-paths] clients are told the problem and no path, whatever they ask for", async () => {
    const store = await open();
    const id = execution(1).id;
    vi.spyOn(StatementSync.prototype, "all").mockImplementation(failing);
    vi.spyOn(StatementSync.prototype, "run").mockImplementation(failing);
    for (const asked of [
      () => store.complete({ principal: "local", execution: execution(1) }),
      () => store.withdraw("local", id),
      () => store.get("local", id),
      () => store.list("local", 10),
    ]) {
      const error = await asked().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("the disk is full") });
      expect(JSON.stringify([error, String(error)])).not.toContain(dataDir);
    }
    vi.restoreAllMocks();
    await store[Symbol.asyncDispose]();
  });

  test("[server.private-paths] the answer over HTTP has no path, and the log has it", async () => {
    await using app = await App.open({ dataDir });
    vi.spyOn(StatementSync.prototype, "all").mockImplementation(failing);
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const answer = await app.call("/v1/executions");
    const text = await answer.text();
    expect([answer.status, text]).toEqual([503, expect.stringContaining("the disk is full")]);
    expect(text).not.toContain(dataDir);
    const logged = written.mock.calls.map(String).join("");
    vi.restoreAllMocks();
    expect(logged).toContain(dataDir);
    expect(logged).toContain(full.message);
  });
});

test("[server.list] a row that is withdrawn while its page is made is left out, and the next page is found", async () => {
  const [gone, ended] = [execution(2, "running"), execution(1)];
  const store = { list: async () => ({ executions: [ended, gone], more: true }), get: async () => undefined };
  const records = new Records({ runs: { find: () => undefined }, store } as never);
  expect(await records.list("local", 2)).toEqual({ executions: [ended], last: gone.id });
});

describe("a data directory that cannot be used", () => {
  test("[bad-input.data-dir] one of a newer version is refused, and not changed", async () => {
    await (await open())[Symbol.asyncDispose]();
    const file = join(dataDir, "glovebox.db");
    const database = new DatabaseSync(file);
    database.exec("update glovebox_schema set version = 99");
    database.close();
    await expect(open()).rejects.toMatchObject({
      code: "unavailable",
      field: "dataDir",
      message: expect.stringMatching(/version 99.*knows \d+ at most/),
      advice: expect.stringContaining("newer Glovebox"),
    });
    const after = new DatabaseSync(file, { readOnly: true });
    expect(after.prepare("select version from glovebox_schema").all()).toEqual([{ version: 99 }]);
    after.close();
  });

  test("[bad-input.data-dir] one that another server has is refused, and free once that one is gone", async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("in use") });
    await first[Symbol.asyncDispose]();
    await (await open())[Symbol.asyncDispose]();
  });

  test("[bad-input.data-dir] a damaged database is refused with what to do", async () => {
    writeFileSync(join(dataDir, "glovebox.db"), "this is no database, and never was one. ".repeat(100));
    await expect(open()).rejects.toMatchObject({
      code: "unavailable",
      field: "dataDir",
      advice: expect.stringContaining("glovebox.db"),
    });
  });

  test("[bad-input.data-dir] a path that is a file, or that cannot be made, is refused", async () => {
    writeFileSync(join(dataDir, "file"), "");
    symlinkSync(join(dataDir, "nowhere"), join(dataDir, "dangling"));
    for (const path of [
      join(dataDir, "file"),
      join(dataDir, "file/below"),
      "/proc/glovebox",
      join(dataDir, "dangling"),
    ]) {
      const opened = SqliteStore.open({ dataDir: path, keepExecutions: 1 });
      await expect(opened, path).rejects.toMatchObject({ code: "unavailable", field: "dataDir" });
    }
  });

  test("[bad-input.data-dir] a full and a read-only disk are told as such, and a bug of ours stays what it is", () => {
    const full = Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });
    expect(storageFailure(full, dataDir)).toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("full"),
    });
    const readOnly = Object.assign(new Error("attempt to write"), { errcode: 8 | (4 << 8) });
    expect(storageFailure(readOnly, dataDir)).toMatchObject({ message: expect.stringContaining("read-only") });
    const ours = new TypeError("a bug");
    expect(storageFailure(ours, dataDir)).toBe(ours);
  });
});
