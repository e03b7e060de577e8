import { bareOutcome, type Outcome, type SignalName } from "@glovebox/protocol";
import type { ProgramControls } from "../../../executions/programControls.ts";
import { Done, outcomeOfCell } from "../../cellOutcome.ts";
import type { Cell, Recovered, SandboxEvent } from "../../engine.ts";
import { parseHostileJson } from "../../hostileJson.ts";
import type { RunEnding } from "../../outcome.ts";
import type { Child, Exit } from "../child.ts";
import { portableHint } from "../environments.ts";
import type { FrameName } from "../frameTable.ts";
import type { Meter } from "../meter.ts";
import type { CellOrder } from "../orders.ts";
import { PortableInput } from "../portableInput.ts";
import { Ending } from "../reports.ts";
import type { Reason } from "../vigil.ts";
import { WatchedProgram } from "../watchedProgram.ts";

/** How long its process may take until it begins: packages are loaded. */
export const START_MS = 120_000;
/** How long a cell that was asked to end may go on. */
const GRACE_MS = 2_000;

export type PortableCellOptions = {
  readonly cell: Cell;
  readonly controls: ProgramControls | undefined;
  readonly child: Child;
  readonly meter: Meter;
  readonly workspaceBytes: number;
};

/** One cell in a Deno process: what the process says of it becomes events, and its limits are kept. */
export class PortableCell {
  readonly #options: PortableCellOptions;
  readonly #program: WatchedProgram;
  #deadline: NodeJS.Timeout | undefined;
  #reason: Reason | null = null;
  #endedBy: SignalName | undefined;
  /** What its process said of its own death. */
  #last: Ending | undefined;
  #done: Done | undefined;
  #over = false;

  constructor(options: PortableCellOptions) {
    const { child, cell, workspaceBytes } = options;
    this.#options = options;
    this.#program = new WatchedProgram({
      child,
      limits: cell.limits,
      workspaceBytes,
      countsAsked: false,
      onExceeded: (reason) => this.#onExceeded(reason),
    });
  }

  /** Sends it, and tells what it does until the last event, `ended`, or until whoever reads leaves: that cancels it. */
  async *events(signal?: AbortSignal): AsyncGenerator<SandboxEvent> {
    await this.#send(signal);
    const cancel = () => this.stop("cancelled");
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for await (const event of this.#program.events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      cancel();
      this.#program.leave();
    }
  }

  /** With its files. What earlier cells left runs meanwhile, and may keep its process from taking them. */
  async #send(signal: AbortSignal | undefined): Promise<void> {
    const { cell, child } = this.#options;
    this.#expectStart();
    try {
      await child.lay(cell, signal, () => this.#expectStart());
    } catch (error) {
      child.kill(); // it has half a file
      this.endAs(bareOutcome("cancelled"));
      throw error;
    }
    const { source, counts, stdin, env, returns, svg } = cell;
    const order: CellOrder = { source, counts, input: stdin ?? null, variables: env, returns, svg };
    this.#program.sent();
    child.sendJson("cell", order);
  }

  #expectStart(): void {
    clearTimeout(this.#deadline);
    if (!this.#over) this.#deadline = setTimeout(() => this.#options.child.kill(), START_MS);
  }

  /** What its process said before that was said between cells. */
  get started(): boolean {
    return this.#program.started;
  }

  /** Whether it is over, and another one may begin. */
  get over(): boolean {
    return this.#over;
  }

  // --- what the child says: hostile, like everything that comes from user code ---

  /** Throws where it is not what may come now. */
  obey(name: FrameName, payload: Buffer): void {
    if (name === "artifact" && this.#done === undefined) throw new RangeError("a file before the end");
    if (this.#program.take(name, payload)) return;
    switch (name) {
      case "started":
        this.#start(payload);
        return;
      case "done":
        if (this.#done !== undefined) throw new RangeError("done twice");
        this.#done = Done.parse(parseHostileJson(payload));
        this.#program.ended();
        clearTimeout(this.#deadline);
        return;
      case "ended":
        this.#onEnded(Ending.parse(parseHostileJson(payload)));
        return;
      default:
        throw new RangeError(name);
    }
  }

  #start(payload: Buffer): void {
    clearTimeout(this.#deadline);
    this.#program.start(payload, this.#options.meter);
    this.#options.controls?.attach(this.#input());
  }

  #input(): PortableInput {
    return new PortableInput({
      interrupt: () => {
        this.stop("cancelled");
        return true;
      },
      end: (signal) => {
        this.#endedBy = signal;
        this.#options.child.kill();
      },
    });
  }

  /** Without having said that the cell is over it says how it is about to die itself. */
  #onEnded(ending: Ending): void {
    if (this.#done === undefined) {
      this.#last = ending;
      this.#options.child.kill();
    } else this.#end(ending.notes);
  }

  // --- ends ---

  /** The first reason counts. The cell is interrupted; where it goes on, its process ends. */
  stop(reason: Reason): void {
    if (this.#over || this.#reason !== null) return;
    this.#reason = reason;
    this.#program.look();
    const { child } = this.#options;
    child.send("stop");
    if (reason === "out_of_memory") child.kill();
    else if (this.#done === undefined) this.#deadline = setTimeout(() => child.kill(), GRACE_MS);
  }

  /** What hands its files over for too long has said that it is over: that it hears us is not to be expected. */
  #onExceeded(reason: Reason): void {
    this.stop(reason);
    if (this.#done !== undefined) this.#options.child.kill();
  }

  /** Its process is gone: nothing more of it counts. */
  onExit(): void {
    this.#program.ended();
    if (this.#program.diedOfMemory) this.#reason ??= "out_of_memory";
  }

  /** `recovered`: how its session goes on, null where it does not. */
  endByDeath(exit: Exit, recovered: Recovered | null, notes: readonly string[]): void {
    this.#end(notes, { exit, recovered });
  }

  /** Without looking at what it left. */
  endAs(outcome: Outcome): void {
    this.#close({ type: "ended", outcome });
  }

  #end(notes: readonly string[], death?: { exit: Exit; recovered: Recovered | null }): void {
    if (this.#over) return;
    this.#program.ended();
    const ending: RunEnding = {
      ...(death === undefined ? { exitCode: null, signal: null } : this.#howItDied(death.exit)),
      reason: this.#reason,
      ...this.#program.usage,
      notes,
    };
    const how = { died: death !== undefined, disconnected: false, recovered: death?.recovered ?? null };
    const { limits } = this.#options.cell;
    const outcome = outcomeOfCell({
      ending: { ...ending, ...how },
      done: this.#done,
      limits,
      usage: undefined,
      hint: portableHint,
    });
    const variables = death === undefined ? this.#done?.variables : undefined;
    this.#close({ type: "ended", outcome, ...(variables ? { variables } : {}) });
  }

  #howItDied(exit: Exit): Pick<RunEnding, "exitCode" | "signal"> {
    if (this.#last !== undefined && this.#reason === null && this.#endedBy === undefined)
      return { exitCode: this.#last.exitCode, signal: this.#last.signal };
    return { exitCode: exit.code, signal: this.#endedBy ?? exit.signal };
  }

  #close(ended: SandboxEvent): void {
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#program.close(ended);
  }
}
