import { type Event, GloveboxError, type Outcome, type ProgramError } from "@glovebox/protocol";
import type { Gate } from "../async/gate.ts";
import type { Builder, Built } from "../builds/builder.ts";
import type { Engine, Layer, LiveSandbox, Sandbox, Tools, Workshop } from "../engines/engine.ts";
import type { Attempt, Attempts } from "../engines/engines.ts";
import type { Environment } from "../environments/environment.ts";
import type { LayerStore } from "../layers/layerStore.ts";
import { LivePackages, type LivePackagesOptions } from "../packages/livePackages.ts";
import { missingPackageHint } from "../packages/missing.ts";
import type { PackageInstaller } from "../packages/packageInstaller.ts";
import { hasWish } from "../packages/pythonWishes.ts";
import type { Asked } from "../packages/wishes.ts";
import { checkPolicy } from "../policy/check.ts";
import { WORKSPACE } from "../runtimes/language.ts";
import type { RuntimeSwitches } from "../runtimes/switches.ts";
import { inBackground } from "./background.ts";
import { chooseEnvironment } from "./environmentChoice.ts";
import type { PreparedRequest } from "./request.ts";

const MOST_MESSAGE = 16 * 1024;

/** A sandbox that waits for its program, and how it came to be this one. Disposing gives back what it holds. */
export type Opened = Disposable & {
  readonly sandbox: Sandbox;
  readonly environment: Environment;
  readonly reason: string | undefined;
  /** Whether `started` has been said: a program that was compiled began with its compiler. */
  readonly announced: boolean;
};

/** A sandbox that stays, and how it came to be this one. Disposing gives back what it holds, not the sandbox. */
export type OpenedLive = Disposable & {
  readonly sandbox: LiveSandbox;
  readonly environment: Environment;
  readonly version: string | undefined;
  readonly reason: string | undefined;
  /** Where its cells may ask for packages. */
  readonly packages: LivePackages | undefined;
};

export type Opening = {
  readonly id: string;
  /** Who asks. What is built for one is not used for another. */
  readonly principal: string;
  readonly signal?: AbortSignal | undefined;
  /** Whether a sandbox that stays can have terminals. */
  readonly terminals?: boolean;
};

export type OpenerOptions = {
  readonly gate: Gate;
  readonly builder: Builder;
  readonly layers: LayerStore;
  readonly packages: PackageInstaller;
  readonly switches: RuntimeSwitches;
  /** Whether cells may ask for packages while they run. */
  readonly cellPackages: boolean;
};

type LivePackagesFacts = Pick<LivePackagesOptions, "language" | "version" | "environment" | "wishes"> & {
  readonly sandbox: LiveSandbox;
  readonly engine: Engine;
};

