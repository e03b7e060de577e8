import { bareOutcome, type Outcome, Variable } from "@glovebox/protocol";
import { z } from "zod";
import { cellImportHint } from "../../../environments/requiredEnvironment.ts";
import type { ProgramControls } from "../../../executions/programControls.ts";
import { Done, outcomeOfCell } from "../../cellOutcome.ts";
import type { Cell, Interpreter, InterpreterListener, Runtime, SandboxEvent } from "../../engine.ts";
import { eventChannel } from "../../eventChannel.ts";
import { parseHostileJson } from "../../hostileJson.ts";
import { crashed, type KernelCounts } from "../../outcome.ts";
import { ShownEvents } from "../../shownEvents.ts";
import {
  type ArtifactHeader,
  type CellEnding,
  type CellOrder,
  type Exited,
  frames,
  type PackagesTold,
  type Spawn,
} from "../frames.ts";
import { LiveInput } from "../liveInput.ts";
import { watchedCpu } from "../nativeRun.ts";
import { SILENCE_MS, Silence } from "../silence.ts";
import type { NativeLiveSandbox } from "./liveSandbox.ts";
import { type AskingCell, seeToPackages } from "./wantedPackages.ts";

/** How long a cell that was asked to end may go on. */
const GRACE_MS = 2_000;
/** How long an interpreter may take to be ready for a cell. */
const STARTING_MS = 60_000;
const PIECE_BYTES = 256 * 1024;

/** How init is to start a process, and another one like it. */
export type GuestPlan = Pick<Spawn, "command" | "dialect" | "variables" | "modulePath">;

export type NativeInterpreterOptions = {
  readonly sandbox: NativeLiveSandbox;
  readonly runtime: Runtime;
  readonly plan: GuestPlan;
  readonly workdir: string;
  readonly counters: KernelCounts | undefined;
};

type Running = AskingCell & {
  readonly killsBefore: number;
  readonly refusalsBefore: number;
  readonly controls: ProgramControls | undefined;
  readonly input: LiveInput | undefined;
  readonly shown: ShownEvents;
  /** Until then what is said is that of the cells before it. */
  hasStarted: boolean;
  done: Done | undefined;
};

/** The host's end of one interpreter in a live sandbox. */
export class NativeInterpreter implements Interpreter {
  readonly runtime: Runtime;
  readonly #options: NativeInterpreterOptions;
  readonly #silence: Silence;
  readonly #questions: PromiseWithResolvers<readonly Variable[]>[] = [];
  /** Its number in the sandbox. */
  #guest: number;
  #over = Promise.withResolvers<void>();
  #listener: InterpreterListener | undefined;
  #running: Running | undefined;
  #alive = true;

  constructor(guest: number, options: NativeInterpreterOptions) {
    this.#guest = guest;
    this.#options = options;
    this.runtime = options.runtime;
    const { sandbox } = options;
    // A reader who does not read makes init wait.
    const isPaused = () => this.#running !== undefined && sandbox.paused;
    this.#silence = new Silence({ isPaused, onSilent: () => sandbox.kill() });
  }

  get alive(): boolean {
    return this.#alive;
  }

  listen(listener: InterpreterListener): void {
    this.#listener = listener;
  }

  async lay({ files, held }: Pick<Cell, "files" | "held">, signal?: AbortSignal): Promise<void> {
    const { sandbox } = this.#options;
    for (const [name, content] of files) await sandbox.lay(name, content.length, chunksOf(content));
    for (const [name, file] of held) await sandbox.lay(name, file.size, file.pieces(PIECE_BYTES));
    signal?.throwIfAborted();
  }

