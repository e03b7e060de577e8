import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type EngineDiagnosis, GloveboxError, type Limits, type Outcome, type SignalName } from "@glovebox/protocol";
import type { ProgramControls, ProgramInput } from "../../executions/programControls.ts";
import type { Engine, Program, Runtime, Sandbox, SandboxEvent, SandboxSpec } from "../engine.ts";

const ECHO: Runtime = { language: "echo", version: "1", aliases: [] };

/**
 * The smallest engine: it runs a toy language in this process, so it isolates nothing. For tests of what all engines
 * share, and as an example for the next engine. A program's lines are commands:
 *
 *     print TEXT · error TEXT · print-bytes BASE64 · echo-stdin · echo-args · echo-env NAME · echo-workdir
 *     write NAME TEXT · read NAME · sleep MS · exit CODE · kill SIGNAL · fill-memory · flood · flood-stderr
 *     echo-line · wait-signal          with the caller's hand in it: the next line of stdin, the next signal's name
 *     compile TEXT · compile-error TEXT · compile-fail CODE         before all others, what a compiler says
 */
export class DummyEngine implements Engine {
  readonly name = "dummy";
  readonly languages = [ECHO.language];
  readonly #open = new Set<DummySandbox>();

  async runtimes(): Promise<readonly Runtime[]> {
    return [ECHO];
  }

  async open({ language, limits }: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    signal?.throwIfAborted();
    if (language !== ECHO.language) throw new GloveboxError("unknown_language", `dummy speaks only ${ECHO.language}`);
    const sandbox = new DummySandbox(limits, () => this.#open.delete(sandbox));
    this.#open.add(sandbox);
    return sandbox;
  }

  async diagnose(): Promise<EngineDiagnosis> {
    return {
      engine: this.name,
      usable: true,
      reason: "it runs a toy language in this process",
      facts: {},
      promises: [{ promise: "Programs are sealed in", enforced: false, by: "nobody: this engine is for tests only" }],
      missing: [],
      languages: [{ language: ECHO.language, versions: [ECHO.version] }],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox[Symbol.asyncDispose]()));
  }
}

class DummySandbox implements Sandbox {
  readonly engine = "dummy";
  readonly runtime = ECHO;
  readonly #limits: Limits;
  readonly #onGone: () => void;
  readonly #killed = new AbortController();

  constructor(limits: Limits, onGone: () => void) {
    this.#limits = limits;
    this.#onGone = onGone;
  }