/** Leads from a request that is in order to a sandbox that waits for its program, and builds the program on the way. */
export class Opener {
  readonly #options: OpenerOptions;

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /**
   * A sandbox of the first engine that can run this, or how the execution ended because its program cannot be built, or
   * is not allowed by its policy.
   */
  async *open(given: PreparedRequest, attempts: Attempts, opening: Opening): AsyncGenerator<Event, Opened | Outcome> {
    const { language, limits, request, main, files } = given;
    const asked = this.#options.packages.asked(language, { packages: request.packages ?? [], main, files });
    for (;;) {
      const attempt = attempts.next();
      using holds = new DisposableStack();
      try {
        const version = await this.#options.switches.choose(attempt.equipped.engine, language.id, given.version);
        const prepared = { ...given, version };
        const refusal = await checkPolicy(prepared, attempt.equipped, this.#options.gate, opening.signal);
        if (refusal !== undefined) return refusal;
        const environment = yield* chooseEnvironment(prepared, attempt.equipped, asked.wishes, opening.signal);
        const packages = yield* this.#packages(prepared, attempt, environment, asked, opening);
        for (const layer of packages) holds.use(this.#options.layers.hold(layer));
        holds.use(await this.#options.gate.enter(opening.signal));
        const { program, failure } = yield* this.#program(prepared, attempt, environment, packages, opening);
        if (failure !== undefined) return failure;
        const layers = [...packages, ...program];
        for (const layer of program) holds.use(this.#options.layers.hold(layer));
        const { compileLimits } = given;
        const ahead = fitsWhatWaits(prepared);
        const spec = { language: language.id, version, environment, limits, compileLimits, layers, ahead };
        const sandbox = await attempt.equipped.engine.open(spec, opening.signal);
        return opened(sandbox, environment, attempt, program.length > 0, holds.move());
      } catch (error) {
        if (!attempts.passOver(error)) throw error;
      }
    }
  }

  /** A sandbox that stays, of the first engine that can keep one, with the packages that the request asks for. */
  async *openLive(given: PreparedRequest, attempts: Attempts, opening: Opening): AsyncGenerator<Event, OpenedLive> {
    const { language, limits, request, main, files } = given;
    const asked = this.#options.packages.asked(language, { packages: request.packages ?? [], main, files });
    for (;;) {
      const attempt = attempts.next();
      using holds = new DisposableStack();
      try {
        const { engine } = attempt.equipped;
        if (engine.openLive === undefined) throw noSessions(engine.name);
        const version = await this.#options.switches.choose(engine, language.id, given.version);
        const prepared = { ...given, version };
        const environment = yield* chooseEnvironment(prepared, attempt.equipped, asked.wishes, opening.signal);
        const layers = yield* this.#packages(prepared, attempt, environment, asked, opening);
        for (const layer of layers) holds.use(this.#options.layers.hold(layer));
        const { terminals = false } = opening;
        const spec = { language: language.id, version, environment, limits, layers, terminals };
        const sandbox = await engine.openLive(spec, opening.signal);
        const packages = this.#livePackages({ wishes: asked.wishes, language, version, environment, sandbox, engine });
        if (packages !== undefined) holds.use(packages);
        const held = holds.move();
        const facts = { sandbox, environment, version, reason: attempt.reason, packages };
        return { ...facts, [Symbol.dispose]: () => held[Symbol.dispose]() };
      } catch (error) {
        if (!attempts.passOver(error)) throw error;
      }
    }
  }

  #livePackages({ sandbox, engine, ...facts }: LivePackagesFacts): LivePackages | undefined {
    const { packages: installer, layers, cellPackages } = this.#options;
    const { workshop } = engine;
    const mount = sandbox.mount?.bind(sandbox);
    const wanted = cellPackages && facts.language.native?.takesLivePackages === true;
    if (!wanted || workshop === undefined || mount === undefined) return undefined;
    return new LivePackages({ ...facts, installer, layers, workshop, mount });
  }

  async *#packages(
    { language, version, main, files }: PreparedRequest,
    { equipped }: Attempt,
    environment: Environment,
    asked: Asked,
    { signal }: Opening,
  ): AsyncGenerator<Event, readonly Layer[]> {
    const isThere = asked.manifests.size === 0 && asked.wishes.every((wish) => hasWish(environment, wish));
    if (isThere) return [];
    const { workshop, name } = equipped.engine;
    if (workshop === undefined) {
      // Another engine may have them.
      throw new GloveboxError("unknown_language", `the ${name} engine cannot install packages`, { field: "packages" });
    }
    const tools = await workshop.tools(language, version);
    return yield* inBackground(async (say) => {
      const onProgress = (progress: Omit<Extract<Event, { type: "progress" }>, "type">) =>
        say({ type: "progress", ...progress });
      const request = { language, packages: asked.wishes, main, files, environment, tools, signal, onProgress };
      return [await this.#options.packages.layer(workshop, request, asked)];
    });
  }

  /** The program itself and what it runs with, where its language is compiled. */
  async *#program(
    prepared: PreparedRequest,
    attempt: Attempt,
    environment: Environment,
    packages: readonly Layer[],
    opening: Opening,
  ): AsyncGenerator<Event, { program: readonly Layer[]; failure?: Outcome }> {
    const { workshop } = attempt.equipped.engine;
    if (workshop === undefined || prepared.language.native?.build === undefined) return { program: [] };
    const tools = await workshop.tools(prepared.language, prepared.version);
    yield started(prepared, attempt, tools, environment, opening.id);
    const built = yield* this.#build(workshop, tools, prepared, packages, opening);
    yield* told(built);
    return built.layers === undefined
      ? { program: [], failure: notCompiled(prepared.language, built) }
      : { program: built.layers };
  }

  async *#build(
    workshop: Workshop,
    tools: Tools,
    { language, main, files, held, compileLimits }: PreparedRequest,
    layers: readonly Layer[],
    { principal, signal }: Opening,
  ): AsyncGenerator<Event, Built> {
    return yield* inBackground((say) => {
      const task = `compiling the standard library of ${language.id} ${tools.version}, once`;
      const onPreparing = () => say({ type: "progress", task, done: 0, total: 1 });
      const request = {
        language,
        tools,
        main,
        files,
        held,
        limits: compileLimits,
        layers,
        principal,
        signal,
        onPreparing,
      };
      return this.#options.builder.build(workshop, request);
    });
  }
}

function noSessions(engine: string): GloveboxError {
  // Another engine may have them.
  return new GloveboxError("unknown_language", `the ${engine} engine has no sessions`, { field: "engine" });
}

function opened(
  sandbox: Sandbox,
  environment: Environment,
  { reason }: Attempt,
  announced: boolean,
  held: Disposable,
): Opened {
  return { sandbox, environment, reason, announced, [Symbol.dispose]: () => held[Symbol.dispose]() };
}

/** A program that was started before there was a request has the usual variables and folder. */
function fitsWhatWaits({ request, language, main }: PreparedRequest): boolean {
  const only = language.native?.ahead?.main ?? main;
  return Object.keys(request.env ?? {}).length === 0 && request.workdir === WORKSPACE && main === only;
}

function started(
  { language }: PreparedRequest,
  { equipped, reason }: Attempt,
  { version }: Tools,
  environment: Environment,
  id: string,
): Event {
  const why = reason === undefined ? {} : { engineReason: reason };
  const engine = equipped.engine.name;
  const facts = { id, language: language.id, version, engine, ...why, environment: environment.name };
  return { type: "started", ...facts, compiles: true };
}

function* told({ stdout, stderr, outcome, cached }: Built): Generator<Event> {
  if (stdout !== "") yield { type: "stdout", data: stdout, stage: "compile" };
  if (stderr !== "") yield { type: "stderr", data: stderr, stage: "compile" };
  yield { type: "compiled", outcome, cached };
}

/** An execution whose program cannot be built has failed; where a limit ended the compiler it says which. */
function notCompiled({ id }: PreparedRequest["language"], { outcome, stdout, stderr }: Built): Outcome {
  const said = stderr.trim() === "" ? stdout.trim() : stderr.trim();
  const message = said.length <= MOST_MESSAGE ? said : `${said.slice(0, MOST_MESSAGE)}\n…`;
  const error: ProgramError = { name: "CompileError", message: message === "" ? compilerEnded(outcome) : message };
  const byLimit = outcome.status !== "failed" && outcome.status !== "cancelled";
  const hint = missingPackageHint(id, said);
  const notes = [
    ...(hint === undefined ? [] : [hint]),
    ...(outcome.notes ?? []).map((note) => `the compiler: ${note}`),
    ...(byLimit ? [`the compiler ended as ${outcome.status}; its limits are compileLimits`] : []),
  ];
  return { ...outcome, error, ...(notes.length === 0 ? {} : { notes }) };
}

function compilerEnded({ status, exitCode, signal }: Outcome): string {
  return `the compiler said nothing; it ended as ${status} with ${signal ?? `exit code ${exitCode}`}`;
}
