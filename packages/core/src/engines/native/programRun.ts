import type { Socket } from "node:net";
import { bareOutcome, type Limits } from "@glovebox/protocol";
import type { Channel } from "../../async/channel.ts";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, SandboxEvent } from "../engine.ts";
import { ErrorReport } from "../errorReport.ts";
import { eventChannel } from "../eventChannel.ts";
import type { FairReader } from "../fairReader.ts";
import { parseJson } from "../frameFormat.ts";
import { parseHostileJson } from "../hostileJson.ts";
import { layHeld } from "../layHeld.ts";
import { crashed, outcomeOf } from "../outcome.ts";
import { SaidOfItself } from "../saidOfItself.ts";
import { ShownEvents } from "../shownEvents.ts";
import { type Frame, nativeFrames } from "./frameStream.ts";
import { ArtifactHeader, Ending, Fed, type Run } from "./frames.ts";
import { type InputFrames, LiveInput } from "./liveInput.ts";
import type { Occupant } from "./occupant.ts";
import { SILENCE_MS, Silence } from "./silence.ts";
import type { Slot } from "./slots.ts";
import { WORKSPACE } from "./variables.ts";

const CHUNK_BYTES = 1024 * 1024;

/** What is run and how, beside the program itself. */
export type RunPlan = {
  readonly limits: Limits;
  /** Set beside those that every program finds. */
  readonly variables: Readonly<Record<string, string>>;
  readonly command: readonly string[] | null;
  readonly modulePath?: readonly string[] | undefined;
  /** Whether the command reports the exception that ends it. */
  readonly reports?: boolean;
  readonly cpuMs: number | null;
  /** Whether what the program leaves in its workspace is sent. */
  readonly artifacts: boolean;
};

export type ProgramRunOptions = {
  readonly socket: Socket;
  readonly reader: FairReader;
  readonly slot: Slot;
  readonly plan: RunPlan;
  readonly controls: ProgramControls | undefined;
  /** Kills the sandbox, should init not answer. */
  readonly kill: () => void;
  /** To be called once nothing of the program runs any more. */
  readonly onOver: () => void;
};

/** One program in a sandbox that is used once: its files go in, init's frames become events. */
export class ProgramRun implements Occupant {
  readonly #options: ProgramRunOptions;
  readonly #events: Channel<SandboxEvent>;
  readonly #silence: Silence;
  readonly #shown = new ShownEvents();
  #report: ErrorReport | undefined;
  readonly #said = new SaidOfItself();
  #input: LiveInput | undefined;
  #over = false;