  async *run(program: Program, signal?: AbortSignal, controls?: ProgramControls): AsyncGenerator<SandboxEvent> {
    const compiles = textOf(program.files.get(program.main)).startsWith("compile");
    yield { type: "started", ...(compiles ? { compiles } : {}) };
    const failure = yield* compile(program);
    if (failure !== undefined) {
      yield { type: "ended", outcome: failure };
      return;
    }
    const started = performance.now();
    const timeout = AbortSignal.timeout(this.#limits.timeoutMs);
    const stop = AbortSignal.any([timeout, this.#killed.signal, ...(signal === undefined ? [] : [signal])]);
    const conversation = new Conversation(program.stdin, stop);
    const execution = new Execution(program, this.#limits, stop, conversation);
    controls?.attach(conversation);
    const ending = yield* execution.run();
    yield* execution.artifacts();
    const stopped =
      stop.aborted && ending.status === undefined ? (timeout.aborted ? "timed_out" : "cancelled") : undefined;
    const wallMs = performance.now() - started;
    yield { type: "ended", outcome: outcomeOf({ ...ending, status: stopped ?? ending.status }, wallMs) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#killed.abort();
    this.#onGone();
  }
}

type Ending = { readonly status?: Outcome["status"] | undefined; readonly exitCode?: number; readonly signal?: string };

function outcomeOf({ status, exitCode = 0, signal }: Ending, wallMs: number): Outcome {
  const ended = status ?? (exitCode === 0 ? "succeeded" : "failed");
  const finished = ended === "succeeded" || ended === "failed";
  return {
    status: ended,
    exitCode: finished ? exitCode : null,
    signal: finished ? null : (signal ?? "SIGKILL"),
    usage: { wallMs, cpuMs: 0, peakMemoryBytes: 0 },
  };
}

/** The compiler of the toy language: it says what the first lines say. Answers how it failed. */
function* compile(program: Program): Generator<SandboxEvent, Outcome | undefined> {
  const lines = textOf(program.files.get(program.main)).split("\n");
  const commands = lines.filter((line) => line.startsWith("compile"));
  if (!lines[0]?.startsWith("compile")) return undefined;
  let exitCode = 0;
  for (const line of commands) {
    const [command = "", ...rest] = line.split(" ");
    if (command === "compile-fail") exitCode = Number(rest[0]);
    else {
      const type = command === "compile" ? "stdout" : "stderr";
      yield { type, data: Buffer.from(`${rest.join(" ")}\n`), stage: "compile" };
    }
  }
  const outcome = outcomeOf({ exitCode }, 0);
  yield { type: "compiled", outcome, cached: false };
  return exitCode === 0 ? undefined : outcome;
}

/** What the caller says to a program that runs. */
class Conversation implements ProgramInput {
  readonly #stop: AbortSignal;
  readonly #signals: string[] = [];
  #text: string;
  #wake = Promise.withResolvers<void>();

  constructor(stdin: Uint8Array | undefined, stop: AbortSignal) {
    this.#text = textOf(stdin);
    this.#stop = stop;
    stop.addEventListener("abort", () => this.#wake.resolve());
  }

  async write(data: Uint8Array): Promise<void> {
    this.#text += textOf(data);
    this.#wake.resolve();
  }

  end(): void {
    this.#text += "\n";
    this.#wake.resolve();
  }

  signal(name: SignalName): void {
    this.#signals.push(name);
    this.#wake.resolve();
  }

  line(): Promise<string> {
    return this.#wait(() => {
      const end = this.#text.indexOf("\n");
      if (end < 0) return undefined;
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 1);
      return line;
    });
  }

  nextSignal(): Promise<string> {
    return this.#wait(() => this.#signals.shift());
  }

  async #wait(look: () => string | undefined): Promise<string> {
    for (;;) {
      const found = this.#stop.aborted ? "" : look();
      if (found !== undefined) return found;
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
  }
}

/** One program, one command at a time. */
class Execution {
  readonly #program: Program;
  readonly #limits: Limits;
  readonly #stop: AbortSignal;
  readonly #conversation: Conversation;
  readonly #files: Map<string, Uint8Array>;
  #before: ReadonlyMap<string, string> = new Map();
  #written = 0;

  constructor(program: Program, limits: Limits, stop: AbortSignal, conversation: Conversation) {
    this.#program = program;
    this.#limits = limits;
    this.#stop = stop;
    this.#conversation = conversation;
    this.#files = new Map(program.files);
  }

  async *run(): AsyncGenerator<SandboxEvent, Ending> {
    for (const [name, file] of this.#program.held) this.#files.set(name, await file.read());
    this.#before = new Map([...this.#files].map(([name, content]) => [name, digest(content)]));
    for (const line of textOf(this.#program.files.get(this.#program.main)).split("\n")) {
      if (this.#stop.aborted) return {};
      const [command = "", ...rest] = line.split(" ");
      const ending = yield* this.#obey(command, rest.join(" "));
      if (ending !== undefined) return ending;
    }
    return { exitCode: 0 };
  }

  async *#obey(command: string, rest: string): AsyncGenerator<SandboxEvent, Ending | undefined> {
    const { stdin, args, env, workdir } = this.#program;
    switch (command) {
      case "print":
        return yield* this.#say("stdout", Buffer.from(`${rest}\n`));
      case "error":
        return yield* this.#say("stderr", Buffer.from(`${rest}\n`));
      case "print-bytes":
        return yield* this.#say("stdout", Buffer.from(rest, "base64"));
      case "echo-stdin":
        return yield* this.#say("stdout", Buffer.from(stdin ?? []));
      case "echo-args":
        return yield* this.#say("stdout", Buffer.from(`${JSON.stringify(args)}\n`));
      case "echo-env":
        return yield* this.#say("stdout", Buffer.from(`${env[rest] ?? ""}\n`));
      case "echo-workdir":
        return yield* this.#say("stdout", Buffer.from(`${workdir}\n`));
      case "read":
        return yield* this.#say("stdout", Buffer.from(this.#files.get(rest) ?? []));
      case "write":
        this.#files.set(rest.split(" ")[0] ?? "", Buffer.from(rest.slice(rest.indexOf(" ") + 1)));
        return;
      case "sleep":
        await sleep(Number(rest), undefined, { signal: this.#stop }).catch(() => undefined); // the loop sees why
        return;
      case "echo-line":
        return yield* this.#say("stdout", Buffer.from(`${await this.#conversation.line()}\n`));
      case "wait-signal":
        return yield* this.#say("stdout", Buffer.from(`${await this.#conversation.nextSignal()}\n`));
      case "flood":
      case "flood-stderr":
        for (let ending: Ending | undefined; ; ) {
          ending = yield* this.#say(command === "flood" ? "stdout" : "stderr", Buffer.alloc(1000, "x"));
          if (ending !== undefined || this.#stop.aborted) return ending;
        }
      case "exit":
        return { exitCode: Number(rest) };
      case "kill":
        return { status: "killed", signal: rest };
      case "fill-memory":
        return { status: "out_of_memory" };
      case "":
      case "compile":
      case "compile-error":
        return;
      default:
        yield* this.#say("stderr", Buffer.from(`unknown command ${command}\n`));
        return { exitCode: 127 };
    }
  }

  *#say(type: "stdout" | "stderr", data: Buffer): Generator<SandboxEvent, Ending | undefined> {
    const allowed = this.#limits.outputBytes - this.#written;
    this.#written += data.length;
    if (allowed > 0 && data.length > 0) yield { type, data: data.subarray(0, allowed) };
    return data.length > allowed ? { status: "output_limit" } : undefined;
  }

  /** What is new or changed. */
  *artifacts(): Generator<SandboxEvent> {
    for (const [name, content] of [...this.#files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (this.#before.get(name) === digest(content)) continue;
      yield { type: "artifact", name, size: content.length };
      if (content.length > 0) yield { type: "artifact_data", data: Buffer.from(content) };
    }
  }
}

function textOf(content: Uint8Array | undefined): string {
  return Buffer.from(content ?? []).toString("utf8");
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
