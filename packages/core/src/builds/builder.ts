import { createHash } from "node:crypto";
import { GloveboxError, type Limits, type Outcome } from "@glovebox/protocol";
import type { Job, JobEnd, Layer, Tools, Workshop } from "../engines/engine.ts";
import type { HeldFile } from "../files/heldFile.ts";
import type { LayerFacts, LayerStore } from "../layers/layerStore.ts";
import type { Build, BuildContext, Language } from "../runtimes/language.ts";

const MiB = 1024 * 1024;
/** A standard library takes a while, once for each toolchain. */
const CACHE_LIMITS: Limits = {
  timeoutMs: 15 * 60_000,
  cpuMs: 86_400_000,
  memoryBytes: 4096 * MiB,
  processes: 1024,
  outputBytes: MiB,
  fileBytes: 1024 * MiB,
  openFiles: 8192,
  workspaceBytes: 2048 * MiB,
};
/** How much of what a compiler said is kept beside its product. */
const MOST_SAID = 64 * 1024;

export type BuildRequest = {
  readonly language: Language;
  readonly tools: Tools;
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly held: ReadonlyMap<string, HeldFile>;
  readonly limits: Limits;
  /** Packages that the program is built with. Their directories name their contents. */
  readonly layers: readonly Layer[];
  /** Who asks: nobody else gets what was built for them. */
  readonly principal: string;
  readonly signal?: AbortSignal | undefined;
  /** Called before the standard library is compiled, which takes a while. */
  readonly onPreparing?: () => void;
};

/** What a compiler did. Without `layer` it failed. */
export type Built = {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
  readonly cached: boolean;
  readonly layer?: Layer;
};

/** Compiles programs in sandboxes of their own, and keeps what was made for the next time. */
export class Builder {
  readonly #layers: LayerStore;

  constructor(layers: LayerStore) {
    this.#layers = layers;
  }

  /** Builds a program, or takes what an earlier build of the very same one made. A compiler's failure is a value. */
  async build(workshop: Workshop, request: BuildRequest): Promise<Built> {
    const build = request.language.native?.build;
    if (build === undefined) throw new GloveboxError("internal", `${request.language.id} is not compiled`);
    const made = build(contextOf(request));
    const cache = await this.#cache(workshop, request);
    const layers = [...request.layers, ...(cache === undefined ? [] : [cache])];
    const job = { ...jobOf(made, request.files, request.limits, layers), held: request.held };
    const key = keyOf("program", request.language.id, request.tools.fingerprint, request.principal, jobFacts(job));
    let cached = true;
    const compile = async (staging: string, signal: AbortSignal): Promise<LayerFacts> => {
      cached = false;
      const end = await workshop.run(job, staging, signal);
      if (end.outcome.status !== "succeeded") throw new CompilerFailed(end);
      return { bytes: end.bytes, note: { ...end, stdout: head(end.stdout), stderr: head(end.stderr) } };
    };
    try {
      const { directory, note } = await this.#layers.get(key, compile, request.signal);
      return { ...(note as JobEnd), cached, layer: { place: "program", directory } };
    } catch (error) {
      if (error instanceof CompilerFailed) return { ...error.end, cached: false };
      throw error;
    }
  }

  async #cache(workshop: Workshop, { language, tools, signal, onPreparing }: BuildRequest): Promise<Layer | undefined> {
    const made = language.native?.cache?.(tools);
    if (made === undefined) return undefined;
    const job = jobOf(made, new Map(), CACHE_LIMITS, []);
    const key = keyOf("cache", language.id, tools.fingerprint, "", jobFacts(job));
    const fill = async (staging: string, stop: AbortSignal): Promise<LayerFacts> => {
      const { outcome, stderr, bytes } = await workshop.run(job, staging, stop);
      if (outcome.status === "succeeded") return { bytes, note: {} };
      throw new GloveboxError(
        "environment_failed",
        `the standard library of ${language.id} ${tools.version} cannot be compiled (${outcome.status}): ${head(stderr)}`,
        { advice: "check that this toolchain works on this machine, or name another version" },
      );
    };
    const found = await this.#layers.find(key);
    if (found === undefined) onPreparing?.();
    const { directory } = found ?? (await this.#layers.get(key, fill, signal));
    return { place: "cache", directory };
  }
}

class CompilerFailed extends Error {
  readonly end: JobEnd;

  constructor(end: JobEnd) {
    super("the compiler failed");
    this.end = end;
  }
}

function contextOf({ tools, files, held, main, limits, layers }: BuildRequest): BuildContext {
  return {
    ...tools,
    files: [...files.keys(), ...held.keys()],
    main,
    limits,
    hasPackages: layers.length > 0,
    read: (file) => Buffer.from(files.get(file) ?? []).toString("utf8"),
  };
}

function jobOf(
  { script, variables = {}, files: own = {} }: Build,
  files: ReadonlyMap<string, Uint8Array>,
  limits: Limits,
  layers: readonly Layer[],
): Job {
  const added = Object.entries(own).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { script, variables, files: new Map([...files, ...added]), limits, layers };
}

/** Everything about a job that has a say in what it makes. */
function jobFacts({ script, variables, files, held = new Map(), layers }: Job): unknown {
  const contents = [...files].map(([name, content]) => [name, createHash("sha256").update(content).digest("hex")]);
  const large = [...held].map(([name, { contentKey }]) => [name, contentKey]);
  return [script, variables, large.sort(), contents.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)), layers];
}

/** A name for a layer that nothing else has: a hash over all of these. */
export function keyOf(kind: string, ...parts: readonly unknown[]): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([kind, ...parts]))
    .digest("hex");
  return `${kind}-${hash.slice(0, 40)}`;
}

function head(text: string): string {
  return text.length <= MOST_SAID
    ? text
    : `${text.slice(0, MOST_SAID)}\n… ${text.length - MOST_SAID} characters cut …\n`;
}
