import { bareOutcome, GloveboxError, type Limits, Result, type SignalName, Variable } from "@glovebox/protocol";
import { z } from "zod";
import { Channel } from "../../../async/channel.ts";
import type { ProgramControls } from "../../../executions/programControls.ts";
import { Done, outcomeOfCell } from "../../cellOutcome.ts";
import type { Cell, Interpreter, InterpreterListener, Recovered, Runtime, SandboxEvent } from "../../engine.ts";
import { parseJson } from "../../frameFormat.ts";
import { crashed, type RunEnding } from "../../outcome.ts";
import type { Child, Exit } from "../child.ts";
import { portableHint } from "../environments.ts";
import { type Frame, type FrameName, PIECE_BYTES } from "../frameTable.ts";
import { type Meter, meterOf } from "../meter.ts";
import type { CellOrder, Live } from "../orders.ts";
import { PortableInput } from "../portableInput.ts";
import { ArtifactHeader, Ending, Started } from "../reports.ts";
import { type Reason, Vigil } from "../vigil.ts";

const HIGH_WATER_BYTES = 4 * 1024 * 1024;
/** How long a process may take until it can run cells: packages are loaded. */
const START_MS = 120_000;
/** How long a cell that was asked to end may go on. */
const GRACE_MS = 2_000;
const ANSWER_MS = 10_000;
const NOTHING_USED = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };
const MOST_ARTIFACTS = 100_000;
const FILES_LOST = "the files of its workspace are gone too: they are in the memory of its process";

export type PortableInterpreterOptions = {
  readonly runtime: Runtime;
  readonly limits: Limits;
  readonly live: Live;
  readonly open: () => Promise<Child>;
};

type Running = {
  readonly cell: Cell;
  readonly events: Channel<SandboxEvent>;
  readonly controls: ProgramControls | undefined;
  readonly sentAt: number;
  readonly written: { stdout: number; stderr: number };
  vigil: Vigil | undefined;
  reason: Reason | null;
  endedBy: SignalName | undefined;
  /** What it said of its own death. */
  last: Ending | undefined;
  done: Done | undefined;
  artifacts: number;
  announced: number;
  dataLeft: number;
  deadline: NodeJS.Timeout | undefined;
};

/** The host's end of a Deno process that runs one cell after another. It has no copies: after its death it starts anew. */
export class PortableInterpreter implements Interpreter {
  readonly runtime: Runtime;
  readonly #options: PortableInterpreterOptions;
  #child: Child;
  #meter: Meter;
  #listener: InterpreterListener | undefined;
  #running: Running | undefined;
  #question: PromiseWithResolvers<readonly Variable[]> | undefined;
  #paused = false;
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
    await this.#lay(cell, signal);
    const events = this.#channel(child);
    const running: Running = {
      ...{ cell, events, controls, sentAt: performance.now(), written: { stdout: 0, stderr: 0 } },
      ...{
        vigil: undefined,
        reason: null,
        endedBy: undefined,
        last: undefined,
        done: undefined,
        artifacts: 0,
        announced: 0,
      },
      ...{ dataLeft: 0, deadline: setTimeout(() => child.kill(), START_MS) },
    };
    this.#running = running;
    const cancel = () => this.#stop(running, "cancelled");
    const order: CellOrder = {
      source: cell.source,
      input: cell.stdin ?? null,
      variables: cell.env,
      returns: cell.returns,
      svg: cell.svg,
    };
    if (child.alive) child.sendJson("cell", order);
    else void this.#onExit(child, await child.exit);
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for await (const event of events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      if (this.#running === running) cancel();
      events.close();
      child.resume();
    }
  }

