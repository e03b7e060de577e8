import { bareOutcome, GloveboxError, type Limits } from "@glovebox/protocol";
import { Channel } from "../../async/channel.ts";
import type { Program, SandboxEvent, SandboxSpec } from "../engine.ts";
import { ErrorReport } from "../errorReport.ts";
import { parseJson } from "../frameFormat.ts";
import { crashed, outcomeOf, type RunEnding } from "../outcome.ts";
import type { Poolable } from "../pool.ts";
import type { Child, Exit } from "./child.ts";
import { type Frame, PIECE_BYTES } from "./frameTable.ts";
import { type Meter, meterOf } from "./meter.ts";
import type { Run } from "./orders.ts";
import { ArtifactHeader, Ending, Failure } from "./reports.ts";

const WORKSPACE = "/workspace";
const HIGH_WATER_BYTES = 4 * 1024 * 1024;
const PAGE_BYTES = 4096;
/** A program's packages are loaded before it starts. */
const START_MS = 60_000;
const WATCH_MS = 20;
/** How long a program that is asked to stop may take for its last words, before it is killed. */
const GRACE_MS = 60;
/** What the runtime itself may take beside the program before the watcher acts: V8 and Pyodide refuse before that. */
const OVERHEAD_BYTES = 24 * 1024 * 1024;
/** How long files may take to be handed over, and how much longer for each of these many bytes. */
const HANDING_OVER_MS = 5_000;
const BYTES_IN_A_MS = 16 * 1024;
/** What an event takes of the host's memory beside its content. */
const EVENT_BYTES = 128;
/** From this part of its memory limit on, a process that says so while it dies is believed to have met the limit. */
const NEAR_LIMIT = 0.5;

type Reason = NonNullable<RunEnding["reason"]>;

/** The host's end of one sandbox: a Deno process that runs one program, and all that watches over it. */
export class PortableSandbox implements Poolable {
  readonly #child: Child;
  readonly #events: Channel<SandboxEvent>;
  readonly #meter: Meter;
  #state: "ready" | "running" | "ending" | "ended" = "ready";
  #limits: Limits | undefined;
  #language = "";
  #reason: Reason | null = null;
  #report: ErrorReport | undefined;
  #startedAt = 0;
  #wallMs = 0;
  #written = { stdout: 0, stderr: 0 };
  #artifactBytes = 0;
  #dataLeft = 0;
  #paused = false;
  #handing = { ms: 0, cpuMs: 0 };
  /** What the meter said last: of a process that has ended it says nothing. */
  #seen = { cpuMs: 0, peakBytes: 0 };
  #timers: NodeJS.Timeout[] = [];
  #timeout: NodeJS.Timeout | undefined;

  constructor(child: Child) {
    this.#child = child;
    this.#meter = meterOf(child.pid);
    this.#events = new Channel({
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
    child.hear(
      (frame) => this.#onFrame(frame),
      () => this.#break("it sent what is no frame"),
    );
    void child.exit.then((exit) => this.#onExit(exit));
  }

  get usable(): boolean {
    return this.#state === "ready" && this.#child.alive;
  }

  async *run(
    program: Program,
    { language, limits }: Pick<SandboxSpec, "language" | "limits">,
    signal?: AbortSignal,
  ): AsyncGenerator<SandboxEvent> {
    if (!this.usable) throw new GloveboxError("sandbox_failed", "the sandbox ended before it was asked to run");
    const cancel = () => this.#stop("cancelled");
    this.#state = "running";
    this.#limits = limits;
    this.#language = language;
    this.#send(program, limits);
    this.#timers.push(setTimeout(() => this.#break(`it did not begin within ${START_MS} ms`), START_MS));
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      for await (const event of this.#events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#stopClocks();
    }
  }

  #send({ main, files, args, env, stdin = new Uint8Array(), workdir }: Program, limits: Limits): void {
    for (const [name, content] of files) {
      this.#child.sendJson("file", { name, size: content.length });
      for (const piece of pieces(content)) this.#child.send("data", piece);
    }
    const { fileBytes, workspaceBytes } = limits;
    const run: Run = {
      main: `${WORKSPACE}/${main}`,
      typescript: this.#language === "typescript",
      arguments: args,
      variables: env,
      workdir,
      fileBytes,
      workspaceBytes,
    };
    this.#child.sendJson("run", run);
    for (const piece of pieces(stdin)) this.#child.send("stdin", piece);
    this.#child.send("stdin_end");
  }

