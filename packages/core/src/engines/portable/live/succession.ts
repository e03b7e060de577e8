import { addAbortListener } from "node:events";
import { GloveboxError } from "@glovebox/protocol";
import type { Recovered } from "../../engine.ts";
import type { Child, Exit } from "../child.ts";
import type { Frame } from "../frameTable.ts";
import { type Meter, meterOf } from "../meter.ts";
import type { Live } from "../orders.ts";
import { START_MS } from "./portableCell.ts";

export type SuccessionOptions = {
  /** A process that is ready, and the next one after its end. */
  readonly open: (signal: AbortSignal) => Promise<Child>;
  readonly live: Live;
  /** Throws where the frame is not in order: that ends its process. */
  readonly onFrame: (frame: Frame) => void;
  /** The process that lived has ended; nothing is in its place yet. */
  readonly onEnd: () => void;
  /** null: no other one could be had. */
  readonly onSucceeded: (exit: Exit, recovered: Recovered | null) => void;
};

/** A process that takes cells. */
export type Living = { readonly child: Child; readonly meter: Meter };

/** The processes of one session: one lives at a time, and where it ends, however, the next one is started in its place. */
export class Succession implements AsyncDisposable {
  readonly #options: SuccessionOptions;
  readonly #stop = new AbortController();
  #living: Living | undefined;
  /** Resolves once the one that lives has ended and all is seen to. */
  #succeeded: Promise<void> = Promise.resolve();
  /** Why there will be no other one. */
  #failure: unknown = new GloveboxError("sandbox_failed", "the sandbox of this session has ended");
  #over = false;

  constructor(options: SuccessionOptions) {
    this.#options = options;
  }

  /** Starts the first one. */
  async start(): Promise<void> {
    this.#attend(await open(this.#options, this.#stop.signal));
  }

  get over(): boolean {
    return this.#over;
  }

  /** The one that lives; where it has just ended the next one, once it is there. Undefined where there will be none. */
  async living(): Promise<Living | undefined> {
    while (!this.#over && this.#living?.child.alive !== true) await this.#succeeded;
    return this.#over ? undefined : this.#living;
  }

  /** Ends the one that lives. Resolves once the next one is there. */
  async renew(): Promise<void> {
    await this.#living?.child[Symbol.asyncDispose]();
    if ((await this.living()) === undefined) throw this.#failure;
  }

  #attend(child: Child): void {
    this.#living = { child, meter: sinceStart(meterOf(child.pid)) };
    child.hear(
      (frame) => this.#onFrame(child, frame),
      () => child.kill(),
    );
    this.#succeeded = child.exit.then((exit) => this.#succeed(exit));
  }

  #onFrame(child: Child, frame: Frame): void {
    try {
      this.#options.onFrame(frame);
    } catch {
      child.hear(
        () => undefined,
        () => undefined,
      ); // of the rest that it has written already nothing counts
      child.kill();
    }
  }

  async #succeed(exit: Exit): Promise<void> {
    if (this.#over) return;
    this.#options.onEnd();
    const recovered = await this.#recover();
    if (!this.#stop.signal.aborted) this.#options.onSucceeded(exit, recovered);
  }

  async #recover(): Promise<Recovered | null> {
    try {
      this.#attend(await open(this.#options, this.#stop.signal));
      return "clean";
    } catch (error) {
      this.#failure = error;
      this.#over = true;
      return null;
    }
  }

  /** Resolves when no process of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    this.#stop.abort();
    await this.#living?.child[Symbol.asyncDispose]();
    await this.#succeeded;
  }
}

/** A process that is ready for cells. */
async function open({ open: take, live }: SuccessionOptions, signal: AbortSignal): Promise<Child> {
  const child = await take(signal);
  const ready = Promise.withResolvers<void>();
  const fail = (why: string) =>
    ready.reject(new GloveboxError("sandbox_failed", `a session of the portable engine did not start: ${why}`));
  const timer = setTimeout(() => fail(`it was not ready after ${START_MS} ms`), START_MS);
  child.hear(
    ({ name, payload }) =>
      name === "alive" ? ready.resolve() : fail(`it sent ${name}: ${payload.toString().slice(0, 500)}`),
    () => fail("it sent what is no frame"),
  );
  void child.exit.then(() => fail(child.lastWords || "it ended"));
  using _abort = addAbortListener(signal, () => ready.reject(signal.reason));
  child.sendJson("live", live);
  try {
    await ready.promise;
    return child;
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Memory counts from the start of the session, time from that of each cell. */
function sinceStart(meter: Meter): Meter {
  let before = 0;
  meter.restart();
  return {
    restart: () => {
      before = meter.cpuMs();
    },
    cpuMs: () => Math.max(0, meter.cpuMs() - before),
    grownBytes: () => meter.grownBytes(),
    peakBytes: () => meter.peakBytes(),
    askedBytes: () => meter.askedBytes(),
  };
}
