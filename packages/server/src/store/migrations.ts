import { GloveboxError } from "@glovebox/protocol";
import { type Kysely, sql } from "kysely";
import type { Tables } from "./schema.ts";

type Migration = (database: Kysely<Tables>) => Promise<void>;

/** One step for each version, in order. A step that has been released is never changed. */
const migrations: readonly Migration[] = [createExecutions, createFiles, addCompile, addSessions];

/** Brings the database to this version. A newer one is refused, untouched: its meaning is not known here. */
export async function migrate(database: Kysely<Tables>, file: string): Promise<void> {
  const found = await versionOf(database);
  if (found > migrations.length) throw newer(file, found);
  if (found === migrations.length) return;
  await database.transaction().execute(async (transaction) => {
    for (const step of migrations.slice(found)) await step(transaction);
    await transaction.deleteFrom("glovebox_schema").execute();
    await transaction.insertInto("glovebox_schema").values({ version: migrations.length }).execute();
  });
}

/** 0 for a new file. */
async function versionOf(database: Kysely<Tables>): Promise<number> {
  const tables = await sql`select name from sqlite_master where name = 'glovebox_schema'`.execute(database);
  if (tables.rows.length === 0) return 0;
  const row = await database.selectFrom("glovebox_schema").select("version").executeTakeFirst();
  return row?.version ?? 0;
}

async function createExecutions(database: Kysely<Tables>): Promise<void> {
  await database.schema.createTable("glovebox_schema").addColumn("version", "integer").execute();
  // The large columns are the last ones, so that a list does not read through them.
  await database.schema
    .createTable("executions")
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("version", "text", (column) => column.notNull())
    .addColumn("engine", "text", (column) => column.notNull())
    .addColumn("environment", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("started_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("outcome", "text")
    .addColumn("more", "text", (column) => column.notNull())
    .addColumn("artifacts", "text", (column) => column.notNull())
    .addColumn("results", "text", (column) => column.notNull())
    .addColumn("stdout", "text", (column) => column.notNull())
    .addColumn("stderr", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("executions_primary_key", ["principal", "id"])
    .execute();
}

async function createFiles(database: Kysely<Tables>): Promise<void> {
  await database.schema
    .createTable("files")
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("sha256", "text", (column) => column.notNull())
    .addColumn("size", "integer", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("name", "text")
    .addColumn("mime_type", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("files_primary_key", ["principal", "id"])
    .addUniqueConstraint("files_content", ["sha256", "principal"])
    .execute();
}

async function addCompile(database: Kysely<Tables>): Promise<void> {
  await database.schema.alterTable("executions").addColumn("compile", "text").execute();
}

async function addSessions(database: Kysely<Tables>): Promise<void> {
  await database.schema.alterTable("executions").addColumn("session_id", "text").execute();
  await database.schema.alterTable("executions").addColumn("variables", "text").execute();
}

function newer(file: string, version: number): GloveboxError {
  const message = `dataDir: ${file} has version ${version}, and this Glovebox knows ${migrations.length} at most`;
  return new GloveboxError("unavailable", message, {
    field: "dataDir",
    advice: "run the newer Glovebox that wrote it, or give another --data-dir",
    survives: "nothing",
  });
}
