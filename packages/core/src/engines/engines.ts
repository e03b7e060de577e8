import { type EngineDiagnosis, type ErrorCode, GloveboxError } from "@glovebox/protocol";
import type { Environments } from "../environments/environments.ts";
import type { Engine, Runtime } from "./engine.ts";

/** An engine with the environments that its programs run in. */
export type Equipped = {
  readonly engine: Engine;
  readonly environments: Environments;
  /** Whether programs that need no packages get those of `data` too, where it is installed: it costs them nothing. */
  readonly offersData: boolean;
  /** Top-level names of the modules that its environment `data` has. */
  readonly dataModules: ReadonlySet<string>;
};

/** What makes an engine, by its name. Throws `engine_unavailable` where this machine cannot have it. */
export type EngineMakers = ReadonlyMap<string, () => Equipped>;

export const AUTO = "auto";

const GIVEN_UP_MS = 60_000;
/** Errors that say that this engine cannot run the request, and another might. */
const PASSED_OVER: readonly ErrorCode[] = ["engine_unavailable", "unknown_language"];

/** The engines of one Glovebox, in the order in which `auto` tries them. Each is made when it is first wanted. */
export class Engines implements AsyncDisposable {
  readonly #makers: EngineMakers;
  readonly #default: string;
  readonly #auto: readonly string[];
  readonly #made = new Map<string, Equipped>();
  /** Engines that could not run on this machine, why, and until when that is believed. */
  readonly #unusable = new Map<string, { readonly error: GloveboxError; readonly until: number }>();
  #closed = false;

  /** `auto`: the engines that may be taken for a request that names none. Default: all. */
  constructor(makers: EngineMakers, preferred: string, auto: readonly string[] = [...makers.keys()]) {
    this.#makers = makers;
    this.#default = preferred;
    this.#auto = auto;
  }

