import { chmodSync, closeSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { bareOutcome, type Execution } from "@glovebox/protocol";
import { Kysely, SqliteDialect, sql } from "kysely";
import { lockDataDir } from "./dataDirLock.ts";
import type { ExecutionStore, Page, StoredExecution } from "./executionStore.ts";
import { servedFailure, storageFailure } from "./failures.ts";
import { SqliteFileIndex } from "./fileIndex.ts";
import { makeFolder } from "./makeFolder.ts";
import { migrate } from "./migrations.ts";
import { NodeSqlite } from "./nodeSqlite.ts";
import { executionOf, listedColumns, listedOf, rowOf } from "./rows.ts";
import type { ExecutionRow, Tables } from "./schema.ts";
import { RowWriter } from "./writer.ts";

/** So many new records come between two looks at whether old ones must go. */
const PRUNE_EVERY = 200;
/** Output may be a gigabyte in one record, so their number alone bounds nothing. */
const MOST_BYTES = 8 * 1024 ** 3;

export type SqliteStoreOptions = { readonly dataDir: string; readonly keepExecutions: number };

/**
 * Records in one file, `glovebox.db`. One process at a time has it. A write-ahead log without a sync at each commit:
 * what is committed survives the death of the process, and a power cut can cost the last moments, never the file.
 */
export class SqliteStore implements ExecutionStore {
  readonly files: SqliteFileIndex;
  readonly #options: SqliteStoreOptions;
  readonly #lock: Disposable;
  readonly #database: Kysely<Tables>;
  readonly #writer = new RowWriter((rows) => this.#upsert(rows));
  #sincePruned = 0;

  private constructor(options: SqliteStoreOptions, lock: Disposable, database: Kysely<Tables>) {
    this.#options = options;
    this.#lock = lock;
    this.#database = database;
    this.files = new SqliteFileIndex(database, (work) => this.#served(work));
  }

  /** Opens or makes the file; executions that a killed server left unended become `lost`. */
  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    try {
      return await open(options, (lock, database) => new SqliteStore(options, lock, database));
    } catch (error) {
      throw storageFailure(error, options.dataDir);
    }
  }

  begin(record: StoredExecution): void {
    this.#writer.later(rowOf(record));
  }

  complete(record: StoredExecution): Promise<void> {
    return this.#served(this.#writer.now(rowOf(record)));
  }

  async withdraw(principal: string, id: string): Promise<void> {
    if (this.#writer.drop(id)) return;
    const own = this.#database.deleteFrom("executions").where("principal", "=", principal);
    await this.#served(own.where("id", "=", id).execute());
  }

  async get(principal: string, id: string): Promise<Execution | undefined> {
    const own = this.#database.selectFrom("executions").selectAll().where("principal", "=", principal);
    const row = await this.#served(own.where("id", "=", id).executeTakeFirst());
    return row === undefined ? undefined : executionOf(row);
  }

  async list(principal: string, limit: number, before?: string): Promise<Page> {
    await this.#served(this.#writer.flush());
    const own = this.#database.selectFrom("executions").select(listedColumns).where("principal", "=", principal);
    const older = before === undefined ? own : own.where("id", "<", before);
    const newest = older.orderBy("id", "desc").limit(limit + 1);
    const rows = await this.#served(newest.execute());
    return { executions: rows.slice(0, limit).map(listedOf), more: rows.length > limit };
  }

  async #served<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw servedFailure(error, this.#options.dataDir);
    }
  }

  async #upsert(rows: ExecutionRow[]): Promise<void> {
    await this.#database.replaceInto("executions").values(rows).execute();
    this.#sincePruned += rows.length;
    if (this.#sincePruned < PRUNE_EVERY) return;
    this.#sincePruned = 0;
    await this.#prune();
  }

  /** The oldest go: those past the number that is kept, and a tenth of all while the file is too large. */
  async #prune(): Promise<void> {
    const { count } = await this.#database
      .selectFrom("executions")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    const tooMany = Math.max(0, count - this.#options.keepExecutions);
    const tooLarge = (await this.#bytes()) > MOST_BYTES ? Math.ceil(count / 10) : 0;
    const surplus = Math.max(tooMany, tooLarge);
    if (surplus === 0) return;
    // Rows lie in the order in which they were last written, so the oldest are found without an index.
    await sql`delete from executions where state = 'ended' and rowid in
      (select rowid from executions order by rowid limit ${surplus})`.execute(this.#database);
  }

  async #bytes(): Promise<number> {
    const { rows } = await sql<{ bytes: number }>`
      select (page_count - freelist_count) * page_size as bytes
      from pragma_page_count(), pragma_freelist_count(), pragma_page_size()`.execute(this.#database);
    return rows[0]?.bytes ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#writer.flush();
    } finally {
      await this.#database.destroy();
      this.#lock[Symbol.dispose]();
    }
  }
}

async function open<T>(
  options: SqliteStoreOptions,
  make: (lock: Disposable, database: Kysely<Tables>) => T,
): Promise<T> {
  makeFolder(resolve(options.dataDir));
  using opened = new DisposableStack();
  const lock = opened.use(lockDataDir(options.dataDir));
  const file = join(options.dataDir, "glovebox.db");
  keepPrivate(file);
  const connection = opened.adopt(new DatabaseSync(file), (each) => each.close());
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new NodeSqlite(connection) }) });
  await migrate(database, file);
  await markLost(database);
  opened.move();
  return make(lock, database);
}

/** Nobody else has the file, so what has not ended never will. */
async function markLost(database: Kysely<Tables>): Promise<void> {
  const outcome = bareOutcome("lost", { name: "Lost", message: "the server stopped before this execution ended" });
  await database
    .updateTable("executions")
    .set({ state: "ended", ended_at: new Date().toISOString(), outcome: JSON.stringify(outcome) })
    .where("state", "!=", "ended")
    .execute();
}

/** Programs' output is in it, and the folder may have been made by somebody less careful. SQLite's other files follow it. */
function keepPrivate(file: string): void {
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}
