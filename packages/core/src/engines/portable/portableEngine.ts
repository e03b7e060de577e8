import { availableParallelism } from "node:os";
import { type EngineDiagnosis, GloveboxError, type Limits } from "@glovebox/protocol";
import { Gate } from "../../async/gate.ts";
import { BASE, type Environment } from "../../environments/environment.ts";
import { removeLeftOverFolders } from "../../processes/ownedFolder.ts";
import { languages } from "../../runtimes/languages.ts";
import type { Engine, Runtime, Sandbox, SandboxSpec } from "../engine.ts";
import { Pool } from "../pool.ts";
import { runProbe } from "../probe.ts";
import { Child } from "./child.ts";
import { diagnosePortable } from "./diagnosis.ts";
import { Images } from "./image.ts";
import { Launcher } from "./launcher.ts";
import { PortableLiveSandbox } from "./live/portableLiveSandbox.ts";
import { PortableRun } from "./portableRun.ts";
import { PortableSandbox } from "./portableSandbox.ts";
import { findTools, type Tools } from "./tools.ts";
import { loadedPackages } from "./wheelhouse.ts";

export type PortableEngineOptions = {
  readonly dataDir: string;
  /** How many started sandboxes wait for code, for each language and environment in use. */
  readonly armed: number;
  readonly limits: Limits;
};

const READY_MS = 60_000;
/** Each is a process of 100 MiB and more. Further executions wait. */
const SANDBOXES_FOR_EACH_CORE = 8;

/** Of the environment data, where sandboxes wait for code: it takes seconds. */
const IMPORTED_AHEAD = ["numpy", "pandas", "matplotlib.pyplot"];

const NO_PACKAGES = { name: BASE, directory: undefined, sitePackages: undefined, packages: [], bytes: 0 };

type Kind = "python" | "javascript";

/** Sandboxes made of Deno processes without permissions, on any system. See ARCHITECTURE.md, "The portable engine". */
export class PortableEngine implements Engine {
  readonly name = "portable";
  readonly languages = ["python", "javascript", "typescript"];
  readonly images: Images;
  readonly launcher: Launcher;
  readonly #options: PortableEngineOptions;
  readonly #tools: Tools;
  readonly #pools = new Map<string, Pool<PortableSandbox>>();
  readonly #places = new Gate(Math.max(8, SANDBOXES_FOR_EACH_CORE * availableParallelism()));
  readonly #building = Math.max(2, availableParallelism());
  readonly #running = new Set<PortableRun | PortableLiveSandbox>();
  /** Every process that lives, those that are not ready yet among them. */
  readonly #children = new Set<Child>();
  #closed = false;

