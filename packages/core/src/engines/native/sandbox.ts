import type { Socket } from "node:net";
import { bareOutcome, GloveboxError, type Limits, Result } from "@glovebox/protocol";
import { z } from "zod";
import { Channel } from "../../async/channel.ts";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, Runtime, SandboxEvent } from "../engine.ts";
import { ErrorReport } from "../errorReport.ts";
import { type FrameParser, parseJson } from "../frameFormat.ts";
import { drained, layHeld } from "../layHeld.ts";
import { crashed, type KernelCounts, outcomeOf } from "../outcome.ts";
import type { CgroupLimits } from "./cgroups/cgroups.ts";
import { type Frame, nativeFrames } from "./frameStream.ts";
import {
  ArtifactHeader,
  type Attach,
  Ending,
  Failure,
  Fed,
  type FrameName,
  Kept,
  type Live,
  type Prepare,
  type Run,
} from "./frames.ts";
import { type InputFrames, LiveInput } from "./liveInput.ts";
import { cgroupLimits, type Shape } from "./shape.ts";
import type { Slot } from "./slots.ts";
import { KEEPING_PLACE, WORKSPACE } from "./variables.ts";
import { wallFailure } from "./wallFailure.ts";

/** What a program says of itself beside its results: hostile, like them. */
const Shown = z.object({
  variables: z.record(z.string(), z.unknown()).optional(),
  notes: z.array(z.string().max(2_000)).max(100).optional(),
});
type Shown = z.infer<typeof Shown>;

const CHUNK_BYTES = 1024 * 1024;
/** How much output may wait here for a reader before init is no longer read. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024;
/** How long after its deadline init may stay silent before it is killed. */
const SILENCE_MS = 5_000;

export type NativeSandboxOptions = {
  readonly id: string;
  readonly slot: Slot;
  readonly shape: Shape;
  readonly runtime: Runtime;
  /** Kills the sandbox through the warden, should init not answer. */
  readonly kill: () => void;
  /** Mounts folders of the shelf in the sandbox, through the warden. */
  readonly attach: (mounts: Attach["mounts"]) => Promise<void>;
  /** The host's uid of the sandbox's user. */
  readonly ownerUid: number;
};

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

/** The connection to the init of a sandbox that stays. */
export type LiveConnection = {
  readonly write: (frame: Buffer) => void;
  /** Resolves once there is room for more. */
  readonly drained: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly paused: boolean;
};
export type LiveListener = { readonly onFrame: (frame: Frame) => void; readonly onEnd: (error: Error) => void };

/** The host's end of one sandbox: a connection to its init. */
export class NativeSandbox {
  readonly slot: Slot;
  readonly shape: Shape;
  readonly runtime: Runtime;
  readonly ownerUid: number;
  readonly #kill: () => void;
  readonly #attach: NativeSandboxOptions["attach"];
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #events: Channel<SandboxEvent>;
  #socket: Socket | undefined;
  #report: ErrorReport | undefined;
  #shown: Shown = {};
  #silence: NodeJS.Timeout | undefined;
  #limits: Limits | undefined;
  #controls: ProgramControls | undefined;
  #live: LiveInput | undefined;
  #state: "arming" | "ready" | "running" | "live" | "ended" = "arming";
  #guests: LiveListener | undefined;
  #kept: PromiseWithResolvers<Kept> | undefined;
  #prepared: PromiseWithResolvers<void> | undefined;
  #isGone = false;
  #isOrphan = false;
  /** It was gone before its connection had come. */
  #isMute = false;

