/** How many different lines a report keeps. */
const MOST_LINES = 50;

/** What a mirror did, for the error message of an installation that failed. It names hosts and holds no credential. */
export class MirrorReport {
  #bytesSent = 0;
  #mostBytes: number | undefined;
  readonly #refused = new Set<string>();
  readonly #failures = new Map<string, string>();

  /** Bytes of bodies that went to the client. */
  get bytesSent(): number {
    return this.#bytesSent;
  }

  /** How much may be sent, where that was not enough. */
  get spentBytes(): number | undefined {
    return this.#mostBytes;
  }

  /** What was refused and why, each once, in order. */
  get refused(): readonly string[] {
    return [...this.#refused];
  }

  /** What each host failed to do, last. That it does not have something is no failure. */
  get failures(): ReadonlyMap<string, string> {
    return this.#failures;
  }

  sent(bytes: number): void {
    this.#bytesSent += bytes;
  }

  spend(mostBytes: number): void {
    this.#mostBytes = mostBytes;
  }

  refuse(line: string): void {
    if (this.#refused.size < MOST_LINES) this.#refused.add(line);
  }

  fail(host: string, reason: string): void {
    if (this.#failures.size < MOST_LINES || this.#failures.has(host)) this.#failures.set(host, reason);
  }
}
