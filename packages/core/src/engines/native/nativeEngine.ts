import { randomBytes } from "node:crypto";
import { type EngineDiagnosis, GloveboxError, type Limits } from "@glovebox/protocol";
import { baseEnvironment, type Environment } from "../../environments/environment.ts";
import { removeLeftOverFolders } from "../../processes/ownedFolder.ts";
import { languages } from "../../runtimes/languages.ts";
import type { Engine, Runtime, Sandbox, SandboxSpec } from "../engine.ts";
import { runProbe } from "../probe.ts";
import type { Cgroups } from "./cgroups/cgroups.ts";
import { openCgroups } from "./cgroups/open.ts";
import { diagnoseNative } from "./diagnosis/diagnosis.ts";
import type { Wall } from "./diagnosis/promises.ts";
import { House } from "./house.ts";
import { NativeRun } from "./nativeRun.ts";
import { shapeOf } from "./shape.ts";
import type { Interpreter } from "./toolchains/interpreter.ts";
import { Toolchains } from "./toolchains/toolchains.ts";

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

/** Sandboxes made of the Linux kernel's own walls. See ARCHITECTURE.md for the road from here to the wall. */
export class NativeEngine implements Engine {
  readonly name = "native";
  readonly languages = ["python", "bash", "javascript"];
  readonly #options: NativeEngineOptions;
  readonly #toolchains: Toolchains;
  readonly #cgroups: Cgroups | undefined;
  readonly #houses = new Map<string, House>();
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
    this.#cgroups = options.useCgroups ? openCgroups(randomBytes(4).toString("hex")) : undefined;
  }

  get toolchains(): Toolchains {
    return this.#toolchains;
  }

  async runtimes(): Promise<readonly Runtime[]> {
    const pythons = await this.#toolchains.all("python");
    const nodes = await this.#toolchains.all("node");
    const found: Record<string, readonly string[]> = {
      python: pythons.map(({ version }) => version),
      javascript: nodes.map(({ version }) => version),
      bash: [await this.#toolchains.bash()],
    };
    return languages.flatMap(({ id, aliases }) =>
      [...new Set(found[id] ?? [])].map((version) => ({ language: id, version, aliases })),
    );
  }

  async open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    const house = await this.#house(spec);
    const version = await this.#versionOf(spec.language, house);
    const open = () => house.open(shapeOf(spec.limits, this.#cgroups !== undefined), spec.limits, signal);
    return new NativeRun({ first: await open(), open, house, spec, version });
  }

  async diagnose(): Promise<EngineDiagnosis> {
    return diagnoseNative({
      wantsCgroups: this.#options.useCgroups,
      tryWall: () => this.#tryWall(),
      runtimes: () => this.runtimes(),
    });
  }

  async #tryWall(): Promise<Wall> {
    const environment = baseEnvironment(await this.#toolchains.python());
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
    if (!this.languages.includes(language)) {
      throw new GloveboxError("unknown_language", `the native engine does not know ${JSON.stringify(language)}`, {
        field: "language",
      });
    }
    const python = await this.#toolchains.python(language === "python" ? version : undefined);
    const node = language === "javascript" ? await this.#toolchains.node(version) : await this.#anyNode();
    const key = [python.executable, node?.executable, environment.name, environment.directory].join("\n");
    const house = this.#houses.get(key) ?? this.#build(python, node, environment);
    this.#houses.set(key, house);
    return house;
  }

  async #versionOf(language: string, { python, node }: House): Promise<string> {
    if (language === "python") return python.version;
    return language === "javascript" ? (node?.version ?? "") : this.#toolchains.bash();
  }

  async #anyNode(): Promise<Interpreter | undefined> {
    const [first] = await this.#toolchains.all("node");
    return first === undefined ? undefined : this.#toolchains.node();
  }

  #build(python: Interpreter, node: Interpreter | undefined, environment: Environment): House {
    const { limits, armed, uidBase, renewAfter = RENEW_AFTER } = this.#options;
    return new House({
      python,
      node,
      environment,
      cgroups: this.#cgroups,
      armed,
      armedShape: shapeOf(limits, this.#cgroups !== undefined),
      armedLimits: limits,
      uidBase,
      renewAfter,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#houses.values()].map((house) => house[Symbol.asyncDispose]()));
    this.#cgroups?.[Symbol.dispose]();
  }
}
