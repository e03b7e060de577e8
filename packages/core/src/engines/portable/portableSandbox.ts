import { bareOutcome, GloveboxError, inWorkspace, type Limits, type SignalName } from "@glovebox/protocol";
import type { Channel } from "../../async/channel.ts";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, SandboxEvent, SandboxSpec } from "../engine.ts";
import { ErrorReport } from "../errorReport.ts";
import { eventChannel } from "../eventChannel.ts";
import { parseJson } from "../frameFormat.ts";
import { crashed, outcomeOf, type RunEnding } from "../outcome.ts";
import type { Poolable } from "../pool.ts";
import { shownEvent } from "../shownEvent.ts";
import type { Child, Exit } from "./child.ts";
import { portableHint } from "./environments.ts";
import { type Frame, PIECE_BYTES } from "./frameTable.ts";
import { meterOf } from "./meter.ts";
import type { Run } from "./orders.ts";
import { PortableInput } from "./portableInput.ts";
import { ArtifactHeader, Ending, Failure, Shown, Started } from "./reports.ts";
import { type Reason, Vigil } from "./vigil.ts";

const WORKSPACE = "/workspace";
/** A program's packages are loaded before it starts. */
const START_MS = 60_000;
/** How long a program that is asked to stop may take for its last words, before it is killed. */
const GRACE_MS = 60;
/** What an event takes of the host's memory beside its content. */
const EVENT_BYTES = 128;
const NOTHING_USED = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };
const MOST_ARTIFACTS = 100_000;
/** A small piece would keep all of the chunk that it came in. */
const COPIED_BYTES = 16 * 1024;
const MOST_RESULT_BYTES = 64 * 1024 * 1024;
const MOST_TOLD = 2_000;
/** From this part of its memory limit on, a process that says so while it dies is believed to have met the limit. */
const NEAR_LIMIT = 0.5;

/** The host's end of one sandbox: a Deno process that runs one program, and all that watches over it. */
export class PortableSandbox implements Poolable {
  readonly #child: Child;
  readonly #events: Channel<SandboxEvent>;
  #state: "ready" | "running" | "ending" | "ended" = "ready";
  #limits: Limits | undefined;
  #language = "";
  #reason: Reason | null = null;
  #controls: ProgramControls | undefined;
  #interrupted = false;
  /** The signal by which the caller ended it. */
  #endedBy: SignalName | undefined;
  #report: ErrorReport | undefined;
  /** Since the program started. */
  #vigil: Vigil | undefined;
  #written = { stdout: 0, stderr: 0 };
  #artifacts = 0;
  #resultBytes = 0;
  #shown: Shown = {};
  #announced = 0;
  #dataLeft = 0;
  #paused = false;
  #sentAt = 0;
  #deadline: NodeJS.Timeout | undefined;

  constructor(child: Child) {
    this.#child = child;
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
    child.hear(
      (frame) => this.#onFrame(frame),
      () => this.#break("it sent what is no frame"),
    );
    void child.exit.then((exit) => this.#onExit(exit));
  }

  /** Gives its process away, which then stays and runs cells. */
  release(): Child {
    if (!this.usable) throw new GloveboxError("sandbox_failed", "the sandbox ended before it was asked to run");
    this.#state = "ended";
    return this.#child;
  }

  get usable(): boolean {
    return this.#state === "ready" && this.#child.alive;
  }

  async *run(
    program: Program,
    { language, limits }: Pick<SandboxSpec, "language" | "limits">,
    signal?: AbortSignal,
    controls?: ProgramControls,
  ): AsyncGenerator<SandboxEvent> {
    if (!this.usable) throw new GloveboxError("sandbox_failed", "the sandbox ended before it was asked to run");
    const cancel = () => this.#stop("cancelled");
    this.#state = "running";
    this.#limits = limits;
    this.#controls = controls;
    this.#language = language;
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      if (program.held.size > 0) await this.#lay(program.held, signal);
      this.#sentAt = performance.now();
      this.#send(program, limits);
      this.#expectStart();
      for await (const event of this.#events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#stopClocks();
    }
  }

  #lay(files: Program["held"], signal: AbortSignal | undefined): Promise<void> {
    return this.#child.lay(files, signal, () => this.#expectStart());
  }

