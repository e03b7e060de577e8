import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { GloveboxError } from "@glovebox/protocol";
import type { Runtime } from "../engine.ts";
import { type FrameParser, parseJson } from "../frameFormat.ts";
import type { Cgroups } from "./cgroups/cgroups.ts";
import { type Frame, nativeFrames } from "./frameStream.ts";
import { type Attach, Attached, Claimed, Failure, type FrameName, Gone, WardenFacts } from "./frames.ts";
import type { RunFolder } from "./runFolder.ts";
import { NativeSandbox } from "./sandbox.ts";
import { cgroupLimits, type Shape } from "./shape.ts";
import { Slots } from "./slots.ts";
import { wallFailure } from "./wallFailure.ts";

const START_DEADLINE_MS = 60_000;
const ARM_DEADLINE_MS = 15_000;
const CLOSE_DEADLINE_MS = 3_000;

/** What the keeper is told; see sandbox/glovebox_sandbox/outer.py. */
export type Orders = {
  /** The folder of which sandboxes may get parts; see sandbox/glovebox_sandbox/layers.py. */
  readonly shelf: string;
  readonly toolchains: readonly { source: string; target: string }[];
  readonly python: string;
  readonly environment: boolean;
  readonly preload: readonly string[];
  readonly warmUp: string;
  /** The warden's own while it imports. */
  readonly variables: Readonly<Record<string, string>>;
  /** What programs find, unless their request says otherwise. */
  readonly programVariables: Readonly<Record<string, string>>;
};

export type WardenOptions = {
  readonly name: string;
  /** The host's interpreter that builds the outer wall. */
  readonly launcher: string;
  readonly script: string;
  readonly orders: Orders;
  readonly runFolder: RunFolder;
  readonly cgroups: Cgroups | undefined;
  readonly runtime: Runtime;
  readonly uidBase: number;
};

export type ArmOptions = {
  /** Whether there is time to take the pages that a program will write to. Costs CPU, saves latency. Default false. */
  readonly ahead?: boolean;
  /** The step of the wall that shall fail. For tests. */
  readonly fault?: string | undefined;
};

/** The host's end of one outer wall: starts it, has sandboxes cloned in it, and knows when each is wholly gone. */
export class Warden implements AsyncDisposable {
  readonly #options: WardenOptions;
  readonly #server: Server;
  readonly #keeper: ChildProcess;
  readonly #control: Duplex;
  readonly #slots: Slots;
  readonly #sandboxes = new Map<string, NativeSandbox>();
  readonly #byToken = new Map<string, NativeSandbox>();
  /** Who waits for the warden's answer, in order. */
  readonly #attaching: PromiseWithResolvers<void>[] = [];
  readonly facts: WardenFacts;
  readonly hasRange: boolean;
  readonly #firstUid: number;
  #alive = true;
  #serial = 0;
  #onDeath: () => void = () => undefined;

  static async start(options: WardenOptions, signal?: AbortSignal): Promise<Warden> {
    const server = createServer();
    let keeper: Keeper | undefined;
    try {
      server.listen(options.runFolder.socket);
      await once(server, "listening");
      keeper = spawnKeeper(options);
      const started = await startUp(keeper, signal);
      return new Warden(options, server, keeper, started);
    } catch (error) {
      server.close();
      if (keeper !== undefined) await killed(keeper.child);
      options.runFolder.remove();
      throw error;
    }
  }