  /** Throws `engine_unavailable` where Deno or Pyodide is missing. */
  constructor(options: PortableEngineOptions) {
    this.#options = options;
    this.#tools = findTools();
    removeLeftOverFolders(() => false);
    this.launcher = new Launcher(this.#tools);
    this.images = new Images(this.launcher, options.dataDir, (child) => this.#adopt(child));
  }

  get tools(): Tools {
    return this.#tools;
  }

  async runtimes(): Promise<readonly Runtime[]> {
    const { pythonVersion, denoVersion } = this.#tools;
    return languages
      .filter(({ id }) => this.languages.includes(id))
      .map(({ id, aliases }) => ({ language: id, version: id === "python" ? pythonVersion : denoVersion, aliases }));
  }

  async open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    const runtime = await this.#runtime(spec);
    if (this.#closed) throw closed();
    const kind: Kind = spec.language === "python" ? "python" : "javascript";
    const place = await this.#places.enter(signal);
    try {
      const notice = kind === "python" ? (await this.images.image()).notice : undefined;
      const sandbox = await this.#take(kind, spec, signal);
      if (this.#closed) {
        await sandbox[Symbol.asyncDispose]();
        throw closed();
      }
      const open = () => this.#take(kind, spec, signal);
      const onGone = () => this.#running.delete(run);
      const run: PortableRun = new PortableRun({ first: sandbox, open, runtime, spec, place, notice, onGone });
      this.#running.add(run);
      return run;
    } catch (error) {
      place[Symbol.dispose]();
      throw error;
    }
  }

  async openLive(spec: SandboxSpec, signal?: AbortSignal): Promise<PortableLiveSandbox> {
    const runtime = await this.#runtime(spec);
    if (this.#closed) throw closed();
    const kind: Kind = spec.language === "python" ? "python" : "javascript";
    const place = await this.#places.enter(signal);
    const open = async (until: AbortSignal) => (await this.#take(kind, spec, until)).release();
    const onGone = () => this.#running.delete(live);
    const live: PortableLiveSandbox = new PortableLiveSandbox({ runtime, limits: spec.limits, open, place, onGone });
    this.#running.add(live);
    return live;
  }

  async diagnose(): Promise<EngineDiagnosis> {
    return diagnosePortable({
      tools: this.#tools,
      gives: async () => (await this.launcher.wrapper()).gives,
      runtimes: () => this.runtimes(),
      tryPython: async () => {
        const { limits } = this.#options;
        const environment = { ...NO_PACKAGES, python: this.#tools.pythonVersion };
        await using sandbox = await this.open({ language: "python", environment, limits });
        await runProbe(sandbox);
      },
    });
  }

  async #runtime({ language, version }: SandboxSpec): Promise<Runtime> {
    const own = (await this.runtimes()).filter((runtime) => runtime.language === language);
    const found = own.find((runtime) => version === undefined || `${runtime.version}.`.startsWith(`${version}.`));
    if (found !== undefined) return found;
    const known = own.map((runtime) => `${language} ${runtime.version}`).join(", ");
    const wish = version === undefined ? language : `${language}@${version}`;
    throw new GloveboxError(
      "unknown_language",
      `the portable engine has no ${wish}${known === "" ? "; it has python, javascript and typescript" : `; it has ${known}`}`,
      { field: "language" },
    );
  }

  /** The limit of memory is part of how a process is started; the others are watched from outside. */
  #take(kind: Kind, { environment, limits }: SandboxSpec, signal?: AbortSignal): Promise<PortableSandbox> {
    if (limits.memoryBytes === this.#options.limits.memoryBytes) return this.#pool(kind, environment).take(signal);
    signal?.throwIfAborted();
    return this.#build(kind, environment, limits.memoryBytes, false);
  }

  #pool(kind: Kind, environment: Environment): Pool<PortableSandbox> {
    const key = `${kind}\n${environment.directory ?? ""}`;
    const { armed, limits } = this.#options;
    const build = (ahead: boolean) => this.#build(kind, environment, limits.memoryBytes, ahead);
    const pool = this.#pools.get(key) ?? new Pool<PortableSandbox>(armed, build, this.#building);
    this.#pools.set(key, pool);
    return pool;
  }

  async #build(kind: Kind, environment: Environment, memoryBytes: number, ahead: boolean): Promise<PortableSandbox> {
    const image = kind === "python" ? await this.images.image() : undefined;
    const packages = image === undefined ? null : await loadedPackages(environment);
    const { pyodide, inside } = this.#tools;
    const readable = [inside, ...(image === undefined ? [] : [pyodide, image.path])];
    if (packages !== null) readable.push(packages.folder);
    const imageBytes = image === undefined ? 0 : image.bytes + (environment.bytes ?? 0);
    const child = new Child(await this.launcher.start({ readable, memoryBytes, imageBytes }));
    this.#adopt(child);
    const imports = ahead && packages !== null ? IMPORTED_AHEAD : [];
    const snapshot = image?.path ?? null;
    const boot = { kind, readable, pyodide: snapshot && pyodide, snapshot, sources: {}, packages, imports, ahead };
    await child.boot(boot, READY_MS);
    if (this.#closed) await child[Symbol.asyncDispose]();
    return new PortableSandbox(child);
  }

  #adopt(child: Child): void {
    this.#children.add(child);
    void child.exit.then(() => this.#children.delete(child));
    if (this.#closed) child.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#pools.values(), ...this.#running].map((each) => each[Symbol.asyncDispose]()));
    await Promise.all([...this.#children].map((child) => child[Symbol.asyncDispose]()));
    this.images[Symbol.dispose]();
  }
}

function closed(): GloveboxError {
  return new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
}
