/** How long after its deadline init may stay silent before its sandbox is killed. */
export const SILENCE_MS = 5_000;
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A timer that comes later than this by itself tells of a host that was busy: what init said meanwhile is not read yet. */
const LATE_MS = 250;
/** How long such a host then listens before it judges. */
const LISTENING_MS = 1_000;
/** How long it is waited for a host that takes something again. */
const PAUSE_MS = 5_000;

export type SilenceOptions = {
  /** Whether the host itself takes nothing from init for now. Init then waits, and is not silent. */
  readonly isPaused: () => boolean;
  readonly onSilent: () => void;
};

/** Watches that init says something in time. */
export class Silence {
  readonly #options: SilenceOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SilenceOptions) {
    this.#options = options;
  }

  /** A word is expected within so many ms from now; what was expected before no longer is. */
  expectWord(withinMs: number): void {
    this.end();
    const ms = Math.min(withinMs, LONGEST_WAIT_MS);
    const due = performance.now() + ms;
    this.#timer = setTimeout(() => this.#judge(performance.now() - due), ms);
  }

  #judge(lateMs: number): void {
    if (this.#options.isPaused()) this.expectWord(PAUSE_MS);
    else if (lateMs > LATE_MS) this.expectWord(LISTENING_MS);
    else this.#options.onSilent();
  }

  /** Nothing is expected any more. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
