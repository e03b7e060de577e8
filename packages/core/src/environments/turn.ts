import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

/**
 * A right that one holder at a time has, across calls and across processes, to work on what the file stands for.
 * It is SQLite's exclusive lock, because the kernel releases that one when its holder dies, however it dies. The file
 * stays empty and is never deleted: whoever deletes a lock file may delete the one that somebody else has just taken.
 */
export type Turn = Disposable;

/** Milliseconds between two looks at a turn that another has. */
const POLL_MS = 100;
const SQLITE_BUSY = 5;

/** Waits until the turn is free. Calls `onWait` once if it is not free at once. */
export async function takeTurn(file: string, signal: AbortSignal, onWait: () => void): Promise<Turn> {
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const turn = tryTurn(file);
    if (turn !== undefined) return turn;
    if (!told) onWait();
    told = true;
    await pause(signal);
  }
}

/** Takes the turn if it is free. */
export function tryTurn(file: string): Turn | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE"); // nothing is ever written, so no journal is needed
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(POLL_MS, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
