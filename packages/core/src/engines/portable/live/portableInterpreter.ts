import { bareOutcome, GloveboxError, type Limits, Variable } from "@glovebox/protocol";
import { z } from "zod";
import type { ProgramControls } from "../../../executions/programControls.ts";
import type { Cell, Interpreter, InterpreterListener, Recovered, Runtime, SandboxEvent } from "../../engine.ts";
import { parseJson } from "../../frameFormat.ts";
import { crashed } from "../../outcome.ts";
import type { Child, Exit } from "../child.ts";
import { type Frame, PIECE_BYTES } from "../frameTable.ts";
import { type Meter, meterOf } from "../meter.ts";
import type { Live } from "../orders.ts";
import { PortableCell, START_MS } from "./portableCell.ts";

/** How long a process may take to tell its variables. */
const ANSWER_MS = 10_000;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const FILES_LOST = "the files of its workspace are gone too: they are in the memory of its process";

export type PortableInterpreterOptions = {
  readonly runtime: Runtime;
  readonly limits: Limits;
  readonly live: Live;
  readonly open: () => Promise<Child>;
};

/** The host's end of a Deno process that runs one cell after another. It has no copies: after its death it starts anew. */
export class PortableInterpreter implements Interpreter {
  readonly runtime: Runtime;
  readonly #options: PortableInterpreterOptions;
  #child: Child;
  #meter: Meter;
  #listener: InterpreterListener | undefined;
  #cell: PortableCell | undefined;
  #question: PromiseWithResolvers<readonly Variable[]> | undefined;
  #alive = true;
  #disposed = false;

  static async start(options: PortableInterpreterOptions): Promise<PortableInterpreter> {
    return new PortableInterpreter(options, await open(options));
  }

  private constructor(options: PortableInterpreterOptions, child: Child) {
    this.#options = options;
    this.runtime = options.runtime;
    this.#child = child;
    this.#meter = sinceStart(meterOf(child.pid));
    this.#attend(child);
  }

  get alive(): boolean {
    return this.#alive;
  }

  listen(listener: InterpreterListener): void {
    this.#listener = listener;
  }

  #attend(child: Child): void {
    this.#child = child;
    this.#meter = sinceStart(meterOf(child.pid));
    child.hear(
      (frame) => this.#onFrame(frame),
      () => child.kill(),
    );
    void child.exit.then((exit) => this.#onExit(child, exit));
  }

  async *run(cell: Cell, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    signal?.throwIfAborted();
    if (!this.#alive) return yield { type: "ended", outcome: crashed("the interpreter has ended") };
    const child = this.#child;
    await this.lay(cell, signal);
    const { workspaceBytes } = this.#options.limits;
    const running = new PortableCell({ cell, controls, child, meter: this.#meter, workspaceBytes });
    this.#cell = running;
    if (child.alive) running.send();
    else void this.#onExit(child, await child.exit);
    yield* running.events(signal);
  }

  async lay({ files, held }: Pick<Cell, "files" | "held">, signal?: AbortSignal): Promise<void> {
    const child = this.#child;
    for (const [name, content] of files) {
      child.sendJson("file", { name, size: content.length });
      for (let start = 0; start < content.length; start += PIECE_BYTES)
        child.send("data", content.subarray(start, start + PIECE_BYTES));
    }
    if (held.size > 0) await child.lay(held, signal, () => undefined);
  }

  interrupt(): void {
    this.#cell?.stop("cancelled");
  }

  async variables(): Promise<readonly Variable[]> {
    if (!this.#alive) return [];
    const question = Promise.withResolvers<readonly Variable[]>();
    const child = this.#child;
    const timer = setTimeout(() => child.kill(), ANSWER_MS);
    this.#question = question;
    child.send("ask");
    try {
      return await question.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  async branch(): Promise<Interpreter> {
    throw new GloveboxError("conflict", "the portable engine cannot copy a session", {
      advice: "create another session and run its first cells again, or take the native engine",
      survives: "engine",
    });
  }

  async restart(): Promise<void> {
    const old = this.#child;
    this.#finish();
    this.#attend(await open(this.#options));
    this.#alive = true;
    await old[Symbol.asyncDispose]();
  }

  // --- what the child says: hostile, like everything that comes from user code ---

  #onFrame(frame: Frame): void {
    try {
      this.#obey(frame);
    } catch {
      const child = this.#child;
      child.hear(
        () => undefined,
        () => undefined,
      ); // of the rest that it has written already nothing counts
      child.kill();
    }
  }

  #obey({ name, payload }: Frame): void {
    if (name === "told") this.#answer(payload);
    else if (this.#cell !== undefined && !this.#cell.over) this.#cell.obey(name, payload);
    else if (name === "stdout" || name === "stderr") this.#listener?.onSaid(name, Buffer.from(payload));
    else throw new RangeError(name);
  }

  #answer(payload: Buffer): void {
    if (this.#question === undefined || payload.length > MOST_ANSWER_BYTES) throw new RangeError("told");
    const told = z.object({ variables: z.array(Variable).max(10_000) }).safeParse(parseJson(payload));
    this.#question.resolve(told.data?.variables ?? []);
    this.#question = undefined;
  }

  // --- ends ---

  async #onExit(child: Child, exit: Exit): Promise<void> {
    if (this.#child !== child || this.#disposed) return;
    const cell = this.#cell;
    cell?.onExit();
    this.#question?.resolve([]);
    const recovered = await this.#recover();
    if (cell !== undefined && !cell.over) {
      cell.endByDeath(exit, recovered, [FILES_LOST]);
      return;
    }
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    this.#listener?.onRevived(recovered ?? undefined, [`the interpreter had ended ${how} between cells`, FILES_LOST]);
  }

  async #recover(): Promise<Recovered | null> {
    try {
      const child = await open(this.#options);
      if (this.#disposed) await child[Symbol.asyncDispose]();
      else this.#attend(child);
      return "clean";
    } catch {
      this.#alive = false; // the outcome says that it could not be started again
      return null;
    }
  }

  #finish(): void {
    this.#cell?.endAs(bareOutcome("cancelled"));
    this.#question?.resolve([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#alive = false;
    this.#finish();
    this.#child.resume();
    await this.#child[Symbol.asyncDispose]();
  }
}

/** A process that is ready for cells. */
async function open({ open: take, live }: PortableInterpreterOptions): Promise<Child> {
  const child = await take();
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
