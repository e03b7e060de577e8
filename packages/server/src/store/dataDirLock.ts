import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { alreadyInUse } from "./failures.ts";

const SQLITE_BUSY = 5;

/**
 * The right to be the one server of a data directory. It is SQLite's exclusive lock on a file of its own, because the
 * kernel releases that one when its holder dies, however it dies. The file stays empty and is never deleted.
 */
export function lockDataDir(dataDir: string): Disposable {
  const lock = new DatabaseSync(join(dataDir, "server.lock"), { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE"); // nothing is ever written, so no journal is needed
  } catch (error) {
    lock.close();
    throw isBusy(error) ? alreadyInUse(dataDir) : error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
