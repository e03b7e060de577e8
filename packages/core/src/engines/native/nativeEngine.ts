import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { GloveboxError, type Limits } from "@glovebox/protocol";
import type { Environment } from "../../environments/environment.ts";
import { removeLeftOverFolders } from "../../processes/ownedFolder.ts";
import { languages } from "../../runtimes/languages.ts";
import type { Engine, Program, Runtime, Sandbox, SandboxEvent, SandboxSpec } from "../engine.ts";
import type { Cgroups } from "./cgroups/cgroups.ts";
import { openCgroups } from "./cgroups/open.ts";
import { House } from "./house.ts";
import type { NativeSandbox } from "./sandbox.ts";
import { shapeOf } from "./shape.ts";
import type { Interpreter } from "./toolchains/interpreter.ts";
import { Toolchains } from "./toolchains/toolchains.ts";
import { insideSandbox, NODE_PLACE, programVariables } from "./variables.ts";

export type NativeEngineOptions = {
  readonly dataDir: string;
  /** How many finished sandboxes wait for code, for each environment in use. */
  readonly armed: number;
  readonly limits: Limits;
  /** First host uid for sandboxes, where the engine runs as root. */
  readonly uidBase: number;
  /** false: as on a machine without cgroups. */
  readonly useCgroups: boolean;
};

/** Sandboxes made of the Linux kernel's own walls. See ARCHITECTURE.md for the road from here to the wall. */
export class NativeEngine implements Engine {
  readonly name = "native";
  readonly #options: NativeEngineOptions;
  readonly #toolchains: Toolchains;
  readonly #cgroups: Cgroups | undefined;
  readonly #houses = new Map<string, House>();
  #closed = false;

  constructor(options: NativeEngineOptions) {
    if (process.platform !== "linux") {
      throw new GloveboxError("engine_unavailable", `the native engine needs Linux; this is ${process.platform}`, {
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
      bash: [BASH_VERSION],
    };
    return languages.flatMap(({ id, aliases }) =>
      [...new Set(found[id] ?? [])].map((version) => ({ language: id, version, aliases })),
    );
  }

  async open(spec: SandboxSpec, signal?: AbortSignal): Promise<Sandbox> {
    const house = await this.#house(spec);
    const sandbox = await house.open(shapeOf(spec.limits, this.#cgroups !== undefined), spec.limits, signal);
    return new NativeRun(sandbox, house, spec);
  }

  /** Starts what `open` would need, so that the first request is as fast as the second. */
  async warm(spec: Pick<SandboxSpec, "language" | "version" | "environment">): Promise<House> {
    const house = await this.#house(spec);
    await house.warm();
    return house;
  }

  async #house({
    language,
    version,
    environment,
  }: Pick<SandboxSpec, "language" | "version" | "environment">): Promise<House> {
    if (this.#closed) throw new GloveboxError("closed", "this Glovebox is closed", { survives: "nothing" });
    const python = await this.#toolchains.python(language === "python" ? version : undefined);
    const node = language === "javascript" ? await this.#toolchains.node(version) : await this.#anyNode();
    const key = [python.executable, node?.executable, environment.name, environment.directory].join("\n");
    const house = this.#houses.get(key) ?? this.#build(python, node, environment);
    this.#houses.set(key, house);
    return house;
  }

  async #anyNode(): Promise<Interpreter | undefined> {
    const [first] = await this.#toolchains.all("node");
    return first === undefined ? undefined : this.#toolchains.node();
  }

  #build(python: Interpreter, node: Interpreter | undefined, environment: Environment): House {
    const { limits, armed, uidBase } = this.#options;
    return new House({
      python,
      node,
      environment,
      cgroups: this.#cgroups,
      armed,
      armedShape: shapeOf(limits, this.#cgroups !== undefined),
      armedLimits: limits,
      uidBase,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#houses.values()].map((house) => house[Symbol.asyncDispose]()));
    this.#cgroups?.[Symbol.dispose]();
  }
}

const BASH_VERSION = "5";

/** One sandbox together with how its language is run in it. */
class NativeRun implements Sandbox {
  readonly engine = "native";
  readonly runtime: Runtime;
  readonly #sandbox: NativeSandbox;
  readonly #house: House;
  readonly #spec: SandboxSpec;

  constructor(sandbox: NativeSandbox, house: House, spec: SandboxSpec) {
    this.#sandbox = sandbox;
    this.#house = house;
    this.#spec = spec;
    this.runtime = { language: spec.language, version: this.#version(), aliases: [] };
  }

  run(program: Program, signal?: AbortSignal): AsyncIterable<SandboxEvent> {
    const { python, node, environment } = this.#house;
    const { limits } = this.#spec;
    const variables = programVariables({
      python,
      node,
      hasEnvironment: environment.directory !== undefined,
      workdir: program.workdir,
    });
    // More than all cores for the whole time cannot be used, so such a limit needs nobody to watch it.
    const cpuMs = limits.cpuMs >= limits.timeoutMs * availableParallelism() ? null : limits.cpuMs;
    const plan = { limits, variables: { ...variables, ...program.env }, command: this.#command(program), cpuMs };
    return this.#sandbox.run(program, plan, signal);
  }

  #version(): string {
    const { python, node } = this.#house;
    if (this.#spec.language === "javascript") return node?.version ?? "";
    return this.#spec.language === "python" ? python.version : BASH_VERSION;
  }

  /** null for Python: it runs in the interpreter that is already warm. */
  #command({ main, args }: Program): string[] | null {
    const path = `/workspace/${main}`;
    const { node } = this.#house;
    if (this.#spec.language === "bash") return ["/bin/bash", path, ...args];
    if (this.#spec.language === "javascript" && node !== undefined) {
      const heapMiB = Math.max(16, Math.floor(this.#spec.limits.memoryBytes / 1024 / 1024));
      return [insideSandbox(node, NODE_PLACE), `--max-old-space-size=${heapMiB}`, path, ...args];
    }
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#house.refill();
    await this.#sandbox[Symbol.asyncDispose]();
  }
}
