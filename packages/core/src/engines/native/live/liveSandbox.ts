import { GloveboxError, type Limits } from "@glovebox/protocol";
import type { z } from "zod";
import type {
  CommandListener,
  CommandSpec,
  InterpreterSpec,
  Layer,
  LiveSandbox,
  Runtime,
  SandboxUsage,
  Tools,
} from "../../engine.ts";
import { parseJson } from "../../frameFormat.ts";
import type { Pieces } from "../../sandboxFiles.ts";
import { type Frame, nativeFrames } from "../frameStream.ts";
import {
  ArtifactHeader,
  CellEnding,
  type CellOrder,
  Checkpointed,
  Exited,
  Failure,
  FedGuest,
  type FrameName,
  Guest,
  type Spawn,
  Spawned,
} from "../frames.ts";
import type { InputFrames } from "../liveInput.ts";
import type { LiveConnection, NativeSandbox } from "../sandbox.ts";
import { wallFailure } from "../wallFailure.ts";
import { GuestLimits } from "./guestLimits.ts";
import { Laying } from "./laying.ts";
import { NativeCommand } from "./nativeCommand.ts";
import { type GuestPlan, NativeInterpreter, type NativeInterpreterOptions } from "./nativeInterpreter.ts";
import { NativeSandboxFiles } from "./sandboxFiles.ts";

const START_DEADLINE_MS = 30_000;
const ALIVE_DEADLINE_MS = 10_000;

export type LiveOptions = {
  readonly limits: Limits;
  /** How the interpreter of a language is started. */
  readonly plan: (spec: InterpreterSpec) => Promise<{ tools: Tools; plan: GuestPlan }>;
  /** Where packages of its language are found, and whether there are some from the beginning. */
  readonly packages: { readonly folders: readonly string[]; readonly there: boolean };
  readonly mount: (layers: readonly Layer[]) => Promise<void>;
  /** To be called once a sandbox was taken: there is time again to build the next. */
  readonly refill: () => void;
};

/** The host's end of a native sandbox that stays. */
export class NativeLiveSandbox implements LiveSandbox {
  readonly engine = "native";
  readonly #sandbox: NativeSandbox;
  readonly #connection: LiveConnection;
  readonly #options: LiveOptions;
  readonly #guests = new Map<number, NativeInterpreter>();
  readonly #commands = new Map<number, NativeCommand>();
  /** Who cannot take more for now of what is said. */
  readonly #full = new Set<object>();
  /** Who waits for the answer to `spawn` or `branch`, by the new guest's number. */
  readonly #starting = new Map<number, PromiseWithResolvers<number>>();
  readonly #limits: GuestLimits;
  readonly #laying: Laying;
  readonly #onEnd: (error: Error) => void;
  readonly files: NativeSandboxFiles;
  #leaving: NativeInterpreter | undefined;
  #serial = 0;
  #mounts = 0;
  #alive = true;

