export type Withdrawal = Disposable & { readonly signal: AbortSignal };

/**
 * Calls that their clients may withdraw. Until 2025-11-25 a client does that with a message of its own, which arrives in
 * another request than the call; the session's id says that both are the same client's.
 */
export class Withdrawals {
  readonly #calls = new Map<string, AbortController>();

  /** For as long as the call runs. */
  open(principal: string, session: string, requestId: unknown): Withdrawal {
    const key = keyOf(principal, session, requestId);
    const stop = new AbortController();
    this.#calls.set(key, stop);
    return {
      signal: stop.signal,
      [Symbol.dispose]: () => {
        if (this.#calls.get(key) === stop) this.#calls.delete(key);
      },
    };
  }

  /** Nothing happens where there is no such call. */
  withdraw(principal: string, session: string, requestId: unknown): void {
    this.#calls.get(keyOf(principal, session, requestId))?.abort();
  }
}

function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}