  async *run(cell: Cell, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    const { sandbox, counters } = this.#options;
    await this.lay(cell, signal);
    if (!this.#alive) return yield { type: "ended", outcome: crashed("the interpreter has ended") };
    const events = eventChannel({
      onPause: () => sandbox.pause(this),
      onResume: () => sandbox.resume(this),
    });
    const running: Running = {
      cell,
      events,
      killsBefore: counters?.outOfMemoryKills() ?? 0,
      refusalsBefore: counters?.refusedForks() ?? 0,
      controls,
      input: controls && new LiveInput(sandbox.inputOf(this.#guest)),
      stop: new AbortController(),
      shown: new ShownEvents(),
      hasStarted: false,
      done: undefined,
    };
    this.#running = running;
    const stop = () => this.interrupt();
    sandbox.send("cell", this.#order(cell, controls !== undefined));
    this.#expectWord(cell.limits.timeoutMs + GRACE_MS + STARTING_MS);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      for await (const event of events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      // Whoever stops reading does not stop the cell: what it still says is dropped.
      if (this.#running === running) stop();
      events.close();
      sandbox.resume(this);
      running.input?.close();
    }
  }

  #order({ source, counts, stdin, env, returns, svg, limits }: Cell, live: boolean): CellOrder {
    return {
      guest: this.#guest,
      source,
      counts,
      stdin: live,
      input: stdin ?? null,
      variables: { ...env },
      returns: [...returns],
      svg,
      timeoutMs: limits.timeoutMs,
      graceMs: GRACE_MS,
      outputBytes: limits.outputBytes,
      memoryBytes: limits.memoryBytes,
      cpuMs: watchedCpu(limits),
      artifacts: true,
      packages: this.#options.sandbox.mounted,
    };
  }

  interrupt(): void {
    if (this.#running === undefined) return;
    this.#options.sandbox.send("interrupt", { guest: this.#guest });
    this.#running.stop.abort();
  }

  async variables(): Promise<readonly Variable[]> {
    const { sandbox } = this.#options;
    const answer = Promise.withResolvers<readonly Variable[]>();
    if (!this.#alive) return [];
    this.#questions.push(answer);
    sandbox.send("ask", { guest: this.#guest, question: "variables" });
    this.#expectWord(GRACE_MS + SILENCE_MS);
    try {
      return await answer.promise;
    } finally {
      this.#silence.end();
    }
  }

  branch(): Promise<NativeInterpreter> {
    return this.#options.sandbox.branch(this.#guest, this.#options);
  }

  async restart(): Promise<void> {
    const listener = this.#listener;
    await this.#end();
    this.#listener = listener;
    this.#over = Promise.withResolvers();
    this.#alive = true;
    try {
      this.#guest = await this.#options.sandbox.startAgain(this, this.#options);
    } catch (error) {
      this.#die();
      throw error;
    }
  }

  #expectWord(withinMs: number): void {
    this.#silence.expectWord(withinMs + SILENCE_MS);
  }

  // --- what init says of it ---

  started(): void {
    const running = this.#running;
    if (running === undefined) return;
    running.hasStarted = true;
    this.#expectWord(running.cell.limits.timeoutMs + GRACE_MS);
    running.events.push({ type: "started" });
    if (running.input !== undefined) running.controls?.attach(running.input);
  }

  said(stream: "stdout" | "stderr", data: Buffer): void {
    if (this.#running?.hasStarted) this.#running.events.push({ type: stream, data }, data.length);
    else this.#listener?.onSaid(stream, data);
  }

  reported(letter: number, payload: Buffer): void {
    if (letter === letterOf("result")) this.#onResult(payload);
    else this.#onWord(letter, parseHostileJson(payload));
  }

  #onWord(letter: number, value: unknown): void {
    if (letter === letterOf("told")) this.#answer(value);
    else if (letter === letterOf("packages")) void this.#onWanted(value);
    else if (this.#running !== undefined) this.#running.done = Done.safeParse(value).data;
  }

  #answer(value: unknown): void {
    const told = z.object({ variables: z.array(Variable).max(10_000) }).safeParse(value);
    this.#questions.shift()?.resolve(told.data?.variables ?? []);
  }

  #onResult(payload: Buffer): void {
    const event = this.#running?.shown.read(payload);
    if (event !== undefined) this.#running?.events.push(event, payload.length);
  }

  /** Its clock stands still until it is answered. */
  async #onWanted(value: unknown): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#silence.end();
    const answer = await seeToPackages(value, running);
    if (this.#running !== running) return;
    const { sandbox } = this.#options;
    this.#expectWord(running.cell.limits.timeoutMs + GRACE_MS);
    const told: PackagesTold = { guest: this.#guest, ...answer, ...sandbox.mounted };
    sandbox.send("packages_told", told);
  }

  artifact(header: ArtifactHeader): void {
    this.#expectWord(SILENCE_MS * 12);
    this.#running?.events.push({ type: "artifact", ...header });
  }

  artifactData(data: Buffer): void {
    this.#running?.events.push({ type: "artifact_data", data }, data.length);
  }

  fed(bytes: number): void {
    this.#running?.input?.fed(bytes);
  }

  ended(ending: CellEnding): void {
    const running = this.#running;
    this.#running = undefined;
    running?.stop.abort();
    this.#silence.end();
    if (ending.died && ending.recovered === null) this.#die();
    if (running === undefined) return;
    const { counters } = this.#options;
    const usage = counters && {
      peakMemoryBytes: () => ending.peakMemoryBytes || counters.peakMemoryBytes(),
      outOfMemoryKills: () => counters.outOfMemoryKills() - running.killsBefore,
      refusedForks: () => counters.refusedForks() - running.refusalsBefore,
    };
    const { limits, packages } = running.cell;
    const hint = packages === undefined ? {} : { hint: cellImportHint };
    const outcome = outcomeOfCell({ ending, done: running.done, limits, usage, ...hint });
    const variables = running.done?.variables;
    running.events.push({ type: "ended", outcome, ...(variables ? { variables } : {}) });
    running.events.close();
  }

  diedIdle({ recovered, notes, signal, exitCode }: Exited): void {
    if (recovered === null) this.#die();
    const how = signal === null ? `with exit code ${exitCode}` : `by ${signal}`;
    this.#answerAll();
    this.#listener?.onRevived(recovered ?? undefined, [`the interpreter had ended ${how} between cells`, ...notes]);
  }

  sandboxEnded(): void {
    this.#die();
    this.#finish(crashed("the sandbox of this session ended"));
    this.#listener?.onRevived(undefined, ["the sandbox of this session ended"]);
  }

  #answerAll(): void {
    for (const question of this.#questions.splice(0)) question.resolve([]);
  }

  #finish(outcome: Outcome): void {
    this.#silence.end();
    this.#running?.events.push({ type: "ended", outcome });
    this.#running?.events.close();
    this.#running?.stop.abort();
    this.#running = undefined;
    this.#answerAll();
  }

  #die(): void {
    this.#alive = false;
    this.#over.resolve();
  }

  /** Resolves when it and its copy are gone; the sandbox stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }

  async #end(): Promise<void> {
    const { sandbox } = this.#options;
    this.#finish(bareOutcome("cancelled"));
    if (!this.#alive || !sandbox.alive) return;
    this.#listener = undefined;
    sandbox.send("end", { guest: this.#guest });
    this.#expectWord(GRACE_MS);
    try {
      await this.#over.promise;
    } finally {
      this.#silence.end();
    }
  }
}

const letters = new Map(Object.entries(frames).map(([name, { letter }]) => [name, letter.charCodeAt(0)]));

function letterOf(name: keyof typeof frames): number {
  return letters.get(name) ?? 0;
}

function* chunksOf(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) yield content.subarray(start, start + PIECE_BYTES);
}