  private constructor(options: WardenOptions, server: Server, keeper: Keeper, started: Started) {
    this.#options = options;
    this.#server = server;
    this.#keeper = keeper.child;
    this.#control = keeper.control;
    this.facts = started.facts;
    this.hasRange = started.claimed.range;
    this.#firstUid = started.claimed.firstUid;
    this.#slots = new Slots(options.cgroups, options.name, started.claimed.firstUid);
    server.on("connection", (socket) => this.#welcome(socket));
    keeper.control.on("data", (chunk: Buffer) => this.#hear(keeper.parser, chunk));
    keeper.control.on("close", () => this.#die());
    keeper.control.on("error", () => this.#die());
  }

  /** How many sandboxes were begun. */
  get built(): number {
    return this.#serial;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Called once, when no further sandbox can be had from this warden. */
  onDeath(listener: () => void): void {
    this.#onDeath = listener;
  }

  /** Resolves when no sandbox of this wall lives any more. */
  async whenEmpty(): Promise<void> {
    await Promise.all([...this.#sandboxes.values()].map((sandbox) => sandbox.whenGone()));
  }

  /** The process on the host that everything in this wall dies with. */
  get keeperPid(): number | undefined {
    return this.#keeper.pid;
  }

  /** Builds a sandbox. */
  async arm(
    shape: Shape,
    limits: { memoryBytes: number; processes: number },
    options: ArmOptions = {},
  ): Promise<NativeSandbox> {
    const slot = this.#slots.acquire();
    const id = String(this.#serial++);
    const token = randomUUID();
    const sandbox = new NativeSandbox({
      id,
      slot,
      shape,
      runtime: this.#options.runtime,
      kill: () => this.#send("kill", { id }),
      attach: (mounts) => this.#attach({ id, mounts: [...mounts] }),
      ownerUid: this.#hostUid(slot.userUid),
    });
    this.#sandboxes.set(id, sandbox);
    this.#byToken.set(token, sandbox);
    try {
      slot.cgroup?.prepare(cgroupLimits(limits));
      this.#send("arm", {
        id,
        token,
        ...shape,
        initUid: this.hasRange ? slot.initUid : 0,
        userUid: this.hasRange ? slot.userUid : null,
        cgroup: slot.cgroup?.entrance ?? null,
        rehearsal: false,
        ahead: options.ahead ?? false,
        fault: options.fault ?? null,
      });
      await sandbox.whenReady(ARM_DEADLINE_MS);
      return sandbox;
    } catch (error) {
      await sandbox[Symbol.asyncDispose]();
      throw error;
    } finally {
      this.#byToken.delete(token);
    }
  }

  #send(name: "arm" | "kill" | "attach", value: unknown): void {
    if (this.#alive) this.#control.write(nativeFrames.packJson(name, value));
  }

  async #attach(order: Attach): Promise<void> {
    if (!this.#alive) throw new GloveboxError("sandbox_failed", "the warden of this sandbox has ended");
    const answer = Promise.withResolvers<void>();
    this.#attaching.push(answer);
    this.#send("attach", order);
    await answer.promise;
  }

  /** Which uid of the host the user of a sandbox is. */
  #hostUid(uid: number): number {
    return this.hasRange ? this.#firstUid + uid : this.#firstUid;
  }

  #welcome(socket: Socket): void {
    const parser = nativeFrames.parser();
    socket.on("error", () => socket.destroy());
    socket.once("data", (chunk: Buffer) => {
      // The warden sends the greeting in one piece before anybody else has the connection.
      const [hello, ...rest] = parser.feed(chunk);
      const sandbox = hello?.name === "hello" ? this.#byToken.get(tokenOf(hello)) : undefined;
      if (sandbox === undefined) socket.destroy();
      else sandbox.attach(socket, parser, rest);
    });
  }

  #hear(parser: FrameParser<FrameName>, chunk: Buffer): void {
    for (const frame of parser.feed(chunk)) {
      if (frame.name === "attached") this.#settleAttach(Attached.parse(parseJson(frame.payload)));
      if (frame.name !== "gone") continue;
      const { id, step, message } = Gone.parse(parseJson(frame.payload));
      this.#bury(id, step === "" && message === "" ? undefined : wallFailure(step, message));
    }
  }

  #settleAttach({ step, message }: Attached): void {
    const answer = this.#attaching.shift();
    if (message === "") answer?.resolve();
    else answer?.reject(new GloveboxError("sandbox_failed", `a layer cannot be mounted: ${message}`, { cause: step }));
  }

  #bury(id: string, failure: Error | undefined): void {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return;
    this.#sandboxes.delete(id);
    sandbox.gone(failure);
    this.#slots.release(sandbox.slot);
  }

  /** Sandboxes outlive their warden: each has its own connection. Only those that were being built are lost. */
  #die(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const sandbox of this.#sandboxes.values()) sandbox.orphaned();
    for (const answer of this.#attaching.splice(0))
      answer.reject(new GloveboxError("sandbox_failed", "the warden of this sandbox has ended"));
    this.#onDeath();
  }

  /** Ends every sandbox and the outer wall; resolves when no process of it is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    const exited =
      this.#keeper.exitCode === null && this.#keeper.signalCode === null ? once(this.#keeper, "exit") : undefined;
    await Promise.all([...this.#sandboxes.values()].map((sandbox) => sandbox.abandon()));
    this.#alive = false;
    this.#control.destroy();
    if (exited !== undefined) {
      const timer = setTimeout(() => this.#keeper.kill("SIGKILL"), CLOSE_DEADLINE_MS);
      await exited;
      clearTimeout(timer);
    }
    this.#server.close();
    for (const sandbox of this.#sandboxes.values()) sandbox.orphaned();
    this.#options.runFolder.remove();
  }
}

type Keeper = { child: ChildProcess; control: Duplex; parser: FrameParser<FrameName>; complaint: () => string };
type Started = { claimed: Claimed; facts: WardenFacts };

function spawnKeeper({ launcher, script, orders, runFolder, cgroups, uidBase }: WardenOptions): Keeper {
  const argument = JSON.stringify({
    ...orders,
    runFolder: runFolder.path,
    cgroupFolders: cgroups?.folders ?? [],
    uidBase,
    uidLock: "/run/glovebox-uids.lock",
  });
  const child = spawn(launcher, ["-I", "-S", "-B", script, argument], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { LANG: "C.UTF-8", PATH: "/usr/local/bin:/usr/bin:/bin" },
    cwd: "/",
    // A session of its own: Ctrl-C in a terminal is the host's to handle.
    detached: true,
  });
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString("utf8")).slice(-4_000);
  });
  return { child, control: child.stdio[3] as Duplex, parser: nativeFrames.parser(), complaint: () => complaint.trim() };
}

/** Waits for `claimed` and `up`, or throws what stood in the way. */
async function startUp({ child, control, parser, complaint }: Keeper, signal?: AbortSignal): Promise<Started> {
  const { promise, resolve, reject } = Promise.withResolvers<Started>();
  let claimed: Claimed | undefined;
  const onFrame = (frame: Frame) => {
    if (frame.name === "claimed") claimed = Claimed.parse(parseJson(frame.payload));
    if (frame.name === "up" && claimed !== undefined) {
      resolve({ claimed, facts: WardenFacts.parse(parseJson(frame.payload)) });
    }
    if (frame.name === "broken") {
      const { step, message } = Failure.parse(parseJson(frame.payload));
      reject(wallFailure(step, message));
    }
  };
  const onData = (chunk: Buffer) => parser.feed(chunk).forEach(onFrame);
  const onEnd = () => reject(wallFailure("", complaint() || "the process that builds it ended"));
  const onAbort = () => reject(new GloveboxError("closed", "stopped while the sandbox was being prepared"));
  const timer = setTimeout(() => reject(wallFailure("", `not up after ${START_DEADLINE_MS} ms`)), START_DEADLINE_MS);
  control.on("data", onData).once("close", onEnd);
  child.once("error", (error) => reject(wallFailure("", error.message)));
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    control.off("data", onData).off("close", onEnd);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Everything that a keeper has started dies with it. */
async function killed(keeper: ChildProcess): Promise<void> {
  keeper.kill("SIGKILL");
  const isRunning = keeper.pid !== undefined && keeper.exitCode === null && keeper.signalCode === null;
  if (isRunning) await once(keeper, "exit");
}

function tokenOf({ payload }: Frame): string {
  const greeting = parseJson(payload);
  return typeof greeting === "object" && greeting !== null && "token" in greeting ? String(greeting.token) : "";
}