  /** Makes a sandbox that waits for a program into one that stays. */
  static async of(sandbox: NativeSandbox, options: LiveOptions): Promise<NativeLiveSandbox> {
    const live: { sandbox?: NativeLiveSandbox } = {};
    const alive = Promise.withResolvers<void>();
    alive.promise.catch(() => undefined);
    const connection = sandbox.becomeLive(options.limits, {
      onFrame: (frame) => {
        if (frame.name === "alive") alive.resolve();
        else live.sandbox?.hear(frame);
      },
      onCrash: (error) => live.sandbox?.end(error),
      onAbandoned: () => live.sandbox?.end(new GloveboxError("sandbox_failed", "the sandbox was ended")),
    });
    live.sandbox = new NativeLiveSandbox(sandbox, connection, { ...options, onEnd: alive.reject });
    const timer = setTimeout(() => sandbox.kill(), ALIVE_DEADLINE_MS);
    try {
      await alive.promise;
      return live.sandbox;
    } catch (error) {
      await live.sandbox[Symbol.asyncDispose]();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private constructor(
    sandbox: NativeSandbox,
    connection: LiveConnection,
    options: LiveOptions & { onEnd: (error: Error) => void },
  ) {
    this.#onEnd = options.onEnd;
    this.#sandbox = sandbox;
    this.#connection = connection;
    this.#options = options;
    const frames = {
      send: (name: FrameName, value: unknown) => this.send(name, value),
      sendRaw: (name: FrameName, payload: Buffer) => this.sendRaw(name, payload),
      drained: () => connection.drained(),
    };
    this.files = new NativeSandboxFiles(frames);
    this.#laying = new Laying(frames);
    this.#limits = new GuestLimits(sandbox, options.limits);
  }

  get alive(): boolean {
    return this.#alive;
  }

  async start(spec: InterpreterSpec, signal?: AbortSignal): Promise<NativeInterpreter> {
    signal?.throwIfAborted();
    const { tools, plan } = await this.#options.plan(spec);
    const runtime: Runtime = { language: spec.language, version: tools.version, aliases: [] };
    const { workdir } = spec;
    const { counters } = this.#sandbox;
    return this.#add({ sandbox: this, runtime, plan, workdir, counters }, (guest) => this.#spawn(guest, plan, workdir));
  }

  async spawn(spec: CommandSpec, onSaid: CommandListener): Promise<NativeCommand> {
    const { command, env, workdir, terminal = null } = spec;
    const guest = this.#serial++;
    const made = new NativeCommand(this, guest, onSaid);
    const variables = { PWD: workdir, ...env };
    this.#commands.set(guest, made);
    try {
      const { folders, there } = this.#options.packages;
      const modulePath = there || this.#mounts > 0 ? [...folders] : [];
      const program = { command: [...command], dialect: "none" as const, modulePath };
      const order: Spawn = { guest, ...program, variables, workdir, terminal };
      made.started(await this.#started(guest, () => this.send("spawn", order)));
      return made;
    } catch (error) {
      this.#commands.delete(guest);
      throw error;
    }
  }

  get usage(): SandboxUsage | undefined {
    return this.#sandbox.slot.cgroup?.usage;
  }

  async mount(layers: readonly Layer[]): Promise<void> {
    await this.#options.mount(layers);
    this.#mounts++;
  }

  /** How often packages were mounted since it stays, and where they are found. */
  get mounted(): CellOrder["packages"] {
    return { mounts: this.#mounts, folders: [...this.#options.packages.folders] };
  }

  /** A copy of an idle interpreter. */
  branch(from: number, options: NativeInterpreterOptions): Promise<NativeInterpreter> {
    return this.#add(options, (guest) => this.send("branch", { guest, from }));
  }

  /** Starts a new process for an interpreter whose old one was ended; its number. */
  async startAgain(interpreter: NativeInterpreter, { plan, workdir }: NativeInterpreterOptions): Promise<number> {
    const guest = this.#serial++;
    await this.#register(guest, interpreter, () => this.#spawn(guest, plan, workdir));
    return guest;
  }

  #spawn(guest: number, plan: GuestPlan, workdir: string): void {
    const order: Spawn = { guest, ...plan, workdir, terminal: null };
    this.send("spawn", order);
  }

  async #add(options: NativeInterpreterOptions, ask: (guest: number) => void): Promise<NativeInterpreter> {
    const guest = this.#serial++;
    const interpreter = new NativeInterpreter(guest, options);
    await this.#register(guest, interpreter, () => ask(guest));
    return interpreter;
  }

  async #register(guest: number, interpreter: NativeInterpreter, ask: () => void): Promise<void> {
    this.#guests.set(guest, interpreter);
    this.#limits.add(guest);
    try {
      await this.#started(guest, ask);
    } catch (error) {
      this.forget(guest);
      throw error;
    }
  }

  /** The new process's id, in the sandbox. */
  async #started(guest: number, ask: () => void): Promise<number> {
    const started = Promise.withResolvers<number>();
    this.#starting.set(guest, started);
    const timer = setTimeout(() => this.#sandbox.kill(), START_DEADLINE_MS);
    try {
      if (!this.#alive) throw ended();
      ask();
      return await started.promise;
    } finally {
      clearTimeout(timer);
      this.#starting.delete(guest);
    }
  }

  /** For interpreters: an order to init. */
  send(name: FrameName, value: unknown): void {
    this.#connection.write(nativeFrames.packJson(name, value));
  }

  sendRaw(name: FrameName, payload: Buffer): void {
    this.#connection.write(nativeFrames.pack(name, payload));
  }

  /** How the stdin of a guest is fed. */
  inputOf(guest: number): InputFrames {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(guest);
    return {
      stdin: (piece) => this.sendRaw("feed", Buffer.concat([head, piece])),
      end: () => this.send("feed_end", { guest }),
      signal: (name) => this.send("signal_guest", { guest, name }),
    };
  }

  /** Nothing more is heard of the sandbox until everybody who asked for that can take more. */
  pause(who: object): void {
    this.#full.add(who);
    this.#connection.pause();
  }

  resume(who: object): void {
    this.#full.delete(who);
    if (this.#full.size === 0) this.#connection.resume();
  }

  get paused(): boolean {
    return this.#connection.paused;
  }

  /** Ends everything in it: init did not answer in time. */
  kill(): void {
    this.#sandbox.kill();
  }

  /** Lays a file into the workspace, in place of what is there. Resolves once it lies there. */
  lay(name: string, size: number, pieces: Pieces): Promise<void> {
    return this.#laying.lay(name, size, pieces);
  }

  hear({ name, payload }: Frame): void {
    const hear = this.#hearers[name];
    if (hear === undefined) throw new RangeError(`init may not send ${name}`);
    hear(payload);
  }

  /** By the name of what init says. Raw payloads begin with the guest's number and one byte more. */
  readonly #hearers: { readonly [Name in FrameName]?: (payload: Buffer) => void } = {
    said: (raw) =>
      (this.#guestOf(raw) ?? this.#commands.get(raw.readUInt32LE()))?.said(
        raw[4] === 1 ? "stdout" : "stderr",
        raw.subarray(5),
      ),
    report: (raw) => this.#guestOf(raw)?.reported(raw[4] ?? 0, raw.subarray(5)),
    data: (raw) => this.#leaving?.artifactData(raw),
    artifact: (json) => this.#leaving?.artifact(ArtifactHeader.parse(parseJson(json))),
    leaving: (json) => {
      this.#leaving = this.#guests.get(Guest.parse(parseJson(json)).guest);
    },
    spawned: (json) => this.#onSpawned(Spawned.parse(parseJson(json))),
    cell_started: (json) => this.#guests.get(Guest.parse(parseJson(json)).guest)?.started(),
    cell_ended: (json) => {
      const ending = CellEnding.parse(parseJson(json));
      this.#limits.dropCopy(ending.guest);
      this.#guests.get(ending.guest)?.ended(ending);
    },
    checkpointed: (json) => {
      const { guest, bytes } = Checkpointed.parse(parseJson(json));
      this.#limits.copied(guest, bytes);
    },
    fed_guest: (json) => {
      const { guest, bytes } = FedGuest.parse(parseJson(json));
      (this.#guests.get(guest) ?? this.#commands.get(guest))?.fed(bytes);
    },
    revived: (json) => this.#onDeath(Exited.parse(parseJson(json))),
    exited: (json) => {
      const ending = Exited.parse(parseJson(json));
      this.#onDeath(ending);
      this.forget(ending.guest);
      this.#commands.get(ending.guest)?.ended(ending);
      this.#commands.delete(ending.guest);
    },
    file_answer: (json) => this.files.answered(json),
    file_piece: (raw) => this.files.piece(raw),
    laid: (json) => this.#laying.answered(json),
    broken: (json) => {
      const { step, message } = Failure.parse(parseJson(json));
      this.end(wallFailure(step, message));
    },
  };

  #guestOf(raw: Buffer): NativeInterpreter | undefined {
    return this.#guests.get(raw.readUInt32LE());
  }

  #onSpawned({ guest, pid, problem }: z.infer<typeof Spawned>): void {
    const waiting = this.#starting.get(guest);
    if (problem === "") waiting?.resolve(pid);
    else waiting?.reject(new GloveboxError("conflict", problem, { survives: "engine" }));
  }

  #onDeath(ending: Exited): void {
    this.#limits.dropCopy(ending.guest);
    this.#guests.get(ending.guest)?.diedIdle(ending);
  }

  /** It is over, or never came to be. */
  forget(guest: number): void {
    this.#guests.delete(guest);
    this.#limits.delete(guest);
  }

  /** The sandbox is gone: everybody who waits for something learns so. */
  end(error: Error): void {
    this.#onEnd(error);
    if (!this.#alive) return;
    this.#alive = false;
    for (const waiting of this.#starting.values()) waiting.reject(error);
    this.#laying.end(error);
    for (const guest of this.#guests.values()) guest.sandboxEnded();
    this.#guests.clear();
    this.files.end(error);
    for (const command of this.#commands.values()) command.ended({ exitCode: null, signal: "SIGKILL" });
    this.#commands.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end(ended());
    this.#options.refill();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}

function ended(): GloveboxError {
  return new GloveboxError("sandbox_failed", "the sandbox of this session has ended", { survives: "engine" });
}
