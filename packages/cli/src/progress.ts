import type { Event } from "glovebox";
import { say, visible } from "./terminal.ts";

type Progress = Extract<Event, { type: "progress" }>;

const WIDTH = 28;

/** Shows progress on stderr: a bar on a terminal, else a line at the start and at each fifth of the way. */
export class ProgressBar {
  #shownFifth = -1;
  #onLine = false;

  /** `unit`: what is counted. */
  show({ task, done, total, detail, unit = "packages" }: Omit<Progress, "type"> & { unit?: string }): void {
    const part = total > 0 ? Math.min(1, done / total) : 0;
    if (process.stderr.isTTY) this.#draw(task, part, done, total, detail);
    else this.#line(task, part, `${done} of ${total} ${unit}`);
  }

  /** Ends the bar's line, so that what follows has its own. */
  finish(): void {
    if (this.#onLine) process.stderr.write("\n");
    this.#onLine = false;
  }

  #draw(task: string, part: number, done: number, total: number, detail: string | undefined): void {
    const filled = Math.round(part * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const columns = Math.max(40, process.stderr.columns ?? 80);
    const line = `glovebox: ${task} ${bar} ${done}/${total} ${visible(detail ?? "")}`;
    process.stderr.write(`\r${line.slice(0, columns - 1)}\u001b[K`);
    this.#onLine = true;
  }

  #line(task: string, part: number, amount: string): void {
    const fifth = Math.floor(part * 5);
    if (fifth <= this.#shownFifth) return;
    this.#shownFifth = fifth;
    say(`${task}: ${amount}`);
  }
}
