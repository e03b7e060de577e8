import type { Limits } from "@glovebox/protocol";
import type { Channel } from "../../async/channel.ts";
import type { SandboxEvent } from "../engine.ts";
import { eventChannel } from "../eventChannel.ts";
import { parseHostileJson } from "../hostileJson.ts";
import type { RunEnding } from "../outcome.ts";
import { ShownEvents } from "../shownEvents.ts";
import type { Child } from "./child.ts";
import { type FrameName, PIECE_BYTES } from "./frameTable.ts";
import type { Meter } from "./meter.ts";
import { ArtifactHeader, Started } from "./reports.ts";
import { type Reason, Vigil } from "./vigil.ts";

/** A small piece would keep all of the chunk that it came in. */
const COPIED_BYTES = 16 * 1024;
const MOST_ARTIFACTS = 100_000;
const MOST_RESULT_BYTES = 64 * 1024 * 1024;
/** From this part of its memory limit on, a process that says so while it dies is believed to have met the limit. */
const NEAR_LIMIT = 0.5;
const NOTHING_USED = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };

export type WatchedProgramOptions = {
  readonly child: Child;
  readonly limits: Limits;
  /** How much its files may hold together. */
  readonly workspaceBytes: number;
  /** Python's memory is asked for before it is touched, and refused then. */
  readonly countsAsked: boolean;
  readonly onExceeded: (reason: Reason) => void;
};

/**
 * A script or a cell while it runs in a Deno process: what it says becomes events, within its limits. User code may
 * write any frame, in any order; what may not come now throws, and whoever reads the frames ends the process.
 */
export class WatchedProgram implements Disposable {
  readonly events: Channel<SandboxEvent>;
  readonly #options: WatchedProgramOptions;
  readonly #shown = new ShownEvents();
  readonly #written = { stdout: 0, stderr: 0 };
  /** Since the program started. */
  #vigil: Vigil | undefined;
  #sentAt = performance.now();
  #resultBytes = 0;
  #artifacts = 0;
  #announced = 0;
  #dataLeft = 0;
  #paused = false;

  constructor(options: WatchedProgramOptions) {
    const { child } = options;
    this.#options = options;
    this.events = eventChannel({
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

  /** It is asked to run now, so it cannot say that it started before. */
  sent(): void {
    this.#sentAt = performance.now();
  }

  get started(): boolean {
    return this.#vigil !== undefined;
  }

  /** Its time begins when it says so, or now if that has not come yet. */
  start(payload: Buffer, meter: Meter): void {
    if (this.#vigil !== undefined) throw new RangeError("started twice");
    const { limits, countsAsked, onExceeded } = this.#options;
    const lateMs = performance.timeOrigin + performance.now() - Started.parse(parseHostileJson(payload)).at;
    this.#vigil = new Vigil({
      meter,
      limits,
      startedAt: Math.min(performance.now(), Math.max(this.#sentAt, performance.now() - lateMs)),
      countsAsked,
      isPaused: () => this.#paused,
      onExceeded,
    });
    this.events.push({ type: "started" });
  }

  /** Takes output, results and files. False where it said something else. */
  take(name: FrameName, payload: Buffer): boolean {
    if (this.#dataLeft > 0 && name !== "data") throw new RangeError("data is missing");
    switch (name) {
      case "stdout":
      case "stderr":
        this.#onOutput(name, payload);
        return true;
      case "result":
        this.#onResult(payload);
        return true;
      case "artifact":
        this.#onArtifact(payload);
        return true;
      case "data":
        this.#onData(payload);
        return true;
      default:
        return false;
    }
  }

  #onOutput(name: "stdout" | "stderr", data: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("output before the start");
    if (data.length === 0) throw new RangeError("nothing, which costs the program nothing");
    const allowed = this.#options.limits.outputBytes - this.#written[name];
    this.#written[name] += data.length;
    if (allowed > 0) this.events.push({ type: name, data: own(data.subarray(0, allowed)) }, data.length);
    if (data.length > allowed) this.#options.onExceeded("output_limit");
  }

  #onResult(payload: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("a result before the start");
    this.#resultBytes += payload.length;
    const event = this.#shown.read(payload);
    if (this.#resultBytes > MOST_RESULT_BYTES) this.#options.onExceeded("output_limit");
    else if (event !== undefined) this.events.push(event, payload.length);
  }

  #onArtifact(payload: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("a file before the start");
    const { name, size } = ArtifactHeader.parse(parseHostileJson(payload));
    this.#announced += size;
    if (this.#announced > this.#options.workspaceBytes) throw new RangeError("more than the workspace can hold");
    if (++this.#artifacts > MOST_ARTIFACTS) throw new RangeError("more files than anybody wants");
    this.#dataLeft = size;
    this.events.push({ type: "artifact", name, size }, name.length);
  }

  #onData(data: Buffer): void {
    const expected = Math.min(this.#dataLeft, PIECE_BYTES);
    if (expected === 0 || data.length !== expected) throw new RangeError("not the piece that comes next");
    this.#dataLeft -= data.length;
    this.#vigil?.received(data.length);
    this.events.push({ type: "artifact_data", data: own(data) }, data.length);
  }

  /** Looks at what it uses once more while its process is there. */
  look(): void {
    this.#vigil?.look();
  }

  /** Its own time is over; what comes now are its files. */
  ended(): void {
    this.#vigil?.ended();
  }

  get usage(): Pick<RunEnding, "wallMs" | "cpuMs" | "peakMemoryBytes"> {
    return this.#vigil?.usage ?? NOTHING_USED;
  }

  /** Whether its process, which is gone, died of its memory. V8 says so on stderr; a program can write there too. */
  get diedOfMemory(): boolean {
    const { child, limits } = this.#options;
    if (this.usage.peakMemoryBytes < limits.memoryBytes * NEAR_LIMIT) return false;
    return /out of memory|heap limit|Allocation failed/i.test(child.lastWords);
  }

  /** Nobody reads any more. It may go on to its end. */
  leave(): void {
    this.events.close();
    this.#paused = false;
    this.#options.child.resume();
  }

  /** With its last event. */
  close(last: SandboxEvent): void {
    this[Symbol.dispose]();
    this.events.push(last);
    this.events.close();
  }

  [Symbol.dispose](): void {
    this.#vigil?.[Symbol.dispose]();
  }
}

function own(data: Buffer): Buffer {
  return data.length < COPIED_BYTES ? Buffer.from(data) : data;
}
