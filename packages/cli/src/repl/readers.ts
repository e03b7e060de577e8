import { createInterface, type Interface } from "node:readline/promises";
import { goesOn, wantsMore } from "./blocks.ts";
import type { History } from "./history.ts";

/** Where code comes from, block by block. */
export interface Reader extends Disposable {
  /** Undefined at the end. `prompt` is shown where somebody types. */
  next(prompt: string): Promise<string | undefined>;
  /** While a cell runs: who wants to hear of Ctrl-C, and of lines for its stdin. */
  running: Running | undefined;
  /** Something is about to be shown while somebody may be typing; disposing what it answers gives the line back. */
  aside(): Disposable;
}
export type Running = { readonly interrupt: () => void; readonly typed?: (line: string) => void };

type Line = { readonly line: string } | "interrupted" | "ended";

/** A person at a terminal. */
export class TypedReader implements Reader {
  running: Running | undefined;
  readonly #lines: Interface;
  readonly #language: string;
  /** A paste brings many lines at once. */
  readonly #waiting: string[] = [];
  #wanted: ((line: Line) => void) | undefined;
  #prompt = "";
  #ended = false;

  constructor(language: string, history: History) {
    this.#language = language;
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      history: history.lines,
      historySize: 1_000,
      removeHistoryDuplicates: true,
      prompt: "",
    });
    this.#lines.on("line", (line) => this.#onLine(line));
    this.#lines.on("SIGINT", () => this.#onInterrupt());
    this.#lines.on("history", (lines: string[]) => {
      // What a cell asked for may be a password.
      if (this.#wanted === undefined && this.running !== undefined) lines.shift();
      history.save(lines);
    });
    this.#lines.once("close", () => {
      this.#ended = true;
      this.running?.interrupt();
      this.#give("ended");
    });
  }

  async next(prompt: string): Promise<string | undefined> {
    let source: string | undefined;
    for (;;) {
      const got = await this.#line(source === undefined ? prompt : "... ".padStart(prompt.length));
      if (got === "ended") return undefined;
      if (got === "interrupted") {
        source = undefined;
        continue;
      }
      source = source === undefined ? got.line : `${source}\n${got.line}`;
      if (!wantsMore(source, this.#language)) return source;
    }
  }

  #line(prompt: string): Promise<Line> {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) return Promise.resolve({ line: waiting });
    if (this.#ended) return Promise.resolve("ended");
    this.#show(prompt);
    return new Promise((resolve) => {
      this.#wanted = resolve;
    });
  }

  #onLine(line: string): void {
    if (this.#wanted !== undefined) this.#give({ line });
    else if (this.running?.typed !== undefined) this.running.typed(line);
    else this.#waiting.push(line);
  }

  #onInterrupt(): void {
    if (this.running !== undefined) this.running.interrupt();
    if (this.#wanted === undefined) return;
    this.#lines.write(null, { ctrl: true, name: "e" });
    this.#lines.write(null, { ctrl: true, name: "u" });
    process.stdout.write("^C\n");
    this.#give("interrupted");
  }

  #give(line: Line): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    this.#prompt = "";
    this.#lines.setPrompt("");
    wanted?.(line);
  }

  #show(prompt: string): void {
    this.#prompt = prompt;
    this.#lines.setPrompt(prompt);
    this.#lines.prompt(true);
  }

  aside(): Disposable {
    if (this.#wanted === undefined) return { [Symbol.dispose]: () => undefined };
    process.stdout.write("\r\u001b[K");
    return { [Symbol.dispose]: () => this.#show(this.#prompt) };
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }
}

/** Code from a pipe or a file, statement by statement. */
export class PipedReader implements Reader {
  running: Running | undefined;
  readonly #language: string;
  readonly #lines: Interface;
  readonly #source: AsyncIterator<string>;
  #ahead: string | undefined;

  constructor(language: string) {
    this.#language = language;
    this.#lines = createInterface({ input: process.stdin });
    this.#source = this.#lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    let source = this.#ahead;
    this.#ahead = undefined;
    for (;;) {
      const { value, done } = await this.#source.next();
      if (done) return source;
      if (source === undefined || source.trim() === "") source = value;
      else if (goesOn(source, value, this.#language)) source = `${source}\n${value}`;
      else {
        this.#ahead = value;
        return source;
      }
    }
  }

  aside(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }
}
