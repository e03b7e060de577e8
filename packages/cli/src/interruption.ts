const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A terminal's Ctrl-C reaches every process of the command, and a launcher among them passes it on once more. */
const SAME_KEY_MS = 300;
const INTERRUPTED = 130;
/** As a process that writes to a closed pipe ends: 128 and SIGPIPE. */
const PIPE_CLOSED = 141;

/**
 * What stops a run from outside: the first Ctrl-C, SIGTERM or SIGHUP, or a reader of our output that went away. A
 * further signal ends this process at once.
 */
export class Interruption implements Disposable {
  readonly #stop = new AbortController();
  #since = 0;
  #exitCode: number | undefined;

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    for (const name of ["stdout", "stderr"] as const) process[name].on("error", this.#onError);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Why a run was cancelled, as an exit code. */
  get exitCode(): number {
    return this.#exitCode ?? INTERRUPTED;
  }

  readonly #onSignal = () => {
    if (!this.#stop.signal.aborted) this.#since = performance.now();
    else if (performance.now() - this.#since > SAME_KEY_MS) process.exit(INTERRUPTED);
    this.#stop.abort();
  };

  readonly #onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") return;
    this.#exitCode ??= PIPE_CLOSED;
    this.#stop.abort();
  };

  /** The handlers of errors stay: what was written last may fail later. */
  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }
}
