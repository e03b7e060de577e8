import type { Event } from "@glovebox/protocol";

/** Characters of each stream that wait for the next cell. */
const MOST_WAITING = 256 * 1024;
const MOST_NOTES = 20;

type Stream = "stdout" | "stderr";
export type OutputListener = (stream: Stream, data: string) => void;

/** What a session's threads and processes say while no cell runs. It is told to those who listen, else to the next cell. */
export class BetweenCells {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #listeners = new Set<OutputListener>();
  #waiting: { stream: Stream; data: string }[] = [];
  #length = 0;
  #dropped = 0;
  #notes: string[] = [];

  /** Disposing what it answers ends it. */
  listen(listener: OutputListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  said(stream: Stream, bytes: Uint8Array): void {
    const data = this.#decoders[stream].decode(bytes, { stream: true });
    if (data === "") return;
    for (const listener of this.#listeners) listener(stream, data);
    if (this.#listeners.size > 0) return;
    const kept = data.slice(0, MOST_WAITING - this.#length);
    this.#length += kept.length;
    this.#dropped += data.length - kept.length;
    const last = this.#waiting.at(-1);
    if (last?.stream === stream) last.data += kept;
    else if (kept !== "") this.#waiting.push({ stream, data: kept });
  }

  /** Something befell the session: the next cell is told. */
  note(notes: readonly string[]): void {
    this.#notes = [...this.#notes, ...notes].slice(-MOST_NOTES);
  }

  /** What the next cell is to be told, once. */
  take(): { events: Event[]; notes: string[] } {
    const events = this.#waiting.map(({ stream, data }): Event => ({ type: stream, data }));
    const cut =
      this.#dropped === 0 ? [] : [`${this.#dropped} characters that were said between the cells were left out`];
    const notes = [...this.#notes, ...cut];
    this.#waiting = [];
    this.#notes = [];
    this.#length = this.#dropped = 0;
    return { events, notes };
  }
}
