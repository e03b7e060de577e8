import { randomUUIDv7 } from "node:crypto";
import {
  bareOutcome,
  type EndedExecution,
  type Event,
  GloveboxError,
  type Limits,
  type Outcome,
  type ParsedSessionRequest,
  type Session,
  type Variable,
} from "@glovebox/protocol";
import type { Gate } from "../async/gate.ts";
import type { Cell, Interpreter, Recovered } from "../engines/engine.ts";
import type { ProgramControls } from "../executions/programControls.ts";
import { emptyExecution, isEnded, recordEvent } from "../executions/record.ts";
import { Translator } from "../executions/translator.ts";
import type { ArtifactStore } from "../files/artifactStore.ts";
import type { Files } from "../files/files.ts";
import { type HeldRequest, holdReferences, refersToFiles } from "../files/references.ts";
import { BetweenCells, type OutputListener } from "./betweenCells.ts";
import { type CellInput, type PreparedCell, prepareCell } from "./cellInput.ts";
import { CellQueue } from "./cellQueue.ts";
import { Lifetime } from "./lifetime.ts";
import { SessionFiles } from "./sessionFiles.ts";
import type { SharedSandbox } from "./sharedSandbox.ts";

export type CellOptions = {
  readonly signal?: AbortSignal | undefined;
  /** The execution's id, a UUIDv7 that nobody else uses. By default a new one. */
  readonly id?: string | undefined;
  /** The caller's hand in the cell while it runs: what input() reads, and interrupts. */
  readonly controls?: ProgramControls | undefined;
};

/** A further place that whatever runs in a session needs, waited for once it is its turn there. */
export type Admit = (signal: AbortSignal) => Promise<Disposable>;

export type SessionOptions = {
  readonly id: string;
  readonly principal: string;
  readonly request: ParsedSessionRequest;
  readonly limits: Limits;
  readonly interpreter: Interpreter;
  readonly shared: SharedSandbox;
  readonly artifacts: ArtifactStore;
  /** What a cell's files may refer to. */
  readonly files: Pick<Files, "hold">;
  /** Places among all that run at once. */
  readonly gate: Gate;
  readonly admit: Admit | undefined;
  readonly branchOf?: string;
  /** Takes copies of this session on, under new ids. */
  readonly adopt: (branches: readonly Interpreter[], parent: OpenSession) => OpenSession[];
  /** To be called when it has ended, however. */
  readonly onEnd: () => void;
};