  async #lay({ files, held }: Cell, signal = new AbortController().signal): Promise<void> {
    const child = this.#child;
    for (const [name, content] of files) {
      child.sendJson("file", { name, size: content.length });
      for (let start = 0; start < content.length; start += PIECE_BYTES)
        child.send("data", content.subarray(start, start + PIECE_BYTES));
    }
    if (held.size > 0) await child.lay(held, signal, () => undefined);
  }

  #channel(child: Child): Channel<SandboxEvent> {
    return new Channel({
      highWater: HIGH_WATER_BYTES,
      onPause: () => {
        this.#paused = true;
        child.pause();
      },
      onResume: () => {
        this.#paused = false;
        child.resume();
      },
    });
  }

  interrupt(): void {
    if (this.#running !== undefined) this.#stop(this.#running, "cancelled");
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
    this.#finish(bareOutcome("cancelled"));
    this.#attend(await open(this.#options));
    this.#alive = true;
    await old[Symbol.asyncDispose]();
  }

  // --- what the child says: hostile, like everything that comes from user code ---

  #onFrame(frame: Frame): void {
    try {
      this.#obey(frame);
    } catch {
      this.#child.kill();
    }
  }

  #obey({ name, payload }: Frame): void {
    const running = this.#running;
    if (running !== undefined && running.dataLeft > 0 && name !== "data") throw new RangeError("data is missing");
    if (name === "told") this.#answer(payload);
    else if (running === undefined) {
      if (name !== "stdout" && name !== "stderr") throw new RangeError(name);
      this.#listener?.onSaid(name, Buffer.from(payload));
    } else this.#obeyInCell(running, name, payload);
  }

  #obeyInCell(running: Running, name: FrameName, payload: Buffer): void {
    switch (name) {
      case "started":
        this.#start(running, Started.parse(parseJson(payload)).at);
        return;
      case "stdout":
      case "stderr":
        this.#onOutput(running, name, payload);
        return;
      case "result": {
        const result = Result.safeParse(parseJson(payload)).data;
        if (result !== undefined) running.events.push({ type: "result", result }, payload.length);
        return;
      }
      case "done":
        running.done = Done.parse(parseJson(payload));
        running.vigil?.ended();
        clearTimeout(running.deadline);
        return;
      case "artifact":
        this.#onArtifact(running, payload);
        return;
      case "data":
        if (payload.length === 0 || payload.length > running.dataLeft) throw new RangeError("not what was announced");
        running.dataLeft -= payload.length;
        running.vigil?.received(payload.length);
        running.events.push({ type: "artifact_data", data: Buffer.from(payload) }, payload.length);
        return;
      case "ended":
        this.#onEnded(running, Ending.parse(parseJson(payload)));
        return;
      default:
        throw new RangeError(name);
    }
  }

  /** Without having said that the cell is over it says how it is about to die itself. */
  #onEnded(running: Running, ending: Ending): void {
    if (running.done === undefined) {
      running.last = ending;
      this.#child.kill();
    } else this.#end(running, ending.notes);
  }

  #start(running: Running, at: number): void {
    if (running.vigil !== undefined) throw new RangeError("started twice");
    const lateMs = performance.timeOrigin + performance.now() - at;
    clearTimeout(running.deadline);
    running.vigil = new Vigil({
      meter: this.#meter,
      limits: running.cell.limits,
      startedAt: Math.min(performance.now(), Math.max(running.sentAt, performance.now() - lateMs)),
      countsAsked: false,
      isPaused: () => this.#paused,
      onExceeded: (reason) => this.#stop(running, reason),
    });
    running.events.push({ type: "started" });
    const child = this.#child;
    running.controls?.attach(
      new PortableInput({
        interrupt: () => {
          this.#stop(running, "cancelled");
          return true;
        },
        end: (signal) => {
          running.endedBy = signal;
          child.kill();
        },
      }),
    );
  }

  #onOutput({ cell, written, events, ...running }: Running, name: "stdout" | "stderr", data: Buffer): void {
    if (running.vigil === undefined) throw new RangeError("output before the start");
    const allowed = cell.limits.outputBytes - written[name];
    written[name] += data.length;
    if (allowed > 0) events.push({ type: name, data: Buffer.from(data.subarray(0, allowed)) }, data.length);
    if (data.length > allowed && this.#running !== undefined) this.#stop(this.#running, "output_limit");
  }

  #onArtifact(running: Running, payload: Buffer): void {
    const { name, size } = ArtifactHeader.parse(parseJson(payload));
    if (running.done === undefined) throw new RangeError("a file before the end");
    running.announced += size;
    if (running.announced > this.#options.limits.workspaceBytes) throw new RangeError("more than the workspace holds");
    if (++running.artifacts > MOST_ARTIFACTS) throw new RangeError("more files than anybody wants");
    running.dataLeft = size;
    running.events.push({ type: "artifact", name, size }, name.length);
  }

  #answer(payload: Buffer): void {
    const told = z.object({ variables: z.array(Variable).max(10_000) }).safeParse(parseJson(payload));
    this.#question?.resolve(told.data?.variables ?? []);
    this.#question = undefined;
  }

  // --- ends ---

  /** The first reason counts. The cell is interrupted; where it goes on, its process ends. */
  #stop(running: Running, reason: Reason): void {
    if (this.#running !== running || running.reason !== null) return;
    running.reason = reason;
    running.vigil?.look();
    const child = this.#child;
    child.send("stop");
    if (reason === "out_of_memory") child.kill();
    else if (running.done === undefined) running.deadline = setTimeout(() => child.kill(), GRACE_MS);
  }

  #end(running: Running, notes: readonly string[], death?: { exit: Exit; recovered: Recovered | null }): void {
    running.vigil?.ended();
    clearTimeout(running.deadline);
    const ending: RunEnding = {
      ...(death === undefined ? { exitCode: null, signal: null } : howItDied(running, death.exit)),
      reason: running.reason,
      ...(running.vigil?.usage ?? NOTHING_USED),
      notes,
    };
    running.vigil?.[Symbol.dispose]();
    const { done, cell } = running;
    const how = { died: death !== undefined, disconnected: false, recovered: death?.recovered ?? null };
    const { limits } = cell;
    const outcome = outcomeOfCell({
      ending: { ...ending, ...how },
      done,
      limits,
      usage: undefined,
      hint: portableHint,
    });
    this.#running = undefined;
    const variables = death === undefined ? done?.variables : undefined;
    running.events.push({ type: "ended", outcome, ...(variables ? { variables } : {}) });
    running.events.close();
  }

  async #onExit(child: Child, exit: Exit): Promise<void> {
    if (this.#child !== child || this.#disposed) return;
    const running = this.#running;
    running?.vigil?.ended();
    this.#question?.resolve([]);
    const outOfMemory = /out of memory|heap limit|Allocation failed/i.test(child.lastWords);
    if (running !== undefined && outOfMemory) running.reason ??= "out_of_memory";
    const recovered = await this.#recover();
    if (running !== undefined && this.#running === running) this.#end(running, [FILES_LOST], { exit, recovered });
    else {
      const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
      this.#listener?.onRevived(recovered ?? undefined, [`the interpreter had ended ${how} between cells`, FILES_LOST]);
    }
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

  #finish(outcome: ReturnType<typeof bareOutcome>): void {
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(running?.deadline);
    running?.vigil?.[Symbol.dispose]();
    running?.events.push({ type: "ended", outcome });
    running?.events.close();
    this.#question?.resolve([]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#alive = false;
    this.#finish(bareOutcome("cancelled"));
    this.#child.resume();
    await this.#child[Symbol.asyncDispose]();
  }
}

function howItDied({ last, endedBy, reason }: Running, exit: Exit): Pick<RunEnding, "exitCode" | "signal"> {
  if (last !== undefined && reason === null && endedBy === undefined)
    return { exitCode: last.exitCode, signal: last.signal };
  return { exitCode: exit.code, signal: endedBy ?? exit.signal };
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
