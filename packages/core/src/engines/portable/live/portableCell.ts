import type { Outcome, SignalName } from "@glovebox/protocol";
import type { Channel } from "../../../async/channel.ts";
import type { ProgramControls } from "../../../executions/programControls.ts";
import { Done, outcomeOfCell } from "../../cellOutcome.ts";
import type { Cell, Recovered, SandboxEvent } from "../../engine.ts";
import { eventChannel } from "../../eventChannel.ts";
import { parseJson } from "../../frameFormat.ts";
import type { RunEnding } from "../../outcome.ts";
import { shownEvent } from "../../shownEvent.ts";
import type { Child, Exit } from "../child.ts";
import { portableHint } from "../environments.ts";
import type { FrameName } from "../frameTable.ts";
import type { Meter } from "../meter.ts";
import type { CellOrder } from "../orders.ts";
import { PortableInput } from "../portableInput.ts";
import { ArtifactHeader, Ending, Started } from "../reports.ts";
import { type Reason, Vigil } from "../vigil.ts";

/** How long its process may take until it begins: packages are loaded. */
export const START_MS = 120_000;
/** How long a cell that was asked to end may go on. */
const GRACE_MS = 2_000;
const NOTHING_USED = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };
const MOST_ARTIFACTS = 100_000;

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
  readonly #events: Channel<SandboxEvent>;
  readonly #sentAt = performance.now();
  readonly #written = { stdout: 0, stderr: 0 };
  #deadline: NodeJS.Timeout;
  #vigil: Vigil | undefined;
  #reason: Reason | null = null;
  #endedBy: SignalName | undefined;
  /** What its process said of its own death. */
  #last: Ending | undefined;
  #done: Done | undefined;
  #artifacts = 0;
  #announced = 0;
  #dataLeft = 0;
  #paused = false;
  #over = false;

  constructor(options: PortableCellOptions) {
    const { child } = options;
    this.#options = options;
    this.#deadline = setTimeout(() => child.kill(), START_MS);
    this.#events = eventChannel({
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

  /** Until the last event, `ended`, or until whoever reads leaves: that cancels it. */
  async *events(signal?: AbortSignal): AsyncGenerator<SandboxEvent> {
    const cancel = () => this.stop("cancelled");
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for await (const event of this.#events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      cancel();
      this.#events.close();
      this.#options.child.resume();
    }
  }

  send(): void {
    const { source, stdin, env, returns, svg } = this.#options.cell;
    const order: CellOrder = { source, input: stdin ?? null, variables: env, returns, svg };
    this.#options.child.sendJson("cell", order);
  }

  /** Whether it is over, and another one may begin. */
  get over(): boolean {
    return this.#over;
  }

  // --- what the child says: hostile, like everything that comes from user code ---

  /** Throws where it is not what may come now. */
  obey(name: FrameName, payload: Buffer): void {
    if (this.#dataLeft > 0 && name !== "data") throw new RangeError("data is missing");
    switch (name) {
      case "started":
        this.#start(Started.parse(parseJson(payload)).at);
        return;
      case "stdout":
      case "stderr":
        this.#onOutput(name, payload);
        return;
      case "result": {
        const event = shownEvent(parseJson(payload));
        if (event !== undefined) this.#events.push(event, payload.length);
        return;
      }
      case "done":
        this.#done = Done.parse(parseJson(payload));
        this.#vigil?.ended();
        clearTimeout(this.#deadline);
        return;
      case "artifact":
        this.#onArtifact(payload);
        return;
      case "data":
        this.#onData(payload);
        return;
      case "ended":
        this.#onEnded(Ending.parse(parseJson(payload)));
        return;
      default:
        throw new RangeError(name);
    }
  }

  #start(at: number): void {
    if (this.#vigil !== undefined) throw new RangeError("started twice");
    const { cell, meter, controls } = this.#options;
    const lateMs = performance.timeOrigin + performance.now() - at;
    clearTimeout(this.#deadline);
    this.#vigil = new Vigil({
      meter,
      limits: cell.limits,
      startedAt: Math.min(performance.now(), Math.max(this.#sentAt, performance.now() - lateMs)),
      countsAsked: false,
      isPaused: () => this.#paused,
      onExceeded: (reason) => this.stop(reason),
    });
    this.#events.push({ type: "started" });
    controls?.attach(this.#input());
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

  #onOutput(name: "stdout" | "stderr", data: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("output before the start");
    const allowed = this.#options.cell.limits.outputBytes - this.#written[name];
    this.#written[name] += data.length;
    if (allowed > 0) this.#events.push({ type: name, data: Buffer.from(data.subarray(0, allowed)) }, data.length);
    if (data.length > allowed) this.stop("output_limit");
  }

  #onArtifact(payload: Buffer): void {
    const { name, size } = ArtifactHeader.parse(parseJson(payload));
    if (this.#done === undefined) throw new RangeError("a file before the end");
    this.#announced += size;
    if (this.#announced > this.#options.workspaceBytes) throw new RangeError("more than the workspace holds");
    if (++this.#artifacts > MOST_ARTIFACTS) throw new RangeError("more files than anybody wants");
    this.#dataLeft = size;
    this.#events.push({ type: "artifact", name, size }, name.length);
  }

  #onData(payload: Buffer): void {
    if (payload.length === 0 || payload.length > this.#dataLeft) throw new RangeError("not what was announced");
    this.#dataLeft -= payload.length;
    this.#vigil?.received(payload.length);
    this.#events.push({ type: "artifact_data", data: Buffer.from(payload) }, payload.length);
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
    this.#vigil?.look();
    const { child } = this.#options;
    child.send("stop");
    if (reason === "out_of_memory") child.kill();
    else if (this.#done === undefined) this.#deadline = setTimeout(() => child.kill(), GRACE_MS);
  }

  /** Its process is gone: nothing more of it counts. */
  onExit(): void {
    this.#vigil?.ended();
    const outOfMemory = /out of memory|heap limit|Allocation failed/i.test(this.#options.child.lastWords);
    if (outOfMemory) this.#reason ??= "out_of_memory";
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
    this.#vigil?.ended();
    const ending: RunEnding = {
      ...(death === undefined ? { exitCode: null, signal: null } : this.#howItDied(death.exit)),
      reason: this.#reason,
      ...(this.#vigil?.usage ?? NOTHING_USED),
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
    this.#vigil?.[Symbol.dispose]();
    this.#events.push(ended);
    this.#events.close();
  }
}