  #expectStart(): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#break(`it did not begin within ${START_MS} ms`), START_MS);
  }

  #send(
    { main, files, args, env, stdin = new Uint8Array(), workdir, returns = [], svg = false }: Program,
    limits: Limits,
  ): void {
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
      workdir: inWorkspace(workdir),
      returns: this.#language === "python" ? returns : [],
      svg,
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
        if (this.#vigil !== undefined || this.#state !== "running") throw new RangeError("started twice");
        this.#start(Started.parse(parseJson(payload)).at);
        break;
      case "stdout":
      case "stderr":
        this.#onOutput(name, payload);
        break;
      case "result":
        this.#onResult(payload);
        break;
      case "notes":
      case "returned":
        this.#shown = { ...this.#shown, ...Shown.safeParse(parseJson(payload)).data };
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

  #start(at: number): void {
    const lateMs = performance.timeOrigin + performance.now() - at;
    clearTimeout(this.#deadline);
    this.#vigil = new Vigil({
      meter: meterOf(this.#child.pid),
      limits: this.#bounds(),
      startedAt: Math.min(performance.now(), Math.max(this.#sentAt, performance.now() - lateMs)),
      countsAsked: this.#language === "python",
      isPaused: () => this.#paused,
      onExceeded: (reason) => this.#stop(reason),
    });
    this.#events.push({ type: "started" });
    this.#controls?.attach(
      new PortableInput({ interrupt: () => this.#interrupt(), end: (signal) => this.#endBy(signal) }),
    );
  }

  /** Only Python hears it, and once: its stop becomes a KeyboardInterrupt. */
  #interrupt(): boolean {
    if (this.#language !== "python" || this.#interrupted || this.#state !== "running") return false;
    this.#interrupted = true;
    this.#child.send("stop");
    return true;
  }

  #endBy(signal: SignalName): void {
    if (this.#state !== "running") return;
    this.#endedBy = signal;
    this.#child.kill();
  }

  #onOutput(name: "stdout" | "stderr", data: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("output before the start");
    if (data.length === 0) throw new RangeError("nothing, which costs the program nothing");
    const { outputBytes } = this.#bounds();
    const allowed = outputBytes - this.#written[name];
    this.#written[name] += data.length;
    if (allowed > 0) this.#events.push({ type: name, data: own(data.subarray(0, allowed)) }, data.length + EVENT_BYTES);
    if (data.length > allowed) this.#stop("output_limit");
  }

  #onResult(payload: Buffer): void {
    if (this.#vigil === undefined) throw new RangeError("a result before the start");
    this.#resultBytes += payload.length;
    const event = shownEvent(parseJson(payload));
    if (this.#resultBytes > MOST_RESULT_BYTES) this.#stop("output_limit");
    else if (event !== undefined) this.#events.push(event, payload.length + EVENT_BYTES);
  }

  #onArtifact(payload: Buffer): void {
    const { name, size } = ArtifactHeader.parse(parseJson(payload));
    if (this.#vigil === undefined) throw new RangeError("a file before the start");
    this.#state = "ending";
    this.#vigil.ended();
    this.#announced += size;
    if (this.#announced > this.#bounds().workspaceBytes) throw new RangeError("more than the workspace can hold");
    if (++this.#artifacts > MOST_ARTIFACTS) throw new RangeError("more files than anybody wants");
    this.#dataLeft = size;
    this.#events.push({ type: "artifact", name, size }, name.length + EVENT_BYTES);
  }

  #onData(data: Buffer): void {
    if (data.length === 0 || data.length > this.#dataLeft) throw new RangeError("not what was announced");
    this.#dataLeft -= data.length;
    this.#vigil?.received(data.length);
    this.#events.push({ type: "artifact_data", data: own(data) }, data.length + EVENT_BYTES);
  }

  /** The first reason counts. The program may say last words and hand over its files; then it is killed. */
  #stop(reason: Reason): void {
    if ((this.#state !== "running" && this.#state !== "ending") || this.#reason !== null) return;
    this.#reason = reason;
    this.#vigil?.look();
    const patient = this.#state === "running" && this.#vigil !== undefined && reason !== "out_of_memory";
    this.#child.send("stop");
    if (patient) this.#deadline = setTimeout(() => this.#child.kill(), GRACE_MS);
    else this.#child.kill();
  }

  #end({ exitCode, signal, notes }: Ending): void {
    this.#vigil?.ended();
    const ending: RunEnding = {
      // A program that was stopped did not choose its exit code.
      exitCode: this.#reason === null ? exitCode : null,
      signal: this.#reason === null ? signal : "SIGKILL",
      reason: this.#reason,
      ...(this.#vigil?.usage ?? NOTHING_USED),
      notes,
    };
    const limits = this.#bounds();
    const facts = { ending, report: this.#report, usage: undefined, limits, hint: portableHint };
    const outcome = outcomeOf(facts);
    const { variables, notes: shown = [] } = this.#shown;
    const told = shown.length === 0 ? outcome : { ...outcome, notes: [...shown, ...(outcome.notes ?? [])] };
    this.#finish({ type: "ended", outcome: told, ...(variables === undefined ? {} : { variables }) });
  }

  /** Its process ended before it said how: what the kernel saw is what counts. */
  #onExit({ code, signal }: Exit): void {
    if (this.#state === "ended" || this.#limits === undefined) return;
    if (this.#diedOfMemory(this.#limits)) this.#reason ??= "out_of_memory";
    const lost = "its process ended at once; files that it had written are lost";
    if (this.#vigil === undefined && this.#reason === null) {
      this.#finish({ type: "ended", outcome: crashed(this.#child.lastWords || "the sandbox ended unexpectedly") });
    } else {
      this.#dataLeft = 0;
      this.#end({ exitCode: code === null ? null : code & 0xff, signal: this.#endedBy ?? signal, notes: [lost] });
    }
  }

  /** V8 says so on stderr; a program can write there too. */
  #diedOfMemory({ memoryBytes }: Limits): boolean {
    if ((this.#vigil?.usage.peakMemoryBytes ?? 0) < memoryBytes * NEAR_LIMIT) return false;
    return /out of memory|heap limit|Allocation failed/i.test(this.#child.lastWords);
  }

  /** What it said cannot be said, so nothing of it is believed any more. */
  #break(message: string): void {
    const told = `the sandbox broke: ${message.slice(0, MOST_TOLD)}`;
    if (this.#vigil === undefined) {
      if (this.#state !== "ready" && this.#state !== "ended") this.#finish({ type: "ended", outcome: crashed(told) });
    } else if (this.#state !== "ended") {
      this.#report = undefined;
      this.#end({ exitCode: null, signal: "SIGKILL", notes: [told] }); // user code runs, so it is the program's doing
    }
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
    clearTimeout(this.#deadline);
    this.#vigil?.[Symbol.dispose]();
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

function own(data: Buffer): Buffer {
  return data.length < COPIED_BYTES ? Buffer.from(data) : data;
}

function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += PIECE_BYTES) yield content.subarray(start, start + PIECE_BYTES);
}