  get names(): string[] {
    return [...this.#makers.keys()];
  }

  /** Throws `unknown_engine` or `engine_unavailable`. */
  get(name: string): Equipped {
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const make = this.#makers.get(name);
    if (make === undefined) throw unknownEngine(name, this.names);
    const made = make();
    this.#made.set(name, made);
    return made;
  }

  /** Those that can be had on this machine. */
  available(): Equipped[] {
    return this.names.flatMap((name) => {
      try {
        return [this.get(name)];
      } catch (error) {
        if (error instanceof GloveboxError && error.code === "engine_unavailable") return [];
        throw error;
      }
    });
  }

  /** What each of them has, with its engine. One that cannot be asked has nothing. */
  async runtimes(): Promise<(Runtime & { readonly engine: string })[]> {
    const usable = this.available().filter(({ engine }) => this.unusable(engine.name) === undefined);
    const found = usable.map(async ({ engine }) => {
      try {
        return (await engine.runtimes()).map((runtime) => ({ ...runtime, engine: engine.name }));
      } catch (error) {
        if (error instanceof GloveboxError && error.code === "engine_unavailable") return [];
        throw error;
      }
    });
    return (await Promise.all(found)).flat();
  }

  /** The engines to try for a request that names `wish`. Throws `unknown_engine`. */
  attempts(wish: string, language: string): Attempts {
    const name = wish === AUTO ? this.#default : wish;
    if (name !== AUTO && !this.#makers.has(name)) throw unknownEngine(name, this.names);
    return new Attempts(this, name === AUTO ? this.#auto : [name], language);
  }

  /** @internal */
  unusable(name: string): GloveboxError | undefined {
    const known = this.#unusable.get(name);
    return known !== undefined && performance.now() < known.until ? known.error : undefined;
  }

  /** @internal A machine without what an engine needs is not asked again for a while: it may have been short of it only. */
  giveUp(name: string, error: GloveboxError): void {
    if (error.code !== "engine_unavailable" || this.unusable(name) !== undefined) return;
    this.#unusable.set(name, { error, until: performance.now() + GIVEN_UP_MS });
  }

  /** What each can do here. One that cannot even be made says so itself, unless it is there only for who asks for it. */
  async diagnose(): Promise<EngineDiagnosis[]> {
    const made = this.available().map(({ engine }) => engine.name);
    return Promise.all(
      this.names
        .filter((name) => this.#auto.includes(name) || made.includes(name))
        .map(async (name) => {
          try {
            return await this.get(name).engine.diagnose();
          } catch (error) {
            if (error instanceof GloveboxError && error.code === "engine_unavailable") return absent(name, error);
            throw error;
          }
        }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#made.values()].map(({ engine }) => engine[Symbol.asyncDispose]()));
  }
}

export type Attempt = {
  readonly equipped: Equipped;
  /** Why this engine was taken, where the request left the choice. */
  readonly reason: string | undefined;
};

/** One request's way through the engines: the next is tried where one cannot run it at all. */
export class Attempts {
  readonly #engines: Engines;
  readonly #names: string[];
  readonly #chosen: boolean;
  readonly #language: string;
  readonly #refusals: { name: string; error: GloveboxError }[] = [];
  #current: string | undefined;

  constructor(engines: Engines, names: readonly string[], language: string) {
    this.#engines = engines;
    this.#names = [...names];
    this.#chosen = names.length > 1;
    this.#language = language;
  }

  /** The next engine to try. Throws what was in the way where none is left. */
  next(): Attempt {
    for (let name = this.#names.shift(); name !== undefined; name = this.#names.shift()) {
      this.#current = name;
      try {
        return { equipped: this.#try(name), reason: this.#chosen ? this.#reason(name) : undefined };
      } catch (error) {
        if (!this.passOver(error)) throw error;
      }
    }
    throw this.#noneLeft();
  }

  /** Whether the error is a reason to try the next engine. */
  passOver(error: unknown): boolean {
    const name = this.#current;
    if (!this.#chosen || name === undefined || !(error instanceof GloveboxError)) return false;
    if (!PASSED_OVER.includes(error.code)) return false;
    this.#engines.giveUp(name, error);
    this.#refusals.push({ name, error });
    return true;
  }

  #try(name: string): Equipped {
    const error = this.#engines.unusable(name);
    if (error !== undefined) throw error;
    const equipped = this.#engines.get(name);
    if (this.#chosen && !equipped.engine.languages.includes(this.#language))
      throw new GloveboxError("unknown_language", `it does not have ${this.#language}`, { field: "language" });
    return equipped;
  }

  #reason(name: string): string {
    if (this.#refusals.length === 0) return `auto takes ${name} where it can run, and here it can`;
    return `auto took ${name}: ${this.#refusals.map((each) => `${each.name} cannot run this (${each.error.message})`).join("; ")}`;
  }

  #noneLeft(): GloveboxError {
    const [only, ...others] = this.#refusals;
    if (only !== undefined && others.length === 0) return only.error;
    const languageOnly = this.#refusals.every(({ error }) => error.code === "unknown_language");
    const reasons = this.#refusals.map(({ name, error }) => `${name}: ${error.message}`).join("; ");
    if (languageOnly) {
      const advice = this.#refusals.find(({ error }) => error.advice !== undefined)?.error.advice;
      const detail = { field: "language", ...(advice === undefined ? {} : { advice }) };
      return new GloveboxError("unknown_language", `no engine has it: ${reasons}`, detail);
    }
    const advice = this.#refusals.find(({ error }) => error.code === "engine_unavailable")?.error.advice;
    return new GloveboxError("engine_unavailable", `no engine can run this: ${reasons}`, {
      advice: `glovebox doctor says what is missing${advice === undefined ? "" : `; first of all: ${advice}`}`,
      survives: "nothing",
    });
  }
}

function absent(engine: string, error: GloveboxError): EngineDiagnosis {
  const remedy = error.advice ?? "take another engine";
  const missing = [{ what: `the ${engine} engine`, why: error.message, remedy }];
  return { engine, usable: false, reason: error.message, facts: {}, promises: [], missing, languages: [] };
}

function unknownEngine(name: string, known: readonly string[]): GloveboxError {
  const names = [AUTO, ...known].join(", ");
  return new GloveboxError("unknown_engine", `unknown engine ${JSON.stringify(name)}; known: ${names}`, {
    field: "engine",
  });
}