/** A session: an interpreter that keeps its variables, and takes one cell after the other. */
export class OpenSession implements AsyncDisposable {
  readonly id: string;
  readonly principal: string;
  readonly #options: SessionOptions;
  readonly #queue = new CellQueue();
  readonly #between = new BetweenCells();
  readonly #lifetime: Lifetime;
  readonly #home: AsyncDisposable;
  readonly #createdAt = new Date();
  #stop = new AbortController();
  readonly #over = Promise.withResolvers<void>();
  #needsInit = false;
  #restarting: Promise<void> | undefined;
  #executions = 0;
  #ended: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.id = options.id;
    this.principal = options.principal;
    this.#home = options.shared.enter();
    const { idleTimeoutMs, maxAgeMs } = options.request;
    this.#lifetime = new Lifetime({ idleTimeoutMs, maxAgeMs, onEnd: () => void this.close() });
    options.interpreter.listen({
      onSaid: (stream, data) => this.#between.said(stream, data),
      onRevived: (recovered, notes) => this.#onRevived(recovered, notes),
    });
  }

  get info(): Session {
    const { request, interpreter, shared, branchOf } = this.#options;
    const { environment, reason, sandbox } = shared.opened;
    return {
      id: this.id,
      language: interpreter.runtime.language,
      version: interpreter.runtime.version,
      engine: sandbox.engine,
      ...(reason === undefined ? {} : { engineReason: reason }),
      environment: environment.name,
      state: this.#ended !== undefined ? "ended" : this.#queue.busy ? "busy" : "idle",
      workdir: request.workdir,
      executions: this.#executions,
      ...(branchOf === undefined ? {} : { branchOf }),
      createdAt: this.#createdAt.toISOString(),
      lastUsedAt: this.#lifetime.lastUsed.toISOString(),
      idleTimeoutMs: request.idleTimeoutMs,
      maxAgeMs: request.maxAgeMs,
      ...(request.metadata === undefined ? {} : { metadata: request.metadata }),
    };
  }

  /** Resolves once it begins to end, however. */
  get ended(): Promise<void> {
    return this.#over.promise;
  }

  /** Runs a cell and collects what it left. Resolves however it ended: see `outcome.status`. */
  async execute(input: CellInput, options: CellOptions = {}): Promise<EndedExecution> {
    if (!refersToFiles(input)) return await this.#execute(input, options);
    using held = await this.#hold(input);
    return await this.#execute(held.request, options);
  }

  async #execute(input: CellInput, options: CellOptions): Promise<EndedExecution> {
    const prepared = this.#prepare(input);
    const execution = emptyExecution(prepared.request.metadata);
    const id = options.id ?? randomUUIDv7();
    Object.assign(execution, { id, sessionId: this.id, language: this.#options.interpreter.runtime.language });
    for await (const event of this.#stream(prepared, { ...options, id })) recordEvent(execution, event);
    if (!isEnded(execution)) throw new GloveboxError("internal", "the cell's events stopped before it ended");
    return execution;
  }

  /** The same as events, as they happen; the last one is `ended`. Leaving the loop early interrupts the cell. */
  stream(input: CellInput, options: CellOptions = {}): AsyncGenerator<Event> {
    if (refersToFiles(input)) return this.#streamHolding(input, options);
    return this.#stream(this.#prepare(input), { ...options, id: options.id ?? randomUUIDv7() });
  }

  async *#streamHolding(input: CellInput, options: CellOptions): AsyncGenerator<Event> {
    using held = await this.#hold(input);
    yield* this.stream(held.request, options);
  }

  #hold(input: CellInput): Promise<HeldRequest<CellInput>> {
    return holdReferences(input, this.#options.files, { principal: this.principal });
  }

  #prepare(input: CellInput): PreparedCell {
    if (this.#ended !== undefined) throw sessionNotFound();
    return prepareCell(input, this.#options.interpreter.runtime.language, this.#options.limits);
  }

  async *#stream({ cell }: PreparedCell, options: CellOptions & { id: string }): AsyncGenerator<Event> {
    using _controls = options.controls;
    const stop = this.#stop.signal;
    const signal = options.signal === undefined ? stop : AbortSignal.any([stop, options.signal]);
    try {
      using _turn = await this.#queue.enter(signal);
      using _use = this.#lifetime.use();
      using _place = await this.#place(signal);
      yield* this.#run(cell, options, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      yield { type: "ended", outcome: bareOutcome("cancelled") };
    }
  }

  async #place(signal: AbortSignal): Promise<Disposable> {
    using places = new DisposableStack();
    places.use(await this.#options.admit?.(signal));
    places.use(await this.#options.gate.enter(signal));
    return places.move();
  }

  async *#run(cell: Cell, { id, controls }: CellOptions & { id: string }, signal: AbortSignal): AsyncGenerator<Event> {
    const { interpreter, artifacts } = this.#options;
    await interpreter.ready?.();
    if (this.#needsInit) await this.#runInit(signal);
    const translator = new Translator(artifacts, id);
    let notes: readonly string[] = [];
    this.#executions++;
    try {
      for await (const event of interpreter.run(this.#withPackages(cell), signal, controls)) {
        if (event.type === "started") {
          const before = this.#between.take();
          notes = before.notes;
          yield this.#started(id);
          yield* before.events;
        } else if (event.type === "ended") {
          this.#afterCell(event.outcome);
          yield* translator.translate({ ...event, outcome: withNotes(event.outcome, notes) });
        } else {
          yield* translator.translate(event);
        }
      }
    } finally {
      translator.close();
    }
  }

  /** A cell that may ask for packages, where there are any for its language. */
  #withPackages(cell: Cell): Cell {
    const { shared, interpreter } = this.#options;
    const { packages } = shared.opened;
    if (packages?.language !== interpreter.runtime.language) return cell;
    return { ...cell, packages: packages.forCell() };
  }

  #started(id: string): Event {
    const { language, version, engine, engineReason, environment } = this.info;
    const why = engineReason === undefined ? {} : { engineReason };
    return { type: "started", id, sessionId: this.id, language, version, engine, ...why, environment };
  }

  #afterCell({ recovered }: Outcome): void {
    this.#began(recovered);
    if (!this.#options.interpreter.alive) void this.close();
  }

  #onRevived(recovered: Recovered | undefined, notes: readonly string[]): void {
    if (recovered === undefined) return void this.close();
    this.#began(recovered);
    this.#between.note([...notes, recovered === "clean" ? "its variables are gone" : "its variables are there"]);
  }

  /** A new interpreter in the place of a dead one has not run the first code yet. */
  #began(recovered: Recovered | undefined): void {
    this.#needsInit ||= recovered === "clean" && this.#options.request.initCode !== undefined;
  }

  /** Lays its files, and runs its first code. Throws `invalid_request` where that fails. */
  async begin(files: Cell["files"], held: Cell["held"], signal?: AbortSignal): Promise<void> {
    await this.#options.interpreter.lay({ files, held }, signal);
    if (this.#options.request.initCode !== undefined) await this.#runFirst(signal);
  }

  async #runFirst(given: AbortSignal | undefined): Promise<void> {
    const stop = this.#stop.signal;
    const signal = given === undefined ? stop : AbortSignal.any([stop, given]);
    using _place = await this.#place(signal);
    await this.#runInit(signal);
  }

  async #runInit(signal: AbortSignal): Promise<void> {
    const { request, interpreter, limits } = this.#options;
    const { cell } = prepareCell({ code: request.initCode ?? "" }, interpreter.runtime.language, limits);
    for await (const event of interpreter.run(this.#withPackages({ ...cell, counts: false }), signal)) {
      if (event.type === "ended" && event.outcome.status !== "succeeded") throw initFailed(event.outcome);
    }
    this.#needsInit = false;
  }

  /** Interrupts the cell that runs, as Ctrl-C does. Without one nothing happens. */
  interrupt(): void {
    this.#requireLife();
    this.#options.interpreter.interrupt();
  }

  /** Gives up the cells that run and wait, and begins anew without variables; files stay. Runs the first code again. */
  async restart(signal?: AbortSignal): Promise<void> {
    this.#requireLife();
    this.#stop.abort();
    this.#stop = new AbortController();
    using _turn = await this.#turn(signal);
    this.#requireLife();
    using _use = this.#lifetime.use();
    this.#restarting = this.#options.interpreter.restart();
    try {
      await this.#restarting;
    } catch (error) {
      void this.close();
      throw error;
    }
    this.#requireLife();
    this.#executions = 0;
    if (this.#options.request.initCode !== undefined) await this.#runFirst(signal);
  }

  /** Not a cell's. Throws where the session ends while it is waited for. */
  async #turn(signal: AbortSignal | undefined): Promise<Disposable> {
    const turn = await this.#queue.enter(signal);
    if (this.#ended === undefined) return turn;
    turn[Symbol.dispose]();
    throw sessionNotFound();
  }

  /** Its variables, without running any code of the program. Waits for the cells before it. */
  async variables(signal?: AbortSignal): Promise<readonly Variable[]> {
    this.#requireLife();
    using _turn = await this.#turn(signal);
    return await this.#options.interpreter.variables();
  }

  /**
   * Sessions with the same variables as this one has now, in the same sandbox: they share its files and its limits.
   * Throws `conflict` where it cannot be copied: other threads run in it, or it holds pipes or sockets open.
   */
  async branch(count = 1, signal?: AbortSignal): Promise<OpenSession[]> {
    this.#requireLife();
    using _turn = await this.#turn(signal);
    using _use = this.#lifetime.use();
    const made: Interpreter[] = [];
    try {
      for (let each = 0; each < count; each++) made.push(await this.#options.interpreter.branch());
      this.#requireLife();
      return this.#options.adopt(made, this);
    } catch (error) {
      await Promise.all(made.map((each) => each[Symbol.asyncDispose]()));
      throw error;
    }
  }

  /** What a branch of it is made with. */
  get inheritance(): Pick<SessionOptions, "request" | "limits" | "shared" | "admit"> {
    const { request, limits, shared, admit } = this.#options;
    return { request, limits, shared, admit };
  }

  /** Its files, from the sandbox that it shares with its branches; also while a cell runs. */
  get files(): SessionFiles {
    const { shared, request } = this.#options;
    const { engine, files } = shared.opened.sandbox;
    if (files === undefined) throw noFiles(engine);
    return new SessionFiles({ files, workdir: request.workdir, use: () => this.#used() });
  }

  #used(): Disposable {
    this.#requireLife();
    return this.#lifetime.use();
  }

  /** What its threads and processes say while no cell runs. Disposing what it answers ends it. */
  onOutput(listener: OutputListener): Disposable {
    return this.#between.listen(listener);
  }

  /** Ends it; with the last session of a sandbox, the sandbox and its files. */
  close(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  async #close(): Promise<void> {
    this.#lifetime[Symbol.dispose]();
    this.#stop.abort();
    this.#options.onEnd();
    this.#over.resolve();
    // It cannot be ended between its old process and its new one.
    await this.#restarting?.catch(() => undefined);
    await this.#options.interpreter[Symbol.asyncDispose]();
    await this.#home[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requireLife(): void {
    if (this.#ended !== undefined) throw sessionNotFound();
  }
}

/** In the same words whether it is another's, has ended, or never was. */
export function sessionNotFound(): GloveboxError {
  return new GloveboxError("not_found", "there is no such session", {
    advice: "it may have ended; create a new one",
    survives: "engine",
  });
}

function noFiles(engine: string): GloveboxError {
  return new GloveboxError("conflict", `the files of a session on the ${engine} engine cannot be reached`, {
    advice: "send them with a cell, and take what it leaves as artifacts",
    survives: "engine",
  });
}

function withNotes(outcome: Outcome, notes: readonly string[]): Outcome {
  return notes.length === 0 ? outcome : { ...outcome, notes: [...notes, ...(outcome.notes ?? [])] };
}

function initFailed({ status, error }: Outcome): GloveboxError {
  const why = error === undefined ? status : `${error.name}: ${error.message}`;
  return new GloveboxError("invalid_request", `initCode: ${why}`, {
    field: "initCode",
    advice: error?.traceback ?? "mend the code that the session begins with",
  });
}
