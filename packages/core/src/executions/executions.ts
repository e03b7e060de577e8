import { randomUUIDv7 } from "node:crypto";
import {
  bareOutcome,
  type EndedExecution,
  type Event,
  GloveboxError,
  type Limits,
  type Outcome,
  pathProblem,
} from "@glovebox/protocol";
import type { Gate } from "../async/gate.ts";
import type { Sandbox, SandboxEvent } from "../engines/engine.ts";
import { type Attempts, AUTO, type Engines } from "../engines/engines.ts";
import type { Environment } from "../environments/environment.ts";
import type { ArtifactStore, ArtifactWriter } from "../files/artifactStore.ts";
import { chooseEnvironment } from "./environmentChoice.ts";
import { emptyExecution, isEnded, recordEvent } from "./record.ts";
import { type PreparedRequest, prepareRequest, type RequestInput } from "./request.ts";

const MOST_ARTIFACTS = 1_000;

export type ExecutionOptions = {
  readonly signal?: AbortSignal | undefined;
  /** The execution's id, a UUIDv7 that nobody else uses. By default a new one. */
  readonly id?: string | undefined;
};

export type ExecutionsOptions = {
  readonly engines: Engines;
  readonly artifacts: ArtifactStore;
  readonly limits: Limits;
  readonly gate: Gate;
};

/** A sandbox that waits for its program, and how it came to be this one. */
type Opened = {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  readonly reason: string | undefined;
  readonly place: Disposable;
};

