import { randomBytes } from "node:crypto";
import { type EngineDiagnosis, GloveboxError, type Limits } from "@glovebox/protocol";
import { baseEnvironment, type Environment } from "../../environments/environment.ts";
import { shelfOf } from "../../layers/shelf.ts";
import { removeLeftOverFolders } from "../../processes/ownedFolder.ts";
import type { Language, NativeLanguage, Place } from "../../runtimes/language.ts";
import { languages } from "../../runtimes/languages.ts";
import type { ToolchainKind } from "../../runtimes/toolchain.ts";
import { pythonToolchain } from "../../runtimes/toolchains/python.ts";
import type { Engine, Job, Runtime, Sandbox, SandboxSpec, Tools } from "../engine.ts";
import { runProbe } from "../probe.ts";
import type { Cgroups } from "./cgroups/cgroups.ts";
import { openCgroups } from "./cgroups/open.ts";
import { diagnoseNative } from "./diagnosis/diagnosis.ts";
import type { Wall } from "./diagnosis/promises.ts";
import { House } from "./house.ts";
import { NativeLiveSandbox } from "./live/liveSandbox.ts";
import { NativeRun } from "./nativeRun.ts";
import { NativeWorkshop } from "./nativeWorkshop.ts";
import type { NativeSandbox } from "./sandbox.ts";
import { type Shape, sameShape, shapeOf } from "./shape.ts";
import { mountsOf } from "./shelf.ts";
import { fingerprint, type Toolchain } from "./toolchains/toolchain.ts";
import { Toolchains } from "./toolchains/toolchains.ts";
import { matchesVersion } from "./toolchains/versions.ts";
import { insideSandbox, placeOf, WORKSPACE } from "./variables.ts";
import { WaitingPrograms } from "./waitingPrograms.ts";

export type NativeEngineOptions = {
  readonly dataDir: string;
  /** How many finished sandboxes wait for code, for each environment in use. */
  readonly armed: number;
  readonly limits: Limits;
  /** First host uid for sandboxes, where the engine runs as root. */
  readonly uidBase: number;
  /** false: as on a machine without cgroups. */
  readonly useCgroups: boolean;
  /** Sandboxes that one warden forks before another takes its place. Default 5,000. */
  readonly renewAfter?: number;
};

const RENEW_AFTER = 5_000;
/** Started programs that wait, for each toolchain: one holds as much memory as its interpreter. */
const MOST_WAITING = 2;
/** Layers that may come when a program is started already, and the one that it is started with. */
const STARTED_WITH: ReadonlySet<Place> = new Set(["program", "packages", "nodeModules", "cache"]);

/** Sandboxes made of the Linux kernel's own walls. See ARCHITECTURE.md for the road from here to the wall. */
export class NativeEngine implements Engine {
  readonly name = "native";
  readonly languages = languages.filter(({ native }) => native !== undefined).map(({ id }) => id);
  readonly workshop: NativeWorkshop;
  readonly #shelf: string;
  readonly #options: NativeEngineOptions;
  readonly #toolchains: Toolchains;
  readonly #cgroups: Cgroups | undefined;
  readonly #houses = new Map<string, House>();
  readonly #waiting: WaitingPrograms;
  #otherToolchains: Promise<ReadonlyMap<string, readonly Toolchain[]>> | undefined;
  #closed = false;

