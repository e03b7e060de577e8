import { type EngineDiagnosis, GloveboxError, type Limits } from "@glovebox/protocol";
import { coerce, rcompare, satisfies } from "semver";
import { languages } from "../../runtimes/languages.ts";
import type { Engine, Runtime, Sandbox, SandboxSpec } from "../engine.ts";
import type { RemoteLimits } from "./answers.ts";
import { PistonRun } from "./pistonRun.ts";
import { Remote } from "./remote.ts";

/** How long a list of runtimes, and what a remote allows, are believed. */
const BELIEVED_MS = 60_000;

export type PistonEngineOptions = {
  readonly url: string;
  readonly limits: Limits;
  /** The most that is asked for, whatever a request says. */
  readonly most: Pick<Limits, "timeoutMs" | "memoryBytes" | "outputBytes">;
};

/** A runtime of ours, and what the remote calls its language. */
type KnownRuntime = Runtime & { readonly remoteLanguage: string };
type Known = {
  readonly runtimes: readonly KnownRuntime[];
  readonly allowed: Map<string, Map<keyof RemoteLimits, number>>;
  readonly until: number;
};

/**
 * Runs programs on a Piston somewhere. What seals them in is that server's business, so no request gets here unless it
 * names this engine.
 */
export class PistonEngine implements Engine {
  readonly name = "piston";
  readonly languages = languages.map(({ id }) => id);
  readonly #options: PistonEngineOptions;
  readonly #remote: Remote;
  readonly #running = new Set<PistonRun>();
  #known: Known | undefined;

  constructor(options: PistonEngineOptions) {
    this.#options = options;
    this.#remote = new Remote(options.url);
  }

  async runtimes(): Promise<readonly Runtime[]> {
    const { runtimes } = await this.#look();
    return runtimes.map(({ language, version, aliases }) => ({ language, version, aliases }));
  }

  async open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    const { runtimes, allowed } = await this.#look(signal);
    const runtime = choose(runtimes, spec);
    const ofLanguage = allowed.get(runtime.language) ?? new Map<keyof RemoteLimits, number>();
    allowed.set(runtime.language, ofLanguage);
    const { limits: usual } = this.#options;
    const run: PistonRun = new PistonRun({
      onGone: () => this.#running.delete(run),
      remote: this.#remote,
      runtime,
      language: runtime.remoteLanguage,
      limits: this.#within(spec.limits),
      compileLimits: spec.compileLimits ?? this.#within(spec.limits),
      usual,
      allowed: ofLanguage,
    });
    this.#running.add(run);
    return run;
  }

  #within(limits: Limits): Limits {
    const { timeoutMs, memoryBytes, outputBytes } = this.#options.most;
    return {
      ...limits,
      timeoutMs: Math.min(limits.timeoutMs, timeoutMs),
      memoryBytes: Math.min(limits.memoryBytes, memoryBytes),
      outputBytes: Math.min(limits.outputBytes, outputBytes),
    };
  }

  async #look(signal?: AbortSignal): Promise<Known> {
    if (this.#known !== undefined && performance.now() < this.#known.until) return this.#known;
    const found = await this.#remote.runtimes(signal);
    const runtimes = languages.flatMap(({ id, aliases }) =>
      found
        .filter((remote) => remote.language === id || remote.aliases.includes(id) || aliases.includes(remote.language))
        .map((remote) => ({ language: id, version: remote.version, aliases, remoteLanguage: remote.language })),
    );
    this.#known = { runtimes, allowed: new Map(), until: performance.now() + BELIEVED_MS };
    return this.#known;
  }

  /** Asks the remote; it runs nothing there. */
  async diagnose(): Promise<EngineDiagnosis> {
    const facts = { remote: this.#remote.url };
    const promises = [
      { promise: "Programs are sealed in", enforced: false, by: "the remote Piston, which is not looked at from here" },
    ];
    const shared = { engine: this.name, facts, promises };
    try {
      const byLanguage = Map.groupBy(await this.runtimes(), ({ language }) => language);
      const list = [...byLanguage].map(([language, all]) => ({
        language,
        versions: all.map(({ version }) => version),
      }));
      const reason = `the remote Piston at ${this.#remote.url} lists ${list.length} of our languages`;
      return { ...shared, usable: list.length > 0, reason, missing: [], languages: list };
    } catch (error) {
      if (!(error instanceof GloveboxError)) throw error;
      const remedy = error.advice ?? "look at that server";
      const missing = [{ what: "the remote Piston", why: error.message, remedy }];
      return { ...shared, usable: false, reason: error.message, missing, languages: [] };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((run) => run[Symbol.asyncDispose]()));
  }
}

/** The highest that the request allows. */
function choose(runtimes: readonly KnownRuntime[], { language, version }: SandboxSpec): KnownRuntime {
  const own = runtimes.filter((runtime) => runtime.language === language);
  const fits = (each: KnownRuntime) =>
    version === undefined || each.version === version || satisfies(whole(each.version), version);
  const [highest] = own.filter(fits).toSorted((a, b) => rcompare(whole(a.version), whole(b.version)));
  if (highest !== undefined) return highest;
  const has = own.length === 0 ? "does not have it" : `has ${own.map((each) => each.version).join(", ")}`;
  const wish = version === undefined ? language : `${language}@${version}`;
  throw new GloveboxError("unknown_language", `${wish}: the remote Piston ${has}`, { field: "language" });
}

function whole(version: string): string {
  return coerce(version, { includePrerelease: true })?.version ?? "0.0.0";
}