  constructor(options: ProgramRunOptions) {
    const { reader } = options;
    this.#options = options;
    // A reader who does not read makes init wait.
    this.#silence = new Silence({ isPaused: () => reader.paused, onSilent: options.kill });
    this.#events = eventChannel({
      onPause: () => reader.pause(),
      onResume: () => reader.resume(),
    });
  }

  async *events(program: Program, signal?: AbortSignal): AsyncGenerator<SandboxEvent> {
    const stop = () => this.#options.socket.write(nativeFrames.pack("stop"));
    if (program.held.size > 0) await this.#lay(program.held, signal);
    this.#send(program);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      for await (const event of this.#events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#silence.end();
      this.#input?.close();
    }
  }

  /** Before anything runs: whoever cancels it then is not made to wait for the rest. */
  async #lay(files: Program["held"], signal: AbortSignal | undefined): Promise<void> {
    if (this.#over) return;
    const onProgress = () => this.#silence.expectWord(SILENCE_MS * 12);
    await layHeld(this.#options.socket, files, { frames: nativeFrames, signal, onProgress });
    if (!signal?.aborted) return;
    this.onAbandoned();
    this.#options.socket.destroy();
  }

  #send(program: Program): void {
    const { socket, plan, slot, controls } = this.#options;
    const { limits } = plan;
    if (socket.destroyed) return;
    const run: Run = {
      main: `${WORKSPACE}/${program.main}`,
      arguments: [...program.args],
      variables: { ...plan.variables },
      workdir: program.workdir,
      modulePath: [...(plan.modulePath ?? [])],
      command: plan.command === null ? null : [...plan.command],
      reports: plan.reports ?? false,
      timeoutMs: limits.timeoutMs,
      outputBytes: limits.outputBytes,
      watchMemoryBytes: slot.cgroup === undefined ? limits.memoryBytes : null,
      cpuMs: plan.cpuMs,
      artifacts: plan.artifacts,
      live: controls !== undefined,
      returns: [...(program.returns ?? [])],
      svg: program.svg ?? false,
    };
    if (run.live) this.#input = new LiveInput(inputFrames(socket), program.stdin?.length);
    write(socket, framesOf(program, run));
    this.#silence.expectWord(limits.timeoutMs + SILENCE_MS);
  }

  onFrame({ name, payload }: Frame): void {
    switch (name) {
      case "started":
        this.#events.push({ type: "started" });
        if (this.#input !== undefined) this.#options.controls?.attach(this.#input);
        break;
      case "fed":
        this.#input?.fed(Fed.parse(parseJson(payload)).bytes);
        break;
      case "stdout":
      case "stderr":
        this.#events.push({ type: name, data: payload }, payload.length);
        break;
      case "error":
        this.#report = ErrorReport.safeParse(parseHostileJson(payload)).data ?? this.#report;
        break;
      case "result":
        this.#onResult(payload);
        break;
      case "notes":
      case "returned":
        this.#said.read(payload);
        break;
      case "artifact":
        this.#silence.expectWord(SILENCE_MS * 12);
        this.#events.push({ type: "artifact", ...ArtifactHeader.parse(parseJson(payload)) });
        break;
      case "data":
        this.#events.push({ type: "artifact_data", data: payload }, payload.length);
        break;
      case "ended":
        this.#end(Ending.parse(parseJson(payload)));
        break;
      default:
        throw new RangeError(`init may not send ${name}`);
    }
  }

  onCrash({ message }: Error): void {
    this.#close({ type: "ended", outcome: crashed(message) });
  }

  onAbandoned(): void {
    this.#close({ type: "ended", outcome: bareOutcome("cancelled") });
    this.#silence.end();
  }

  #onResult(payload: Buffer): void {
    const event = this.#shown.read(payload);
    if (event !== undefined) this.#events.push(event, payload.length);
  }

  #end(ending: Ending): void {
    const { slot, plan, onOver } = this.#options;
    const { limits } = plan;
    const outcome = outcomeOf({ ending, report: this.#report, usage: slot.cgroup?.counters, limits });
    this.#silence.end(); // from here on nothing of the program runs
    const { variables, notes } = this.#said;
    if (notes.length > 0) outcome.notes = [...notes, ...(outcome.notes ?? [])];
    onOver();
    this.#close({ type: "ended", outcome, ...(variables === undefined ? {} : { variables }) });
  }

  /** The first ending counts. */
  #close(ended: SandboxEvent): void {
    if (!this.#over) this.#events.push(ended);
    this.#over = true;
    this.#events.close();
  }
}

/** Small programs go out in one piece: each write is a call into the kernel. */
function write(socket: Socket, frames: Iterable<Buffer>): void {
  let piece: Buffer[] = [];
  let bytes = 0;
  for (const frame of frames) {
    piece.push(frame);
    bytes += frame.length;
    if (bytes < CHUNK_BYTES) continue;
    socket.write(Buffer.concat(piece));
    piece = [];
    bytes = 0;
  }
  socket.write(Buffer.concat(piece));
}

function* chunks(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += CHUNK_BYTES) yield content.subarray(start, start + CHUNK_BYTES);
}

function* framesOf({ files, stdin = new Uint8Array() }: Program, run: Run): Generator<Buffer> {
  for (const [name, content] of files) {
    yield nativeFrames.packJson("file", { name, size: content.length });
    for (const chunk of chunks(content)) yield nativeFrames.pack("data", chunk);
  }
  yield nativeFrames.packJson("run", run);
  for (const chunk of chunks(stdin)) yield nativeFrames.pack("stdin", chunk);
  if (!run.live) yield nativeFrames.pack("stdin_end");
}

function inputFrames(socket: Socket): InputFrames {
  const send = (frame: Buffer) => void (socket.destroyed || socket.write(frame));
  return {
    stdin: (piece) => send(nativeFrames.pack("stdin", piece)),
    end: () => send(nativeFrames.pack("stdin_end")),
    signal: (name) => send(nativeFrames.packJson("signal", { name })),
  };
}