  constructor(options: NativeSandboxOptions) {
    this.slot = options.slot;
    this.shape = options.shape;
    this.runtime = options.runtime;
    this.#kill = options.kill;
    this.#attach = options.attach;
    this.ownerUid = options.ownerUid;
    this.#ready.promise.catch(() => undefined);
    this.#events = new Channel({
      highWater: HIGH_WATER_BYTES,
      onPause: () => this.#socket?.pause(),
      onResume: () => this.#socket?.resume(),
    });
  }

  /** Whether it can take a program: ready, not used, its connection open, and a warden that can mount layers in it. */
  get usable(): boolean {
    return this.#state === "ready" && !this.#isOrphan;
  }

  async whenReady(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.#fail(`a sandbox was not ready after ${deadlineMs} ms`), deadlineMs);
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  attach(socket: Socket, parser: FrameParser<FrameName>, first: readonly Frame[]): void {
    this.#socket = socket;
    const onFrames = (frames: readonly Frame[]) => {
      try {
        for (const frame of frames) this.#onFrame(frame);
      } catch (cause) {
        this.#fail("init sent what is no frame", cause);
      }
    };
    socket.on("data", (chunk: Buffer) => {
      try {
        onFrames(parser.feed(chunk));
      } catch (cause) {
        this.#fail("init sent what is no frame", cause);
      }
    });
    // While it is being built, the warden will say that it is gone, and why.
    socket.on("close", () => this.#state === "arming" || this.#fail("the sandbox ended unexpectedly"));
    if (this.#isMute) socket.once("close", () => this.#failEarly());
    onFrames(first);
  }

  /** Mounts folders of the shelf. Only before the program runs. */
  mount(mounts: Attach["mounts"]): Promise<void> {
    return this.#attach(mounts);
  }

  /** Starts a program that waits for its request; `run` then tells it the command of its plan. Once, before `run`. */
  async prepare(order: Prepare, deadlineMs: number): Promise<void> {
    const prepared = Promise.withResolvers<void>();
    this.#prepared = prepared;
    const timer = setTimeout(() => this.#fail(`what waits in it was not ready after ${deadlineMs} ms`), deadlineMs);
    this.#socket?.write(nativeFrames.packJson("prepare", order));
    if (this.#state !== "ready") this.#fail("the sandbox ended before a program could wait in it");
    try {
      await prepared.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Instead of `run`: from now on it holds guests, and what init says goes to the listener. */
  becomeLive({ memoryBytes }: Limits, listener: LiveListener): LiveConnection {
    const socket = this.#socket;
    if (this.#state !== "ready" || socket === undefined)
      throw new GloveboxError("sandbox_failed", "the sandbox ended before it could be used");
    this.#state = "live";
    this.#guests = listener;
    // Without a cgroup init counts for the whole sandbox.
    const order: Live = { watchMemoryBytes: this.slot.cgroup === undefined ? memoryBytes : null };
    socket.write(nativeFrames.packJson("live", order));
    return {
      write: (frame) => void (socket.destroyed || socket.write(frame)),
      drained: async () => {
        if (socket.writableNeedDrain && !socket.destroyed) await drained(socket, new AbortController().signal);
      },
      pause: () => void socket.pause(),
      resume: () => void socket.resume(),
      get paused() {
        return socket.isPaused();
      },
    };
  }

  get counters(): KernelCounts | undefined {
    return this.slot.cgroup?.counters;
  }

  /** Changes what the cgroup allows; where it holds more already, the kernel keeps the limit of before. */
  limit(limits: CgroupLimits): void {
    try {
      this.slot.cgroup?.limit(limits);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY") throw error;
    }
  }

  kill(): void {
    this.#kill();
    this.#socket?.destroy();
  }

  /** Copies a folder of the sandbox, once its program has ended, into the folder `staging` of the shelf. */
  async keep(folder: string, staging: string, signal?: AbortSignal): Promise<Kept> {
    if (this.#state !== "ended" || this.#socket === undefined || this.#socket.destroyed)
      throw new GloveboxError("sandbox_failed", "the sandbox ended before what it made was kept");
    await this.#attach([{ source: staging, target: KEEPING_PLACE, writable: true }]);
    const kept = Promise.withResolvers<Kept>();
    this.#kept = kept;
    this.#socket.once("close", () =>
      kept.reject(new GloveboxError("sandbox_failed", "the sandbox ended while what it made was copied")),
    );
    this.#socket.write(nativeFrames.packJson("keep", { folder }));
    // While it copies, init hears nothing.
    const stop = () => this.#kill();
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      return await kept.promise;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  async *run(
    program: Program,
    plan: RunPlan,
    signal?: AbortSignal,
    controls?: ProgramControls,
  ): AsyncGenerator<SandboxEvent> {
    const stop = () => this.#socket?.write(nativeFrames.pack("stop"));
    this.#limits = plan.limits;
    this.#controls = controls;
    if (this.#state === "ready") this.#state = "running";
    else this.#events.close(new GloveboxError("sandbox_failed", "the sandbox ended before it was asked to run"));
    this.slot.cgroup?.limit(cgroupLimits(plan.limits));
    if (program.held.size > 0) await this.#lay(program.held, signal);
    this.#send(program, plan);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      for await (const event of this.#events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      clearTimeout(this.#silence);
      this.#live?.close();
    }
  }

  /** Before anything runs: whoever cancels it then is not made to wait for the rest. */
  async #lay(files: Program["held"], signal: AbortSignal = new AbortController().signal): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined || this.#state !== "running") return;
    const onProgress = () => this.#expectWord(SILENCE_MS * 12);
    await layHeld(socket, files, { frames: nativeFrames, signal, onProgress });
    if (signal.aborted) this.abandon();
  }

  #send(program: Program, plan: RunPlan): void {
    const { limits } = plan;
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
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
      watchMemoryBytes: this.slot.cgroup === undefined ? limits.memoryBytes : null,
      cpuMs: plan.cpuMs,
      artifacts: plan.artifacts,
      live: this.#controls !== undefined,
      returns: [...(program.returns ?? [])],
      svg: program.svg ?? false,
    };
    if (run.live) this.#live = new LiveInput(inputFrames(socket), program.stdin?.length);
    // Small programs go out in one piece: each write is a call into the kernel.
    let piece: Buffer[] = [];
    let bytes = 0;
    for (const frame of framesOf(program, run)) {
      piece.push(frame);
      bytes += frame.length;
      if (bytes < CHUNK_BYTES) continue;
      socket.write(Buffer.concat(piece));
      piece = [];
      bytes = 0;
    }
    socket.write(Buffer.concat(piece));
    this.#expectWord(limits.timeoutMs + SILENCE_MS);
  }

  #expectWord(withinMs: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      // A reader who does not read makes init wait; that is not init's silence.
      if (this.#socket?.isPaused()) return this.#expectWord(SILENCE_MS);
      this.#kill();
      this.#socket?.destroy();
    }, withinMs);
  }

  #onFrame(frame: Frame): void {
    if (this.#guests === undefined) this.#onOwnFrame(frame);
    else this.#guests.onFrame(frame);
  }

  #onOwnFrame({ name, payload }: Frame): void {
    switch (name) {
      case "ready":
        this.#state = "ready";
        this.#ready.resolve();
        break;
      case "broken": {
        const { step, message } = Failure.parse(parseJson(payload));
        this.#fail(message, undefined, wallFailure(step, message));
        break;
      }
      case "prepared":
        this.#prepared?.resolve();
        break;
      case "started":
        this.#events.push({ type: "started" });
        if (this.#live !== undefined) this.#controls?.attach(this.#live);
        break;
      case "fed":
        this.#live?.fed(Fed.parse(parseJson(payload)).bytes);
        break;
      case "stdout":
      case "stderr":
        this.#events.push({ type: name, data: payload }, payload.length);
        break;
      case "error":
        this.#report = ErrorReport.safeParse(safeJson(payload)).data ?? this.#report;
        break;
      case "result":
        this.#tellResult(safeJson(payload), payload.length);
        break;
      case "notes":
      case "returned":
        this.#shown = { ...this.#shown, ...(Shown.safeParse(safeJson(payload)).data ?? {}) };
        break;
      case "artifact":
        this.#expectWord(SILENCE_MS * 12);
        this.#events.push({ type: "artifact", ...ArtifactHeader.parse(parseJson(payload)) });
        break;
      case "data":
        this.#events.push({ type: "artifact_data", data: payload }, payload.length);
        break;
      case "kept":
        this.#kept?.resolve(Kept.parse(parseJson(payload)));
        break;
      case "ended":
        this.#end(Ending.parse(parseJson(payload)));
        break;
      default:
        throw new RangeError(`init may not send ${name}`);
    }
  }

  #tellResult(told: unknown, size: number): void {
    const result = Result.safeParse(told).data;
    if (result !== undefined) this.#events.push({ type: "result", result }, size);
  }

  #end(ending: Ending): void {
    const limits = this.#limits;
    if (limits === undefined) throw new RangeError("ended before it ran");
    const outcome = outcomeOf({ ending, report: this.#report, usage: this.slot.cgroup?.counters, limits });
    this.#state = "ended";
    clearTimeout(this.#silence); // from here on nothing of the program runs
    const { variables, notes = [] } = this.#shown;
    if (notes.length > 0) outcome.notes = [...notes, ...(outcome.notes ?? [])];
    this.#events.push({ type: "ended", outcome, ...(variables === undefined ? {} : { variables }) });
    this.#events.close();
  }

  /** It came to an end that nobody asked for: whoever waits for it learns so. After its proper end this says nothing. */
  #fail(message: string, cause?: unknown, failure?: Error): void {
    if (this.#state === "arming") {
      this.#ready.reject(failure ?? new GloveboxError("sandbox_failed", message, { cause }));
    } else if (this.#state === "running") {
      this.#events.push({ type: "ended", outcome: crashed(message) });
    } else if (this.#state === "live") {
      this.#guests?.onEnd(failure ?? new GloveboxError("sandbox_failed", message, { cause, survives: "engine" }));
    }
    this.#prepared?.reject(failure ?? new GloveboxError("sandbox_failed", message, { cause }));
    this.#state = "ended";
    this.#events.close();
    this.#socket?.destroy();
  }

  /** The warden says that no process of this sandbox is left, or with `failure` that none was made. */
  gone(failure: Error | undefined): void {
    this.#markGone();
    // Its last words may still be on their way, even its greeting, and they say more.
    if (this.#state !== "arming" || failure !== undefined) this.#fail("", undefined, failure);
    else if (this.#socket === undefined) this.#isMute = true;
    else if (this.#socket.closed) this.#failEarly();
    else this.#socket.once("close", () => this.#failEarly());
  }

  /** The warden died, so nobody will say when this sandbox is gone: the end of its connection has to do. */
  orphaned(): void {
    this.#isOrphan = true;
    if (this.#socket !== undefined && !this.#socket.destroyed) {
      this.#socket.once("close", () => this.#markGone());
    } else {
      this.#failEarly();
      this.#markGone();
    }
  }

  #failEarly(): void {
    this.#fail("the sandbox ended before it was ready");
  }

  #markGone(): void {
    this.#isGone = true;
    this.#gone.resolve();
  }

  whenGone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Starts its end: without a connection init exits, and the kernel kills the rest. */
  abandon(): void {
    if (this.#state === "running") this.#events.push({ type: "ended", outcome: bareOutcome("cancelled") });
    if (this.#state === "live") this.#guests?.onEnd(new GloveboxError("sandbox_failed", "the sandbox was ended"));
    if (this.#state !== "arming") this.#state = "ended";
    this.#events.close();
    clearTimeout(this.#silence);
    if (this.#socket === undefined && !this.#isGone) this.#kill();
    this.#socket?.destroy();
  }

  /** Resolves when no process of the sandbox is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.abandon();
    await this.#gone.promise;
  }
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

function safeJson(payload: Buffer): unknown {
  try {
    return parseJson(payload);
  } catch {
    return undefined; // from user code: not believed, not an error of ours
  }
}