  #onFrame(frame: Frame): void {
    try {
      this.#obey(frame);
    } catch {
      this.#break(`it sent a ${frame.name} that is not in order`);
    }
  }

  /** User code may write any frame, in any order. What does not fit ends its sandbox. */
  #obey({ name, payload }: Frame): void {
    if (this.#state === "ended") return;
    if (this.#dataLeft > 0 && name !== "data") throw new RangeError("data is missing");
    switch (name) {
      case "started":
        if (this.#startedAt > 0 || this.#state !== "running") throw new RangeError("started twice");
        this.#start();
        break;
      case "stdout":
      case "stderr":
        this.#onOutput(name, payload);
        break;
      case "error":
        if (this.#report !== undefined) throw new RangeError("error twice");
        this.#report = ErrorReport.parse(parseJson(payload));
        break;
      case "artifact":
        this.#onArtifact(payload);
        break;
      case "data":
        this.#onData(payload);
        break;
      case "ended":
        this.#end(Ending.parse(parseJson(payload)));
        this.#child.kill();
        break;
      case "broken":
        this.#break(Failure.parse(parseJson(payload)).message);
        break;
      default:
        throw new RangeError(name);
    }
  }

  #start(): void {
    const limits = this.#bounds();
    this.#stopClocks();
    this.#meter.restart();
    this.#startedAt = performance.now();
    this.#timeout = setTimeout(() => this.#stop("timed_out"), limits.timeoutMs);
    this.#timers.push(this.#timeout);
    this.#timers.push(setInterval(() => this.#watch(limits), WATCH_MS));
    this.#events.push({ type: "started" });
  }

  #onOutput(name: "stdout" | "stderr", data: Buffer): void {
    if (this.#startedAt === 0) throw new RangeError("output before the start");
    const { outputBytes } = this.#bounds();
    const allowed = outputBytes - this.#written[name];
    this.#written[name] += data.length;
    if (allowed > 0 && data.length > 0)
      this.#events.push({ type: name, data: data.subarray(0, allowed) }, data.length + EVENT_BYTES);
    if (data.length > allowed) this.#stop("output_limit");
  }

  #onArtifact(payload: Buffer): void {
    const { name, size } = ArtifactHeader.parse(parseJson(payload));
    this.#finishClock();
    this.#artifactBytes += size;
    if (this.#artifactBytes > this.#bounds().workspaceBytes) throw new RangeError("more than the workspace can hold");
    this.#dataLeft = size;
    this.#events.push({ type: "artifact", name, size }, name.length + EVENT_BYTES);
  }

  #onData(data: Buffer): void {
    if (data.length > this.#dataLeft) throw new RangeError("more than was announced");
    this.#dataLeft -= data.length;
    if (data.length > 0) this.#events.push({ type: "artifact_data", data }, data.length + EVENT_BYTES);
  }

  #watch(limits: Limits): void {
    const grown = this.#look();
    // The files are in memory twice while they are handed over.
    if (grown > limits.memoryBytes + OVERHEAD_BYTES + this.#artifactBytes) this.#stop("out_of_memory");
    else if (this.#seen.cpuMs > limits.cpuMs) this.#stop("timed_out");
    else if (this.#state === "ending") this.#watchHandingOver(limits);
  }

  #look(): number {
    const cpuMs = Math.max(this.#seen.cpuMs, this.#meter.cpuMs());
    this.#seen = { cpuMs, peakBytes: Math.max(this.#seen.peakBytes, this.#meter.peakBytes()) };
    return this.#meter.grownBytes();
  }

  /**
   * Only the program's own word says that it is over, so it may not go on behind that. A reader that does not keep up is
   * not its fault: then only its processor time counts.
   */
  #watchHandingOver({ timeoutMs }: Limits): void {
    if (!this.#paused) this.#handing.ms += WATCH_MS;
    const spent = Math.max(this.#handing.ms, this.#seen.cpuMs - this.#handing.cpuMs);
    const wallMs = performance.now() - this.#startedAt;
    if (wallMs < timeoutMs || spent < HANDING_OVER_MS + this.#artifactBytes / BYTES_IN_A_MS) return;
    this.#wallMs = wallMs;
    this.#stop("timed_out");
  }

  /** The first reason counts. The program may say last words and hand over its files; then it is killed. */
  #stop(reason: Reason): void {
    if ((this.#state !== "running" && this.#state !== "ending") || this.#reason !== null) return;
    this.#reason = reason;
    this.#look();
    this.#child.send("stop");
    const grace = reason === "out_of_memory" || this.#state === "ending" || this.#startedAt === 0 ? 0 : GRACE_MS;
    if (grace === 0) this.#child.kill();
    else this.#timers.push(setTimeout(() => this.#child.kill(), grace));
  }

  /** The program is over; what comes now are its files. */
  #finishClock(): void {
    if (this.#state !== "running") return;
    this.#state = "ending";
    this.#look();
    this.#handing.cpuMs = this.#seen.cpuMs;
    this.#wallMs = this.#startedAt === 0 ? 0 : performance.now() - this.#startedAt;
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
  }

  #end({ exitCode, signal, notes }: Ending): void {
    this.#finishClock();
    this.#look();
    const limits = this.#bounds();
    const ending: RunEnding = {
      // A program that was stopped did not choose its exit code.
      exitCode: this.#reason === null ? exitCode : null,
      signal: this.#reason === null ? signal : "SIGKILL",
      reason: this.#reason,
      wallMs: this.#wallMs,
      cpuMs: this.#seen.cpuMs,
      // 0 would say that nothing ran; a program can make do with what the runtime had left over.
      peakMemoryBytes: Math.max(PAGE_BYTES, this.#seen.peakBytes),
      notes,
    };
    const outcome = outcomeOf({ ending, report: this.#report, usage: undefined, limits });
    this.#finish({ type: "ended", outcome });
  }

  /** Its process ended before it said how: what the kernel saw is what counts. */
  #onExit({ code, signal }: Exit): void {
    if (this.#state === "ended" || this.#limits === undefined) return;
    if (this.#diedOfMemory(this.#limits)) this.#reason ??= "out_of_memory";
    const lost = "its process ended at once, so files that it left are lost";
    if (this.#startedAt === 0 && this.#reason === null) {
      this.#finish({ type: "ended", outcome: crashed(this.#child.lastWords || "the sandbox ended unexpectedly") });
    } else {
      this.#dataLeft = 0;
      this.#end({ exitCode: code === null ? null : code & 0xff, signal, notes: [lost] });
    }
  }

  /** V8 says so on stderr; a program can write there too. */
  #diedOfMemory({ memoryBytes }: Limits): boolean {
    if (this.#seen.peakBytes < memoryBytes * NEAR_LIMIT) return false;
    return /out of memory|heap limit|Allocation failed/i.test(this.#child.lastWords);
  }

  /** What it said cannot be said, so nothing of it is believed any more. */
  #break(message: string): void {
    if (this.#state === "ready") this.#child.kill();
    else if (this.#state !== "ended")
      this.#finish({ type: "ended", outcome: crashed(`the sandbox broke: ${message}`) });
    this.#child.kill();
  }

  #finish(event: SandboxEvent): void {
    this.#state = "ended";
    this.#stopClocks();
    this.#events.push(event);
    this.#events.close();
  }

  #bounds(): Limits {
    if (this.#limits === undefined) throw new RangeError("nothing runs");
    return this.#limits;
  }

  #stopClocks(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  /** Resolves when its process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === "running" || this.#state === "ending")
      this.#finish({ type: "ended", outcome: bareOutcome("cancelled") });
    this.#state = "ended";
    this.#stopClocks();
    this.#child.resume();
    await this.#child[Symbol.asyncDispose]();
  }
}

function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) yield content.subarray(start, start + PIECE_BYTES);
}
