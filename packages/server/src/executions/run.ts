import type { Event, Execution } from "@glovebox/protocol";

/** One execution that has not ended yet. */
export class Run {
  readonly principal: string;
  /** What is known of it up to now. */
  readonly execution: Execution;
  readonly #stop = new AbortController();
  readonly #ended = Promise.withResolvers<void>();

  constructor(principal: string, execution: Execution) {
    this.principal = principal;
    this.execution = execution;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Resolves once it has ended and is recorded, however it ended. Never rejects. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  cancel(): void {
    this.#stop.abort();
  }

  onCancel(listener: () => void): void {
    if (this.#stop.signal.aborted) listener();
    else this.#stop.signal.addEventListener("abort", listener, { once: true });
  }

  end(): void {
    this.#ended.resolve();
  }
}

/** A run with its events. They are to be read to their end: reading is what moves the run on. */
export type StartedRun<E = Event> = { readonly run: Run; readonly events: AsyncGenerator<E> };

/** Stops a run of which nobody wants to hear any more. */
export function abandon({ run, events }: StartedRun<unknown>): void {
  run.cancel();
  void readOn(events);
}

async function readOn(events: AsyncGenerator<unknown>): Promise<void> {
  try {
    for await (const _ of events);
  } catch {
    return; // it is recorded, and there is nobody to tell
  }
}
