import type { Socket } from "node:net";
import { GloveboxError, type Limits } from "@glovebox/protocol";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, Runtime, SandboxEvent } from "../engine.ts";
import { FairReader } from "../fairReader.ts";
import { type FrameParser, parseJson } from "../frameFormat.ts";
import { drained } from "../layHeld.ts";
import { crashed, type KernelCounts } from "../outcome.ts";
import type { CgroupLimits } from "./cgroups/cgroups.ts";
import { type Frame, nativeFrames } from "./frameStream.ts";
import { type Attach, Failure, type FrameName, Kept, type Live, type Prepare } from "./frames.ts";
import type { Occupant } from "./occupant.ts";
import { ProgramRun, type RunPlan } from "./programRun.ts";
import { cgroupLimits, type Shape } from "./shape.ts";
import type { Slot } from "./slots.ts";
import { KEEPING_PLACE } from "./variables.ts";
import { wallFailure } from "./wallFailure.ts";

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

/** The connection to the init of a sandbox that stays. */
export type LiveConnection = {
  readonly write: (frame: Buffer) => void;
  /** Resolves once there is room for more. */
  readonly drained: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly paused: boolean;
};

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
  #socket: Socket | undefined;
  #reader: FairReader | undefined;
  #state: "arming" | "ready" | "used" | "ended" = "arming";
  #occupant: Occupant | undefined;
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
    const obey = (cut: () => readonly Frame[]): number => {
      try {
        const frames = cut();
        for (const frame of frames) this.#onFrame(frame);
        return frames.length;
      } catch (cause) {
        this.#fail("init sent what is no frame", cause);
        return 1;
      }
    };
    this.#reader = new FairReader(socket, (chunk) => obey(() => parser.feed(chunk)));
    // While it is being built, the warden will say that it is gone, and why.
    socket.on("close", () => this.#state === "arming" || this.#fail("the sandbox ended unexpectedly"));
    if (this.#isMute) socket.once("close", () => this.#failEarly());
    obey(() => first);
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

  /** Instead of `run`: from now on it holds guests, and what init says goes to them. */
  becomeLive({ memoryBytes }: Limits, guests: Occupant): LiveConnection {
    const socket = this.#socket;
    const reader = this.#reader;
    if (this.#state !== "ready" || socket === undefined || reader === undefined)
      throw new GloveboxError("sandbox_failed", "the sandbox ended before it could be used");
    this.#state = "used";
    this.#occupant = guests;
    // Without a cgroup init counts for the whole sandbox.
    const order: Live = { watchMemoryBytes: this.slot.cgroup === undefined ? memoryBytes : null };
    socket.write(nativeFrames.packJson("live", order));
    return {
      write: (frame) => void (socket.destroyed || socket.write(frame)),
      drained: async () => {
        if (socket.writableNeedDrain && !socket.destroyed) await drained(socket);
      },
      pause: () => reader.pause(),
      resume: () => reader.resume(),
      get paused() {
        return reader.paused;
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
    const socket = this.#socket;
    const reader = this.#reader;
    if (this.#state !== "ready" || socket === undefined || reader === undefined)
      return yield { type: "ended", outcome: crashed("the sandbox ended before it was asked to run") };
    this.slot.cgroup?.limit(cgroupLimits(plan.limits));
    const onOver = () => {
      this.#state = "ended";
    };
    const run = new ProgramRun({ socket, reader, slot: this.slot, plan, controls, kill: () => this.kill(), onOver });
    this.#occupant = run;
    this.#state = "used";
    yield* run.events(program, signal);
  }

  #onFrame(frame: Frame): void {
    switch (frame.name) {
      case "ready":
        this.#state = "ready";
        this.#ready.resolve();
        break;
      case "broken": {
        const { step, message } = Failure.parse(parseJson(frame.payload));
        this.#fail(message, undefined, wallFailure(step, message));
        break;
      }
      case "prepared":
        this.#prepared?.resolve();
        break;
      case "kept":
        this.#kept?.resolve(Kept.parse(parseJson(frame.payload)));
        break;
      default:
        if (this.#occupant === undefined) throw new RangeError(`init may not send ${frame.name}`);
        this.#occupant.onFrame(frame);
    }
  }

  /** It came to an end that nobody asked for: whoever waits for it learns so. After its proper end this says nothing. */
  #fail(message: string, cause?: unknown, failure?: Error): void {
    const error = failure ?? new GloveboxError("sandbox_failed", message, { cause, survives: "engine" });
    if (this.#state === "arming") this.#ready.reject(error);
    else if (this.#state === "used") this.#occupant?.onCrash(error);
    this.#prepared?.reject(error);
    this.#state = "ended";
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
    if (this.#state === "used") this.#occupant?.onAbandoned();
    if (this.#state !== "arming") this.#state = "ended";
    if (this.#socket === undefined && !this.#isGone) this.#kill();
    this.#socket?.destroy();
  }

  /** Resolves when no process of the sandbox is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.abandon();
    await this.#gone.promise;
  }
}
