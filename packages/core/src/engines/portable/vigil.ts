import type { Limits } from "@glovebox/protocol";
import type { RunEnding } from "../outcome.ts";
import type { Meter } from "./meter.ts";

const WATCH_MS = 20;
const PAGE_BYTES = 4096;
/** What the runtime itself may take beside the program before this acts: V8 and Pyodide refuse before that. */
const OVERHEAD_BYTES = 24 * 1024 * 1024;
/** How long files may take to be handed over, and how much longer for each of these many bytes. */
const HANDING_OVER_MS = 5_000;
const BYTES_IN_A_MS = 16 * 1024;

export type Reason = NonNullable<RunEnding["reason"]>;

export type VigilOptions = {
  readonly meter: Meter;
  readonly limits: Limits;
  /** By the clock of performance.now(). */
  readonly startedAt: number;
  /** Python's memory is asked for before it is touched, and refused then. */
  readonly countsAsked: boolean;
  /** Whether the reader of the program's output does not keep up. */
  readonly isPaused: () => boolean;
  readonly onExceeded: (reason: Reason) => void;
};

/** Watches one run from outside: its time, its processor time, its memory, and how long it hands its files over. */
export class Vigil implements Disposable {
  readonly #options: VigilOptions;
  readonly #timers: NodeJS.Timeout[];
  #wallMs: number | undefined;
  #fileBytes = 0;
  #handing = { ms: 0, cpuMs: 0 };
  /** What the meter said last: of a process that has ended it says nothing. */
  #seen = { cpuMs: 0, peakBytes: 0 };

  constructor(options: VigilOptions) {
    this.#options = options;
    const { meter, limits, startedAt, onExceeded } = options;
    meter.restart();
    this.#timers = [
      setTimeout(() => onExceeded("timed_out"), startedAt + limits.timeoutMs - performance.now()),
      setInterval(() => this.#watch(limits), WATCH_MS),
    ];
  }

  /** So many bytes of its files have come. */
  received(bytes: number): void {
    this.#fileBytes += bytes;
  }

  /** The program says that it is over: its own time ends, and what comes now are its files. */
  ended(): void {
    if (this.#wallMs !== undefined) return;
    this.look();
    this.#wallMs = performance.now() - this.#options.startedAt;
    this.#handing.cpuMs = this.#seen.cpuMs;
    clearTimeout(this.#timers[0]);
  }

  /** Asks once more while the process is there; answers what it has grown by. */
  look(): number {
    const { meter, countsAsked } = this.#options;
    const cpuMs = Math.max(this.#seen.cpuMs, meter.cpuMs());
    const peak = countsAsked ? Math.max(meter.peakBytes(), meter.askedBytes()) : meter.peakBytes();
    this.#seen = { cpuMs, peakBytes: Math.max(this.#seen.peakBytes, peak) };
    return meter.grownBytes();
  }

  get usage(): { wallMs: number; cpuMs: number; peakMemoryBytes: number } {
    const { cpuMs, peakBytes } = this.#seen;
    // 0 bytes would say that nothing ran; a program can make do with what the runtime had left over.
    return { wallMs: this.#wallMs ?? 0, cpuMs, peakMemoryBytes: Math.max(PAGE_BYTES, peakBytes) };
  }

  #watch(limits: Limits): void {
    const { onExceeded } = this.#options;
    const grown = this.look();
    // The files are in memory twice while they are handed over.
    if (grown > limits.memoryBytes + OVERHEAD_BYTES + this.#fileBytes) onExceeded("out_of_memory");
    else if (this.#seen.cpuMs > limits.cpuMs) onExceeded("timed_out");
    else if (this.#wallMs !== undefined) this.#watchHandingOver(limits);
  }

  /**
   * Only the program's own word says that it is over, so it may not go on behind that. A reader that does not keep up is
   * not its fault: then only its processor time counts.
   */
  #watchHandingOver({ timeoutMs }: Limits): void {
    const { isPaused, onExceeded, startedAt } = this.#options;
    if (!isPaused()) this.#handing.ms += WATCH_MS;
    const spent = Math.max(this.#handing.ms, this.#seen.cpuMs - this.#handing.cpuMs);
    const wallMs = performance.now() - startedAt;
    if (wallMs < timeoutMs || spent < HANDING_OVER_MS + this.#fileBytes / BYTES_IN_A_MS) return;
    this.#wallMs = wallMs;
    onExceeded("timed_out");
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
