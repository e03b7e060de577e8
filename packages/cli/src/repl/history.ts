import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { visible } from "../terminal.ts";

const MOST_LINES = 1_000;

/** Lines that were typed before, in a file that only this user reads. Without the file there is no history. */
export class History {
  readonly #file: string;
  /** The newest first, as readline has them. */
  readonly lines: string[];

  constructor(file: string) {
    this.#file = file;
    this.lines = read(file);
  }

  /** A disk that is full, or a folder that cannot be written, costs the history only. */
  save(lines: readonly string[]): void {
    const kept = lines.slice(0, MOST_LINES).toReversed();
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(this.#file, kept.map((line) => `${line}\n`).join(""), { mode: 0o600 });
      chmodSync(this.#file, 0o600);
    } catch {
      return;
    }
  }
}

function read(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return lines.slice(-MOST_LINES).map(visible).toReversed();
  } catch {
    return [];
  }
}
