import type { FileIndex, FileListOptions, FilePage, StoredFile } from "glovebox";
import type { Kysely } from "kysely";
import type { FileRow, Tables } from "./schema.ts";

/** SQLite binds 32,766 values at most in one statement. */
const MOST_BOUND = 10_000;

/** Rows of files, in the store's database. */
export class SqliteFileIndex implements FileIndex {
  readonly #database: Kysely<Tables>;
  /** Tells a failure of the disk as such. */
  readonly #served: <T>(work: Promise<T>) => Promise<T>;

  constructor(database: Kysely<Tables>, served: <T>(work: Promise<T>) => Promise<T>) {
    this.#database = database;
    this.#served = served;
  }

  async add(principal: string, file: StoredFile): Promise<StoredFile> {
    const row = rowOf(principal, file);
    const { name, mime_type } = row;
    const insert = this.#database.insertInto("files").values(row);
    const merged = insert.onConflict((same) => same.columns(["sha256", "principal"]).doUpdateSet({ name, mime_type }));
    return fileOf(await this.#served(merged.returningAll().executeTakeFirstOrThrow()));
  }

  async find(principal: string, ids: readonly string[]): Promise<StoredFile[]> {
    const found: StoredFile[] = [];
    for (let start = 0; start < ids.length; start += MOST_BOUND) {
      const some = ids.slice(start, start + MOST_BOUND);
      const own = this.#database.selectFrom("files").selectAll().where("principal", "=", principal);
      found.push(...(await this.#served(own.where("id", "in", some).execute())).map(fileOf));
    }
    return found;
  }

  async list(principal: string, { limit, before, sha256 }: FileListOptions): Promise<FilePage> {
    const own = this.#database.selectFrom("files").selectAll().where("principal", "=", principal);
    const older = before === undefined ? own : own.where("id", "<", before);
    const wanted = sha256 === undefined ? older : older.where("sha256", "=", sha256);
    const newest = wanted.orderBy("id", "desc").limit(limit + 1);
    const rows = await this.#served(newest.execute());
    return { files: rows.slice(0, limit).map(fileOf), more: rows.length > limit };
  }

  async remove(principal: string, id: string): Promise<StoredFile | undefined> {
    const own = this.#database.deleteFrom("files").where("principal", "=", principal).where("id", "=", id);
    const row = await this.#served(own.returningAll().executeTakeFirst());
    return row === undefined ? undefined : fileOf(row);
  }

  async has(sha256: string): Promise<boolean> {
    const any = this.#database.selectFrom("files").select("id").where("sha256", "=", sha256).limit(1);
    return (await this.#served(any.execute())).length > 0;
  }

  async hashes(): Promise<ReadonlySet<string>> {
    const all = this.#database.selectFrom("files").select("sha256").distinct();
    return new Set((await this.#served(all.execute())).map(({ sha256 }) => sha256));
  }

  async forget(hashes: readonly string[]): Promise<void> {
    for (let start = 0; start < hashes.length; start += MOST_BOUND) {
      const some = hashes.slice(start, start + MOST_BOUND);
      await this.#served(this.#database.deleteFrom("files").where("sha256", "in", some).execute());
    }
  }
}

function rowOf(principal: string, file: StoredFile): FileRow {
  const { id, sha256, size, createdAt: created_at, name = null, mimeType: mime_type } = file;
  return { id, principal, sha256, size, created_at, name, mime_type };
}

function fileOf({ id, sha256, size, created_at, name, mime_type }: FileRow): StoredFile {
  return { id, size, sha256, createdAt: created_at, ...(name === null ? {} : { name }), mimeType: mime_type };
}
