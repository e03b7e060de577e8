import { GloveboxError, SignalName } from "@glovebox/protocol";

/** What may wait here for the program. Whoever waits for each `write` never comes near it. */
export const MOST_WAITING_BYTES = 8 * 1024 * 1024;
const MOST_WAITING_SIGNALS = 64;

/** How an engine hands things to a program that runs. */
export interface ProgramInput {
  /** Resolves once there is room for more. */
  write(data: Uint8Array): Promise<void>;
  /** The program will see the end of its input. */
  end(): void;
  signal(name: SignalName): void;
}

/**
 * The caller's hand in a program that runs: its stdin, and signals. Given with a request, its stdin stays open after the
 * request's own `stdin` until `end`. What is said before the program has started waits; what comes after its end is
 * dropped, as by a pipe that nobody reads. For one execution.
 */
export class ProgramControls implements Disposable {
  /** undefined: the program is over, or never came to run. */
  readonly #input = Promise.withResolvers<ProgramInput | undefined>();
  #over = false;
  #last: Promise<unknown> = Promise.resolve();
  #waitingBytes = 0;
  #waitingSignals = 0;

  /** Bytes that no engine has taken yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /**
   * Resolves once there is room for more. Rejects with `too_busy` where too much waits, and with `invalid_request` where
   * the engine cannot write to a program that runs.
   */
  async write(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > MOST_WAITING_BYTES) throw tooMuch();
    this.#waitingBytes += bytes.length;
    try {
      await this.#inTurn((input) => input.write(bytes));
    } finally {
      this.#waitingBytes -= bytes.length;
    }
  }

  /** The end of its input, after all that was written. */
  async end(): Promise<void> {
    await this.#inTurn((input) => input.end());
  }

  /** Does not wait for what was written before. Rejects with `invalid_request` where it cannot be sent. */
  async signal(name: string): Promise<void> {
    const parsed = SignalName.safeParse(name);
    if (!parsed.success) throw unknownSignal(name);
    if (this.#waitingSignals >= MOST_WAITING_SIGNALS) throw tooMuch();
    this.#waitingSignals++;
    try {
      const input = await this.#input.promise;
      if (!this.#over) input?.signal(parsed.data);
    } finally {
      this.#waitingSignals--;
    }
  }

  /** For engines: the program has started. */
  attach(input: ProgramInput): void {
    this.#input.resolve(input);
  }

  /** The program is over: nothing reaches it any more. */
  [Symbol.dispose](): void {
    this.#over = true;
    this.#input.resolve(undefined);
  }

  #inTurn(act: (input: ProgramInput) => Promise<void> | void): Promise<void> {
    const before = this.#last;
    const done = (async () => {
      await before;
      const input = await this.#input.promise;
      if (!this.#over && input !== undefined) await act(input);
    })();
    this.#last = done.catch(() => undefined); // told to whoever wrote it
    return done;
  }
}

function tooMuch(): GloveboxError {
  return new GloveboxError("too_busy", "stdin: more waits than the program reads", {
    field: "stdin",
    advice: "wait until what was written before is taken",
    survives: "engine",
  });
}

function unknownSignal(name: string): GloveboxError {
  return new GloveboxError("invalid_request", `signal: ${JSON.stringify(String(name).slice(0, 80))} is no signal`, {
    field: "signal",
    advice: "give a name such as SIGINT or SIGTERM",
  });
}
