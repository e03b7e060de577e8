import { inWorkspace, type Limits, type Outcome, type SignalName } from "@glovebox/protocol";
import type { ProgramControls } from "../../executions/programControls.ts";
import type { Program, SandboxEvent } from "../engine.ts";
import { ErrorReport } from "../errorReport.ts";
import { parseHostileJson } from "../hostileJson.ts";
import { crashed, outcomeOf, type RunEnding } from "../outcome.ts";
import { SaidOfItself } from "../saidOfItself.ts";
import { type Child, type Exit, pieces } from "./child.ts";
import { portableHint } from "./environments.ts";
import type { Frame } from "./frameTable.ts";
import { meterOf } from "./meter.ts";
import type { Run } from "./orders.ts";
import { PortableInput } from "./portableInput.ts";
import { Ending, Failure } from "./reports.ts";
import type { Reason } from "./vigil.ts";
import { WatchedProgram } from "./watchedProgram.ts";

const WORKSPACE = "/workspace";
/** A program's packages are loaded before it starts. */
const START_MS = 60_000;
/** How long a program that is asked to stop may take for its last words, before it is killed. */
const GRACE_MS = 60;
const MOST_TOLD = 2_000;

export type PortableProgramOptions = {
  readonly child: Child;
  readonly program: Program;
  readonly language: string;
  readonly limits: Limits;
  readonly controls: ProgramControls | undefined;
};

/** One program in a Deno process that is used for nothing else, and all that watches over it. */
export class PortableProgram {
  readonly #options: PortableProgramOptions;
  readonly #program: WatchedProgram;
  #state: "running" | "ending" | "ended" = "running";
  #reason: Reason | null = null;
  #interrupted = false;
  /** The signal by which the caller ended it. */
  #endedBy: SignalName | undefined;
  #report: ErrorReport | undefined;
  readonly #said = new SaidOfItself();
  #deadline: NodeJS.Timeout | undefined;

