import type { Execution, ListedExecution } from "@glovebox/protocol";
import type { FileIndex } from "glovebox";

/** One execution as it is kept: whose it is, and what is known of it. */
export type StoredExecution = { readonly principal: string; readonly execution: Execution };

export type Page = { readonly executions: ListedExecution[]; readonly more: boolean };

/** Where records of executions are kept. What belongs to another principal is as if it were not there. */
export interface ExecutionStore extends AsyncDisposable {
  /** What is known of the files that principals put. */
  readonly files: FileIndex;
  /** Notes that it was accepted. It is written soon, and its caller does not wait. */
  begin(record: StoredExecution): void;
  /** Resolves once the ended execution is written: a process killed after that loses nothing of it. */
  complete(record: StoredExecution): Promise<void>;
  /** Takes back a request that turned out to be wrong before anything ran. */
  withdraw(principal: string, id: string): Promise<void>;
  get(principal: string, id: string): Promise<Execution | undefined>;
  /** Newest first, those older than `before`. */
  list(principal: string, limit: number, before?: string): Promise<Page>;
}