  constructor(options: NativeEngineOptions) {
    if (process.platform !== "linux") {
      throw new GloveboxError("engine_unavailable", `the native engine needs Linux; this is ${process.platform}`, {
        advice: "run Glovebox in a Linux virtual machine, or take the portable engine",
        survives: "nothing",
      });
    }
    this.#options = options;
    this.#toolchains = new Toolchains(options.dataDir);
    // As root, a folder that was made for a warden belongs to the first uid of its block.
    removeLeftOverFolders((uid) => process.geteuid?.() === 0 && uid >= options.uidBase);
    this.#shelf = shelfOf(options.dataDir);
    this.workshop = new NativeWorkshop({
      shelf: this.#shelf,
      toolsOf: async (language, version) => this.#tools(nativePartOf(language.id), version),
      open: (job, signal) => this.#openForJob(job, signal),
    });
    this.#cgroups = options.useCgroups ? openCgroups(randomBytes(4).toString("hex")) : undefined;
    this.#waiting = new WaitingPrograms({
      size: Math.min(options.armed, MOST_WAITING),
      limits: options.limits,
      shape: this.#usualShape,
      withLayers: (sandbox, layers) => this.#withLayers(sandbox, layers),
    });
  }

  get toolchains(): Toolchains {
    return this.#toolchains;
  }

  async runtimes(): Promise<readonly Runtime[]> {
    const found = await Promise.all(
      languages.map(async ({ id, aliases, native }) => {
        if (native === undefined) return [];
        const all = await this.#toolchains.all(native.toolchain);
        const versions = new Set(
          all.map(({ version }) => version).filter((each) => matchesVersion(each, native.needs)),
        );
        return [...versions].map((version) => ({ language: id, version, aliases }));
      }),
    );
    return found.flat();
  }

  async open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    const { language: id, version, limits, layers = [] } = spec;
    const language = nativePartOf(id);
    const house = await this.#house(spec);
    const tools = await this.#tools(language, version, house.python);
    const shape = shapeOf(limits, this.#cgroups !== undefined);
    const open = async () => this.#withLayers(await house.open(shape, limits, signal), layers);
    const cache = layers.filter(({ place }) => place === "cache");
    const own = layers.filter(({ place }) => place !== "cache");
    const ahead = this.#canWait(spec, shape) ? this.#waiting.of(house, language, tools, cache) : undefined;
    const waiting = ahead?.take();
    const first = waiting === undefined ? await open() : await this.#withLayers(waiting, own);
    const refill = () => {
      house.refill();
      ahead?.fill();
    };
    return new NativeRun({ first, waits: waiting !== undefined, open, refill, spec, language, tools });
  }

  async openLive(spec: SandboxSpec, signal?: AbortSignal): Promise<NativeLiveSandbox> {
    const { limits, layers = [], terminals } = spec;
    const house = await this.#house(spec);
    // Not an armed one: the pages that it has taken ahead would be held for as long as the session lives.
    signal?.throwIfAborted();
    const sandbox = await house.build(shapeOf(limits, this.#cgroups !== undefined, terminals), limits);
    const hasPackages = layers.some(({ place }) => place === "packages" || place === "nodeModules");
    return NativeLiveSandbox.of(await this.#withLayers(sandbox, layers), {
      limits,
      refill: () => house.refill(),
      packages: { folders: await this.#packageFolders(spec, house.python), there: hasPackages },
      mount: (more) => sandbox.mount(mountsOf(this.#shelf, more)),
      plan: async ({ language: id, version, env, workdir }) => {
        const { session, ...language } = nativePartOf(id);
        if (session === undefined) throw noSessions(id);
        const tools = await this.#tools(language, version, house.python);
        const { variables = {}, modulePath = [], command, dialect } = session({ ...tools, limits, hasPackages });
        const own = workdir === WORKSPACE ? env : { PWD: workdir, ...env };
        const plan = {
          command: command === null ? null : [...command],
          dialect,
          variables: { ...variables, ...own },
          modulePath: [...modulePath],
        };
        return { tools, plan };
      },
    });
  }

  /** Where programs of a language find packages, where such a place is in their path. */
  async #packageFolders({ language, version, limits }: SandboxSpec, python: Toolchain): Promise<readonly string[]> {
    const { session, ...native } = nativePartOf(language);
    if (session === undefined) return [];
    const tools = await this.#tools(native, version, python);
    return session({ ...tools, limits, hasPackages: true }).modulePath ?? [];
  }

  /** Whether the request is like those for which programs are started ahead. */
  #canWait({ ahead = false, limits, layers = [] }: SandboxSpec, shape: Shape): boolean {
    const usual = this.#options.limits;
    const fits = limits.memoryBytes === usual.memoryBytes && limits.processes === usual.processes;
    return ahead && fits && sameShape(shape, this.#usualShape) && layers.every(({ place }) => STARTED_WITH.has(place));
  }

  get #usualShape(): Shape {
    return shapeOf(this.#options.limits, this.#cgroups !== undefined);
  }

  async #openForJob({ limits, layers }: Job, signal?: AbortSignal): Promise<NativeSandbox> {
    const environment = baseEnvironment(await this.#toolchains.get(pythonToolchain));
    const house = await this.#house({ language: "bash", version: undefined, environment });
    signal?.throwIfAborted();
    return this.#withLayers(await house.build(shapeOf(limits, this.#cgroups !== undefined), limits), layers);
  }

  async #withLayers(sandbox: NativeSandbox, layers: Job["layers"]): Promise<NativeSandbox> {
    if (layers.length === 0) return sandbox;
    try {
      await sandbox.mount(mountsOf(this.#shelf, layers));
      return sandbox;
    } catch (error) {
      await sandbox[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #tools({ toolchain, needs }: NativeLanguage, version?: string, python?: Toolchain): Promise<Tools> {
    const found =
      python !== undefined && toolchain === pythonToolchain
        ? python
        : await this.#toolchains.get(toolchain, version, needs);
    return {
      version: found.version,
      program: insideSandbox(found),
      tool: (file) => `${placeOf(found)}/${file}`,
      fingerprint: `${found.executable} ${found.version} ${fingerprint(found.executable)}`,
    };
  }

  async diagnose(): Promise<EngineDiagnosis> {
    return diagnoseNative({
      wantsCgroups: this.#options.useCgroups,
      tryWall: () => this.#tryWall(),
      runtimes: () => this.runtimes(),
    });
  }

  async #tryWall(): Promise<Wall> {
    const environment = baseEnvironment(await this.#toolchains.get(pythonToolchain));
    const spec = { language: "python", version: undefined, environment, limits: this.#options.limits };
    await using sandbox = await this.open(spec);
    await runProbe(sandbox);
    const warden = await (await this.#house(spec)).warden();
    return { landlock: warden.facts.landlock, hasRange: warden.hasRange, cgroups: this.#cgroups?.version };
  }

  async #house({
    language,
    version,
    environment,
  }: Pick<SandboxSpec, "language" | "version" | "environment">): Promise<House> {
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    const kind = nativePartOf(language).toolchain;
    const python = await this.#toolchains.get(pythonToolchain, kind === pythonToolchain ? version : undefined);
    const key = [python.executable, environment.name, environment.directory].join("\n");
    const house = this.#houses.get(key) ?? this.#build(python, await this.#others(), environment);
    // While the toolchains were looked for, another request may have built it.
    const built = this.#houses.get(key) ?? house;
    this.#houses.set(key, built);
    return built;
  }

  /** Of every kind but Python, one for each version. */
  async #others(): Promise<ReadonlyMap<string, readonly Toolchain[]>> {
    this.#otherToolchains ??= Promise.all(
      otherKinds().map(async (kind) => [kind.id, await this.#toolchains.all(kind)] as const),
    ).then((found) => new Map(found));
    return this.#otherToolchains;
  }

  #build(python: Toolchain, others: ReadonlyMap<string, readonly Toolchain[]>, environment: Environment): House {
    const { limits, armed, uidBase, renewAfter = RENEW_AFTER } = this.#options;
    return new House({
      python,
      others,
      environment,
      shelf: this.#shelf,
      cgroups: this.#cgroups,
      armed,
      armedShape: this.#usualShape,
      armedLimits: limits,
      uidBase,
      renewAfter,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#waiting[Symbol.asyncDispose]();
    await Promise.all([...this.#houses.values()].map((house) => house[Symbol.asyncDispose]()));
    await this.#cgroups?.[Symbol.asyncDispose]();
  }
}

function nativePartOf(id: string): NativeLanguage {
  const native = languages.find((language: Language) => language.id === id)?.native;
  if (native !== undefined) return native;
  throw new GloveboxError("unknown_language", `the native engine does not know ${JSON.stringify(id)}`, {
    field: "language",
  });
}

function noSessions(id: string): GloveboxError {
  const able = languages.filter(({ native }) => native?.session !== undefined).map((each) => each.id);
  return new GloveboxError(
    "unknown_language",
    `the native engine has no sessions for ${id}, only for ${able.join(", ")}`,
    {
      field: "language",
    },
  );
}

function otherKinds(): ToolchainKind[] {
  const kinds = languages.flatMap(({ native }) => native?.toolchain ?? []);
  return [...new Set(kinds)].filter((kind) => kind !== pythonToolchain);
}
