import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Environment } from "../../environments/environment.ts";
import { esbuildFolder } from "../../runtimes/toolchains/esbuild.ts";
import { Pool } from "../pool.ts";
import { sandboxSources } from "../sources.ts";
import type { Cgroups } from "./cgroups/cgroups.ts";
import { makeRunFolder } from "./runFolder.ts";
import type { NativeSandbox } from "./sandbox.ts";
import { type Shape, sameShape } from "./shape.ts";
import { openShelf } from "./shelf.ts";
import type { Toolchain } from "./toolchains/toolchain.ts";
import {
  ENVIRONMENT_PLACE,
  ESBUILD_PLACE,
  GLOVEBOX_PLACE,
  insideSandbox,
  interpreterVariables,
  isSystem,
  placeOf,
  programVariables,
  singleThreaded,
} from "./variables.ts";
import { type ArmOptions, Warden } from "./warden.ts";
import { warmthOf } from "./warmth.ts";

export type HouseOptions = {
  readonly python: Toolchain;
  /** Of every other kind, the preferred one first. */
  readonly others: ReadonlyMap<string, readonly Toolchain[]>;
  readonly environment: Environment;
  /** The folder that holds all layers. */
  readonly shelf: string;
  readonly cgroups: Cgroups | undefined;
  readonly armed: number;
  readonly armedShape: Shape;
  readonly armedLimits: { memoryBytes: number; processes: number };
  readonly uidBase: number;
  /** Sandboxes that one warden forks before another takes its place. */
  readonly renewAfter: number;
};

/** All sandboxes of one environment: a warden that can be renewed, and a pool of armed sandboxes before it. */
export class House implements AsyncDisposable {
  readonly python: Toolchain;
  readonly environment: Environment;
  readonly #options: HouseOptions;
  readonly #pool: Pool<NativeSandbox>;
  readonly #retired = new Set<Warden>();
  #warden: Promise<Warden> | undefined;
  #current: Warden | undefined;
  #renewal: Promise<void> | undefined;
  #closed = false;

  constructor(options: HouseOptions) {
    this.#options = options;
    this.python = options.python;
    this.environment = options.environment;
    this.#pool = new Pool(options.armed, (ahead) => this.build(options.armedShape, options.armedLimits, { ahead }));
  }

  /** An armed sandbox where its shape fits, else one built for the purpose. */
  async open(
    shape: Shape,
    limits: { memoryBytes: number; processes: number },
    signal?: AbortSignal,
  ): Promise<NativeSandbox> {
    if (sameShape(shape, this.#options.armedShape)) return this.#pool.take(signal);
    signal?.throwIfAborted();
    return this.build(shape, limits);
  }

  /** To be called when a program has ended: there is time again to build what the next ones will need. */
  refill(): void {
    if (!this.#closed) this.#pool.fill();
  }

  async build(
    shape: Shape,
    limits: { memoryBytes: number; processes: number },
    options: ArmOptions = {},
  ): Promise<NativeSandbox> {
    const warden = await this.warden();
    if (warden.built >= this.#options.renewAfter) this.#renew(warden);
    return warden.arm(shape, limits, options);
  }

  warden(): Promise<Warden> {
    this.#warden ??= this.#start().catch((error: unknown) => {
      this.#warden = undefined;
      throw error;
    });
    return this.#warden;
  }

  async #start(): Promise<Warden> {
    const warden = await Warden.start(this.#wardenOptions());
    this.#current = warden;
    warden.onDeath(() => this.#retire(warden));
    if (!warden.alive) this.#retire(warden);
    return warden;
  }

  /** Forks of one warden share their address-space layout and hash seed, so it does not serve for ever. */
  #renew(old: Warden): void {
    if (this.#renewal !== undefined || this.#closed) return;
    const fresh = this.#start();
    this.#renewal = fresh
      .then(
        () => {
          this.#warden = fresh;
          this.#retire(old);
        },
        () => undefined, // the old one goes on, and the next sandbox tries again
      )
      .finally(() => {
        this.#renewal = undefined;
      });
  }

  /** Its sandboxes live on; when the last is gone, so is its wall. */
  #retire(warden: Warden): void {
    if (this.#current === warden) {
      this.#warden = undefined;
      this.#current = undefined;
    }
    if (this.#retired.has(warden)) return;
    this.#retired.add(warden);
    if (this.#closed) return; // closing ends every wall that it finds, this one too
    void warden.whenEmpty().then(async () => {
      await warden[Symbol.asyncDispose]();
      this.#retired.delete(warden);
    });
  }

  #wardenOptions() {
    const { python, others, environment, cgroups, uidBase } = this.#options;
    const runFolder = makeRunFolder();
    const sources = sandboxSources();
    const esbuild = esbuildFolder();
    const all = [python, ...[...others.values()].flat()].filter((each) => !isSystem(each));
    const toolchains = [
      { source: sources, target: GLOVEBOX_PLACE },
      ...new Map(all.map((each) => [placeOf(each), { source: each.prefix, target: placeOf(each) }])).values(),
      ...(esbuild === undefined ? [] : [{ source: esbuild, target: ESBUILD_PLACE }]),
      ...(environment.directory === undefined ? [] : [{ source: environment.directory, target: ENVIRONMENT_PLACE }]),
    ];
    return {
      name: `${environment.name}-${randomBytes(3).toString("hex")}`,
      launcher: python.executable,
      script: join(sources, "glovebox_sandbox/outer.py"),
      orders: {
        shelf: openShelf(this.#options.shelf, runFolder.path),
        toolchains,
        python: insideSandbox(python),
        environment: environment.directory !== undefined,
        ...warmthOf(environment.name, this.#options.armed > 0),
        programVariables: programVariables({
          python,
          others: [...others.values()].flatMap(([preferred]) => preferred ?? []),
          hasEnvironment: environment.directory !== undefined,
        }),
        variables: {
          ...interpreterVariables(python),
          ...singleThreaded,
          LANG: "C.UTF-8",
          HOME: "/tmp",
          MPLBACKEND: "Agg",
          GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
        },
      },
      runFolder,
      cgroups,
      runtime: { language: "python", version: python.version, aliases: [] },
      uidBase,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#renewal;
    const warden = await this.#warden?.catch(() => undefined);
    await this.#pool[Symbol.asyncDispose]();
    await Promise.all([warden, ...this.#retired].map((each) => each?.[Symbol.asyncDispose]()));
  }
}
