import type { ExecutionRow } from "./schema.ts";

/** A row that was only begun waits so long for its end: most are written once. */
const BEGUN_MS = 20;
/** SQLite binds 32,766 values at most in one statement; a row has 19. */
const MOST_ROWS = 256;

type Waiting = { row: ExecutionRow; readonly onWritten: PromiseWithResolvers<void>[] };

/** Gathers the rows of concurrent executions, so that one commit writes them all. One batch at a time. */
export class RowWriter {
  readonly #write: (rows: ExecutionRow[]) => Promise<void>;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #soon = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (rows: ExecutionRow[]) => Promise<void>) {
    this.#write = write;
  }

  /** Written within milliseconds; a failure is left to whoever waits for a later row. */
  later(row: ExecutionRow): void {
    this.#put(row);
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), BEGUN_MS);
  }

  /** Resolves once it is written, together with all that came until then. */
  async now(row: ExecutionRow): Promise<void> {
    const written = Promise.withResolvers<void>();
    this.#put(row).onWritten.push(written);
    this.#flushSoon();
    return written.promise;
  }

  /** Forgets a row that waits; false where it is written already. */
  drop(id: string): boolean {
    return this.#waiting.delete(id);
  }

  /** Resolves once everything that waits now is written. */
  flush(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#writeAll());
    return this.#writing;
  }

  #put(row: ExecutionRow): Waiting {
    const waiting = this.#waiting.get(row.id) ?? { row, onWritten: [] };
    waiting.row = row;
    this.#waiting.set(row.id, waiting);
    return waiting;
  }

  /** After the events of this turn, because others may end in it too. */
  #flushSoon(): void {
    if (this.#soon) return;
    this.#soon = true;
    setImmediate(() => void this.flush().catch(() => undefined));
  }

  async #writeAll(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#soon = false;
    const failures: unknown[] = [];
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting.values()].slice(0, MOST_ROWS);
      await this.#writeSome(batch).catch((error: unknown) => failures.push(error)); // the rows behind are waited for too
    }
    if (failures.length > 0) throw failures[0];
  }

  async #writeSome(batch: Waiting[]): Promise<void> {
    for (const { row } of batch) this.#waiting.delete(row.id);
    try {
      await this.#write(batch.map(({ row }) => row));
    } catch (error) {
      for (const { onWritten } of batch) for (const each of onWritten) each.reject(error);
      throw error;
    }
    for (const { onWritten } of batch) for (const each of onWritten) each.resolve();
  }
}
