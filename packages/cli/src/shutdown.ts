const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A terminal and a service manager signal every process of the command, and a launcher among them passes it on. */
const SAME_SIGNAL_MS = 300;

/**
 * Hears the signals that end a server: the first asks it to, a second one insists, a third ends this process. It
 * listens for good: a signal that comes while the last things are cleared away must not cut that short.
 */
export class Shutdown {
  readonly asked: Promise<string>;
  readonly insisted: Promise<void>;
  readonly #exitCode: number;
  readonly #steps: ((signal: string) => void)[];
  #last = Number.NEGATIVE_INFINITY;

  /** `exitCode`: that of a process that a third signal ends. */
  constructor(exitCode: number) {
    const asked = Promise.withResolvers<string>();
    const insisted = Promise.withResolvers<void>();
    this.asked = asked.promise;
    this.insisted = insisted.promise;
    this.#exitCode = exitCode;
    this.#steps = [asked.resolve, () => insisted.resolve()];
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  readonly #onSignal = (signal: string) => {
    if (performance.now() - this.#last < SAME_SIGNAL_MS) return;
    this.#last = performance.now();
    const step = this.#steps.shift();
    if (step === undefined) process.exit(this.#exitCode);
    step(signal);
  };
}
