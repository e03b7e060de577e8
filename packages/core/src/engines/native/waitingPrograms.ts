import type { Limits } from "@glovebox/protocol";
import type { NativeLanguage } from "../../runtimes/language.ts";
import type { Layer, Tools } from "../engine.ts";
import { Pool } from "../pool.ts";
import type { Prepare } from "./frames.ts";
import type { House } from "./house.ts";
import type { NativeSandbox } from "./sandbox.ts";
import type { Shape } from "./shape.ts";

const START_DEADLINE_MS = 20_000;
/** Nobody waits for them, so they are started one after the other. */
const MOST_BUILDING = 1;

export type WaitingOptions = {
  /** How many wait for each toolchain. */
  readonly size: number;
  readonly limits: Limits;
  readonly shape: Shape;
  readonly withLayers: (sandbox: NativeSandbox, layers: readonly Layer[]) => Promise<NativeSandbox>;
};

/** Sandboxes in which a program of one toolchain has started and waits to be told what to run. */
export type Waiting = {
  /** One, if there is one. */
  readonly take: () => NativeSandbox | undefined;
  /** To be called when a program has ended. */
  readonly fill: () => void;
};

/** Programs that were started ahead, for each toolchain that was used. The wall is that of every sandbox. */
export class WaitingPrograms implements AsyncDisposable {
  readonly #options: WaitingOptions;
  readonly #pools = new WeakMap<House, Map<string, Pool<NativeSandbox>>>();
  readonly #all = new Set<Pool<NativeSandbox>>();

  constructor(options: WaitingOptions) {
    this.#options = options;
  }

  /** Those of a house for a language. Undefined where the language starts nothing ahead. */
  of(house: House, { ahead }: NativeLanguage, tools: Tools, layers: readonly Layer[]): Waiting | undefined {
    const { size, shape, limits, withLayers } = this.#options;
    const { command, variables = {} } = ahead?.start({ ...tools, limits }) ?? { command: null };
    if (command === null || size === 0) return undefined;
    const order = { command: [...command], variables: { ...variables } };
    const pool = this.#pool(house, JSON.stringify([order, layers, tools.fingerprint]), async () =>
      prepared(await withLayers(await house.build(shape, limits), layers), order),
    );
    return { take: () => pool.takeWaiting(), fill: () => pool.fill() };
  }

  #pool(house: House, key: string, build: () => Promise<NativeSandbox>): Pool<NativeSandbox> {
    const own = this.#pools.get(house) ?? new Map<string, Pool<NativeSandbox>>();
    this.#pools.set(house, own);
    const pool = own.get(key) ?? new Pool(this.#options.size, build, MOST_BUILDING);
    own.set(key, pool);
    this.#all.add(pool);
    return pool;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map((pool) => pool[Symbol.asyncDispose]()));
  }
}

async function prepared(sandbox: NativeSandbox, order: Prepare): Promise<NativeSandbox> {
  try {
    await sandbox.prepare(order, START_DEADLINE_MS);
    return sandbox;
  } catch (error) {
    await sandbox[Symbol.asyncDispose]();
    throw error;
  }
}
