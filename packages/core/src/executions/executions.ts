import { randomUUIDv7 } from "node:crypto";
import { bareOutcome, type EndedExecution, type Event, GloveboxError, type Limits } from "@glovebox/protocol";
import type { Sandbox } from "../engines/engine.ts";
import { AUTO, type Engines } from "../engines/engines.ts";
import type { ArtifactStore } from "../files/artifactStore.ts";
import { LOCAL } from "../owner.ts";
import { LastWords } from "./lastWords.ts";
import type { Opened, Opener, Opening } from "./opening.ts";
import type { ProgramControls } from "./programControls.ts";
import { emptyExecution, isEnded, recordEvent } from "./record.ts";
import { type PreparedRequest, prepareRequest, type RequestInput } from "./request.ts";
import { Translator } from "./translator.ts";

export type ExecutionOptions = {
  readonly signal?: AbortSignal | undefined;
  /** The execution's id, a UUIDv7 that nobody else uses. By default a new one. */
  readonly id?: string | undefined;
  /** Who asks. Programs that were built for one principal are not used for another. Default: everybody is one. */
  readonly principal?: string | undefined;
  /** The caller's hand in the program while it runs. Without it stdin ends after what the request gives. */
  readonly controls?: ProgramControls | undefined;
};

export type ExecutionsOptions = {
  readonly engines: Engines;
  readonly artifacts: ArtifactStore;
  readonly limits: Limits;
  readonly opener: Opener;
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
    return this.#stream(prepareRequest(input, this.#options.limits), openingOf(options), options.controls);
  }

  /** The same, collected. Resolves for every program that could be run, however it ended. */
  async execute(input: RequestInput, options: ExecutionOptions = {}): Promise<EndedExecution> {
    const prepared = prepareRequest(input, this.#options.limits);
    const opening = openingOf(options);
    const execution = emptyExecution(prepared.request.metadata);
    execution.id = opening.id;
    execution.language = prepared.language.id;
    for await (const event of this.#stream(prepared, opening, options.controls)) recordEvent(execution, event);
    if (!isEnded(execution)) throw new GloveboxError("internal", "the execution's events stopped before it ended");
    return execution;
  }

  /** Has a sandbox for Python made as for a request, and more behind it; which engine made it. */
  async warm(): Promise<{ engine: string; reason: string | undefined }> {
    const prepared = prepareRequest({ language: "python", code: "0" }, this.#options.limits);
    const attempts = this.#options.engines.attempts(AUTO, "python");
    const opening = this.#options.opener.open(prepared, attempts, openingOf({}));
    let next = await opening.next();
    while (!next.done) next = await opening.next(); // progress, which nobody follows
    if ("status" in next.value) throw new GloveboxError("internal", "Python is not compiled");
    using opened = next.value;
    await opened.sandbox[Symbol.asyncDispose]();
    return { engine: opened.sandbox.engine, reason: opened.reason };
  }

  async *#stream(prepared: PreparedRequest, opening: Opening, controls?: ProgramControls): AsyncGenerator<Event> {
    using _controls = controls;
    // First of all: an unknown engine is no reason to install an environment.
    const attempts = this.#options.engines.attempts(prepared.request.engine, prepared.language.id);
    try {
      const opened = yield* this.#options.opener.open(prepared, attempts, opening);
      if ("status" in opened) return yield { type: "ended", outcome: opened };
      using _held = opened;
      try {
        yield* this.#run(opened, prepared, opening, controls);
      } finally {
        this.#dispose(opened.sandbox);
      }
    } catch (error) {
      if (!opening.signal?.aborted) throw error;
      yield { type: "ended", outcome: bareOutcome("cancelled") };
    }
  }

  async *#run(
    { sandbox, environment, reason, announced }: Opened,
    { request, main, files, held, stdin }: PreparedRequest,
    { id, signal }: Opening,
    controls: ProgramControls | undefined,
  ): AsyncGenerator<Event> {
    const { args = [], env = {}, workdir, returnVariables: returns = [], svg } = request;
    const program = { main, files, held, args, env, stdin, workdir, returns, svg };
    const translator = new Translator(this.#options.artifacts, id);
    const words = new LastWords(sandbox.runtime.language);
    const { engine } = sandbox;
    try {
      for await (const event of sandbox.run(program, signal, controls)) {
        if (event.type === "started") {
          if (announced) continue;
          const { language, version } = sandbox.runtime;
          const why = reason === undefined ? {} : { engineReason: reason };
          const compiles = event.compiles ? { compiles: true as const } : {};
          yield { type: "started", id, language, version, engine, ...why, environment: environment.name, ...compiles };
        } else {
          for (const told of translator.translate(event)) yield words.heard(told);
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

function openingOf({ id = randomUUIDv7(), principal = LOCAL, signal }: ExecutionOptions): Opening {
  return { id, principal, signal };
}