/** Runs requests: checks, waits for a place and a sandbox, and turns what the sandbox says into events. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #endings = new Set<Promise<void>>();

  constructor(options: ExecutionsOptions) {
    this.#options = options;
  }

  /** The events of one execution; a request that is not in order throws before the first. */
  stream(input: RequestInput, options: ExecutionOptions = {}): AsyncGenerator<Event> {
    return this.#stream(prepareRequest(input, this.#options.limits), options.id ?? randomUUIDv7(), options.signal);
  }

  /** The same, collected. Resolves for every program that could be run, however it ended. */
  async execute(input: RequestInput, options: ExecutionOptions = {}): Promise<EndedExecution> {
    const prepared = prepareRequest(input, this.#options.limits);
    const id = options.id ?? randomUUIDv7();
    const execution = emptyExecution(prepared.request.metadata);
    execution.id = id;
    execution.language = prepared.language.id;
    for await (const event of this.#stream(prepared, id, options.signal)) recordEvent(execution, event);
    if (!isEnded(execution)) throw new GloveboxError("internal", "the execution's events stopped before it ended");
    return execution;
  }

  /** Has a sandbox for Python made as for a request, and more behind it; which engine made it. */
  async warm(): Promise<{ engine: string; reason: string | undefined }> {
    const prepared = prepareRequest({ language: "python", code: "0" }, this.#options.limits);
    const opening = this.#open(prepared, this.#options.engines.attempts(AUTO, "python"));
    let next = await opening.next();
    while (!next.done) next = await opening.next(); // progress, which nobody follows
    const { sandbox, reason, place } = next.value;
    place[Symbol.dispose]();
    await sandbox[Symbol.asyncDispose]();
    return { engine: sandbox.engine, reason };
  }

  async *#stream(prepared: PreparedRequest, id: string, signal?: AbortSignal): AsyncGenerator<Event> {
    // First of all: an unknown engine is no reason to install an environment.
    const attempts = this.#options.engines.attempts(prepared.request.engine, prepared.language.id);
    try {
      const opened = yield* this.#open(prepared, attempts, signal);
      using _place = opened.place;
      try {
        yield* this.#run(opened, prepared, id, signal);
      } finally {
        this.#dispose(opened.sandbox);
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      yield { type: "ended", outcome: bareOutcome("cancelled") };
    }
  }

  /** A sandbox of the first engine that can run this. */
  async *#open(prepared: PreparedRequest, attempts: Attempts, signal?: AbortSignal): AsyncGenerator<Event, Opened> {
    const { language, version, limits } = prepared;
    for (;;) {
      const { equipped, reason } = attempts.next();
      let place: Disposable | undefined;
      try {
        const environment = yield* chooseEnvironment(prepared, equipped, signal);
        place = await this.#options.gate.enter(signal);
        const sandbox = await equipped.engine.open({ language: language.id, version, environment, limits }, signal);
        return { sandbox, environment, reason, place };
      } catch (error) {
        place?.[Symbol.dispose]();
        if (!attempts.passOver(error)) throw error;
      }
    }
  }

  async *#run(
    { sandbox, environment, reason }: Opened,
    { request, main, files, stdin }: PreparedRequest,
    id: string,
    signal?: AbortSignal,
  ): AsyncGenerator<Event> {
    const program = { main, files, args: request.args ?? [], env: request.env ?? {}, stdin, workdir: request.workdir };
    const translator = new Translator(this.#options.artifacts, id);
    const { engine } = sandbox;
    try {
      for await (const event of sandbox.run(program, signal)) {
        if (event.type === "started") {
          const { language, version } = sandbox.runtime;
          const why = reason === undefined ? {} : { engineReason: reason };
          yield { type: "started", id, language, version, engine, ...why, environment: environment.name };
        } else {
          yield* translator.translate(event);
        }
      }
    } finally {
      translator.close();
    }
  }

  /** Off the road of the request: its answer does not wait for the sandbox to be gone. */
  #dispose(sandbox: Sandbox): void {
    const ending = Promise.resolve(sandbox[Symbol.asyncDispose]()).finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
  }

  /** Resolves when every sandbox that was used is gone. */
  async settle(): Promise<void> {
    await Promise.all(this.#endings);
  }
}

/** Turns the bytes of one run into events: decodes text, stores artifacts. */
class Translator {
  readonly #store: ArtifactStore;
  readonly #id: string;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #leftOut: string[] = [];
  #incoming: { writer: ArtifactWriter | undefined; left: number } | undefined;
  #artifacts = 0;

  constructor(store: ArtifactStore, id: string) {
    this.#store = store;
    this.#id = id;
  }

  *translate(event: Exclude<SandboxEvent, { type: "started" }>): Generator<Event> {
    switch (event.type) {
      case "stdout":
      case "stderr":
        yield* text(event.type, this.#decoders[event.type].decode(event.data, { stream: true }));
        return;
      case "artifact":
        yield* this.#begin(event.name, event.size);
        return;
      case "artifact_data":
        yield* this.#continue(event.data);
        return;
      case "ended":
        for (const name of ["stdout", "stderr"] as const) yield* text(name, this.#decoders[name].decode());
        yield { type: "ended", outcome: this.#withNotes(event.outcome) };
    }
  }

  *#begin(name: string, size: number): Generator<Event> {
    const problem = pathProblem(name);
    const refusal =
      problem ?? (this.#artifacts >= MOST_ARTIFACTS ? `is one of more than ${MOST_ARTIFACTS}` : undefined);
    if (refusal !== undefined && this.#leftOut.length < 20)
      this.#leftOut.push(`the artifact ${JSON.stringify(name.slice(0, 200))} was left out: its name ${refusal}`);
    const writer = refusal === undefined ? this.#store.begin(this.#id, name) : undefined;
    this.#artifacts++;
    this.#incoming = { writer, left: size };
    if (size === 0) yield* this.#finish();
  }

  *#continue(data: Uint8Array): Generator<Event> {
    const incoming = this.#incoming;
    if (incoming === undefined || data.length > incoming.left)
      throw new GloveboxError("internal", "artifact data out of order");
    incoming.writer?.write(data);
    incoming.left -= data.length;
    if (incoming.left === 0) yield* this.#finish();
  }

  *#finish(): Generator<Event> {
    const writer = this.#incoming?.writer;
    this.#incoming = undefined;
    const artifact = writer?.finish();
    if (artifact !== undefined) yield { type: "artifact", artifact };
  }

  #withNotes(outcome: Outcome): Outcome {
    return this.#leftOut.length === 0 ? outcome : { ...outcome, notes: [...(outcome.notes ?? []), ...this.#leftOut] };
  }

  /** A run that stopped in the middle of an artifact leaves nothing of it. */
  close(): void {
    this.#incoming?.writer?.discard();
    this.#incoming = undefined;
  }
}

function* text(type: "stdout" | "stderr", data: string): Generator<Event> {
  if (data !== "") yield { type, data };
}