  constructor(options: PortableProgramOptions) {
    const { child, limits, language } = options;
    this.#options = options;
    this.#program = new WatchedProgram({
      child,
      limits,
      workspaceBytes: limits.workspaceBytes,
      countsAsked: language === "python",
      onExceeded: (reason) => this.#stop(reason),
    });
  }

  /** Sends the program, and tells what it does until the last event, `ended`. */
  async *events(signal?: AbortSignal): AsyncGenerator<SandboxEvent> {
    const cancel = () => this.#stop("cancelled");
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      const { child, program } = this.#options;
      await child.lay(program, signal, () => this.#expectStart());
      this.#send(program);
      this.#expectStart();
      for await (const event of this.#program.events) {
        yield event;
        if (event.type === "ended") return;
      }
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#stopClocks();
    }
  }

  #expectStart(): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#break(`it did not begin within ${START_MS} ms`), START_MS);
  }

  #send({ main, args, env, stdin = new Uint8Array(), workdir, returns = [], svg = false }: Program): void {
    const { child, language, limits } = this.#options;
    this.#program.sent();
    const run: Run = {
      main: `${WORKSPACE}/${main}`,
      typescript: language === "typescript",
      arguments: args,
      variables: env,
      workdir: inWorkspace(workdir),
      returns: language === "python" ? returns : [],
      svg,
      fileBytes: limits.fileBytes,
      workspaceBytes: limits.workspaceBytes,
    };
    child.sendJson("run", run);
    for (const piece of pieces(stdin)) child.send("stdin", piece);
    child.send("stdin_end");
  }

  // --- what the child says: hostile, like everything that comes from user code ---

  /** What does not fit ends its sandbox. */
  onFrame(frame: Frame): void {
    if (this.#state === "ended") return;
    try {
      this.#obey(frame);
    } catch {
      this.#break(`it sent a ${frame.name} that is not in order`);
    }
  }

  onBroken(): void {
    this.#break("it sent what is no frame");
  }

  #obey({ name, payload }: Frame): void {
    if (this.#program.take(name, payload)) {
      if (name === "artifact") this.#endItself();
      return;
    }
    switch (name) {
      case "started":
        this.#start(payload);
        return;
      case "notes":
      case "returned":
        this.#said.read(payload);
        return;
      case "error":
        if (this.#report !== undefined) throw new RangeError("error twice");
        this.#report = ErrorReport.parse(parseHostileJson(payload));
        return;
      case "ended":
        this.#end(Ending.parse(parseHostileJson(payload)));
        this.#options.child.kill();
        return;
      case "broken":
        this.#break(Failure.parse(parseHostileJson(payload)).message);
        return;
      default:
        throw new RangeError(name);
    }
  }

  #start(payload: Buffer): void {
    if (this.#state !== "running") throw new RangeError("started after its end");
    const { child, controls } = this.#options;
    clearTimeout(this.#deadline);
    this.#program.start(payload, meterOf(child.pid));
    controls?.attach(new PortableInput({ interrupt: () => this.#interrupt(), end: (signal) => this.#endBy(signal) }));
  }

  /** It hands its files over, so its own time is over. */
  #endItself(): void {
    this.#state = "ending";
    this.#program.ended();
  }

  /** Only Python hears it, and once: its stop becomes a KeyboardInterrupt. */
  #interrupt(): boolean {
    const { language, child } = this.#options;
    if (language !== "python" || this.#interrupted || this.#state !== "running") return false;
    this.#interrupted = true;
    child.send("stop");
    return true;
  }

  #endBy(signal: SignalName): void {
    if (this.#state !== "running") return;
    this.#endedBy = signal;
    this.#options.child.kill();
  }

  // --- ends ---

  /** The first reason counts. The program may say last words and hand over its files; then it is killed. */
  #stop(reason: Reason): void {
    if (this.#state === "ended" || this.#reason !== null) return;
    const { child } = this.#options;
    this.#reason = reason;
    this.#program.look();
    const patient = this.#state === "running" && this.#program.started && reason !== "out_of_memory";
    child.send("stop");
    if (patient) this.#deadline = setTimeout(() => child.kill(), GRACE_MS);
    else child.kill();
  }

  #end({ exitCode, signal, notes }: Ending): void {
    this.#program.ended();
    const ending: RunEnding = {
      // A program that was stopped did not choose its exit code.
      exitCode: this.#reason === null ? exitCode : null,
      signal: this.#reason === null ? signal : "SIGKILL",
      reason: this.#reason,
      ...this.#program.usage,
      notes,
    };
    const { limits } = this.#options;
    const facts = { ending, report: this.#report, usage: undefined, limits, hint: portableHint };
    const outcome = outcomeOf(facts);
    const { variables, notes: said } = this.#said;
    const told = said.length === 0 ? outcome : { ...outcome, notes: [...said, ...(outcome.notes ?? [])] };
    this.#finish({ type: "ended", outcome: told, ...(variables === undefined ? {} : { variables }) });
  }

  /** Its process ended before it said how: what the kernel saw is what counts. */
  onExit({ code, signal }: Exit): void {
    if (this.#state === "ended") return;
    if (this.#program.diedOfMemory) this.#reason ??= "out_of_memory";
    const lost = "its process ended at once; files that it had written are lost";
    if (!this.#program.started && this.#reason === null)
      this.endAs(crashed(this.#options.child.lastWords || "the sandbox ended unexpectedly"));
    else this.#end({ exitCode: code === null ? null : code & 0xff, signal: this.#endedBy ?? signal, notes: [lost] });
  }

  /** What it said cannot be said, so nothing of it is believed any more. */
  #break(message: string): void {
    const told = `the sandbox broke: ${message.slice(0, MOST_TOLD)}`;
    if (!this.#program.started) this.endAs(crashed(told));
    else if (this.#state !== "ended") {
      this.#report = undefined;
      this.#end({ exitCode: null, signal: "SIGKILL", notes: [told] }); // user code runs, so it is the program's doing
    }
    this.#options.child.kill();
  }

  /** Without a word of its own. */
  endAs(outcome: Outcome): void {
    if (this.#state !== "ended") this.#finish({ type: "ended", outcome });
  }

  #finish(event: SandboxEvent): void {
    this.#state = "ended";
    this.#stopClocks();
    this.#program.close(event);
  }

  #stopClocks(): void {
    clearTimeout(this.#deadline);
    this.#program[Symbol.dispose]();
  }
}
