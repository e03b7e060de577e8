import type { EndedExecution, Event, StoredFile } from "@glovebox/protocol";
import type { CellInput, Options, RequestInput, SessionInput } from "../../packages/core/src/glovebox.ts";

/** What a test may ask of a host process. Each call is answered once. */
export type Calls = {
  open(options: Options): void;
  execute(request: RequestInput, options?: { abortAfterMs?: number; principal?: string }): EndedExecution;
  /** Starts a stream, reads up to the first event of this type, and reads no further. Answers a handle. */
  hold(request: RequestInput, until: Event["type"]): number;
  /** Reads on to the end. Answers all the events. */
  resume(handle: number): Event[];
  /** Leaves the stream, as a loop that breaks. */
  leave(handle: number): void;
  /** Makes a session; its id. */
  openSession(request: SessionInput): string;
  cell(session: string, cell: CellInput): EndedExecution;
  /** The ids of the branches. */
  branch(session: string, count: number): string[];
  restart(session: string): void;
  closeSession(session: string): void;
  /** Puts a file of so many bytes, which are made as they are taken: each piece of 1 MiB is full of its number. */
  put(bytes: number): StoredFile;
  readArtifact(id: string, name: string): Uint8Array;
  /** Closes the Glovebox; the process lives on. */
  close(): void;
  /** What the host process itself holds, for leak checks. */
  holdings(): Holdings;
  /** The most memory, in bytes, that the host process has had at once since the last call. */
  peakMemory(): number;
  /** The longest turn of the host's event loop since the last call, in ms of its thread's processor time: a busy machine adds nothing. */
  longestStall(): number;
};

export type Holdings = { descriptors: string[]; children: number[]; memoryBytes: number };

export type CallMessage = { call: number; method: keyof Calls; args: unknown[] };
export type AnswerMessage = { call: number; value?: unknown; error?: { name: string; message: string; code?: string } };
