import { Refusal } from "../failures.ts";
import type { MirrorReport } from "../report.ts";

/** How much a mirror sends in all. Once something would have passed the limit, nothing more is sent: the installation cannot be whole. */
export class Allowance {
  readonly #mostBytes: number;
  readonly #report: MirrorReport;
  #spent = false;

  constructor(mostBytes: number, report: MirrorReport) {
    this.#mostBytes = mostBytes;
    this.#report = report;
  }

  /** Throws where as many bytes more would be too many. */
  require(bytes: number): void {
    this.#spent ||= this.#report.bytesSent + bytes > this.#mostBytes;
    if (!this.#spent) return;
    this.#report.spend(this.#mostBytes);
    throw new Refusal(507, `this installation may download ${this.#mostBytes} bytes, and needs more`);
  }

  /** The same, and counts them. */
  take(bytes: number): void {
    this.require(bytes);
    this.#report.sent(bytes);
  }
}
