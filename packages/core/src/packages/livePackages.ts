import { GloveboxError, type Progress } from "@glovebox/protocol";
import { Gate } from "../async/gate.ts";
import type { CellPackages, Layer, Workshop } from "../engines/engine.ts";
import type { Environment } from "../environments/environment.ts";
import type { LayerStore } from "../layers/layerStore.ts";
import type { Language } from "../runtimes/language.ts";
import type { PackageInstaller } from "./packageInstaller.ts";
import { hasWish, nameOfWish, packageOf } from "./pythonWishes.ts";

/** Each stacks a mount in the sandbox, and may fill the host's disk with what nobody needs afterwards. */
const MOST_INSTALLATIONS = 64;

export type LivePackagesOptions = {
  readonly installer: PackageInstaller;
  readonly layers: LayerStore;
  readonly workshop: Workshop;
  /** Of the sandbox. Its installer is the only one that a sandbox has. */
  readonly language: Language;
  readonly version: string | undefined;
  readonly environment: Environment;
  /** What the sandbox was made with. */
  readonly wishes: readonly string[];
  readonly mount: (layers: readonly Layer[]) => Promise<void>;
};
type Wanted = Parameters<CellPackages>[0];
type Options = Parameters<CellPackages>[1];

/**
 * The packages of a sandbox that stays, to which its cells add: each time all of them become one set, so that their
 * versions fit, and its layer covers the one of before.
 */
export class LivePackages implements Disposable {
  readonly language: string;
  readonly #options: LivePackagesOptions;
  readonly #turn = new Gate(1);
  #wishes: readonly string[];
  #asOf: string | undefined;
  #held: Disposable | undefined;
  #times = 0;
  #closed = false;

  constructor(options: LivePackagesOptions) {
    this.#options = options;
    this.language = options.language.id;
    this.#wishes = options.wishes;
  }

  /** For one cell, whose installations have the time of one together. */
  forCell(): CellPackages {
    const mostMs = this.#options.installer.timeoutMs;
    let leftMs = mostMs;
    return async (wanted, options) => {
      // First of all: whoever asks on and on costs no more than this.
      if (++this.#times > MOST_INSTALLATIONS) throw tooOften();
      const began = performance.now();
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), Math.max(0, leftMs));
      try {
        await this.#add(wanted, { ...options, signal: AbortSignal.any([options.signal, late.signal]) });
      } catch (error) {
        throw late.signal.aborted && !options.signal.aborted ? tooLate(mostMs) : error;
      } finally {
        clearTimeout(timer);
        leftMs -= performance.now() - began;
      }
    };
  }

  async #add({ wishes, upgrade }: Wanted, { signal, onProgress }: Options): Promise<void> {
    using _turn = await this.#turn.enter(signal);
    const all = this.#with(wishes);
    const asOf = upgrade ? new Date().toISOString().slice(0, 10) : this.#asOf;
    if (asOf === this.#asOf && isSame(all, this.#wishes)) return;
    const { installer, layers, workshop, language, version, environment, mount } = this.#options;
    const tools = await workshop.tools(language, version);
    const source = { language, packages: all, main: "", files: new Map(), environment, tools };
    const request = { ...source, asOf, signal, onProgress: told(onProgress) };
    const layer = await installer.layer(workshop, request, { wishes: all, manifests: new Map() });
    signal.throwIfAborted();
    using holds = new DisposableStack();
    holds.use(layers.hold(layer));
    await mount([layer]);
    this.#wishes = all;
    this.#asOf = asOf;
    this.#hold(holds.move());
  }

  /** What is wished for now, in the place of earlier wishes for the same packages. */
  #with(wishes: readonly string[]): readonly string[] {
    const { installer, language, environment } = this.#options;
    const asked = installer.asked(language, { packages: wishes, main: "", files: new Map() }).wishes;
    for (const wish of asked) refuseOtherVersion(environment, wish);
    const added = asked.filter((wish) => !hasWish(environment, wish));
    const names = new Set(added.map(nameOfWish));
    return [...new Set([...this.#wishes.filter((wish) => !names.has(nameOfWish(wish))), ...added])].sort();
  }

  /** Until the next covers it, or the sandbox ends. What programs have open of an earlier one stays. */
  #hold(held: Disposable): void {
    this.#held?.[Symbol.dispose]();
    this.#held = held;
    if (this.#closed) held[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#held?.[Symbol.dispose]();
    this.#held = undefined;
  }
}

function told(onProgress: Options["onProgress"]) {
  return (progress: Omit<Progress, "type">) => onProgress({ type: "progress", ...progress });
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

/** The environment's packages are loaded already, in its fork server. */
function refuseOtherVersion(environment: Environment, wish: string): void {
  const found = packageOf(environment, wish);
  if (found === undefined || hasWish(environment, wish) || !/^[A-Za-z0-9._-]+==[0-9.]+$/.test(wish)) return;
  const here = `${found.name} ${found.version} is part of the environment ${environment.name}, which does not change`;
  throw new GloveboxError("packages_failed", `${wish} cannot be installed: ${here} while a session lives`, {
    field: "packages",
    advice: `make a session with packages: ["${wish}"], which comes without that environment`,
  });
}

function tooLate(mostMs: number): GloveboxError {
  return new GloveboxError("packages_failed", `the packages that one cell asks for took longer than ${mostMs} ms`, {
    field: "packages",
    advice: "ask for fewer of them in one cell, or raise the setting packageTimeoutMs",
  });
}

function tooOften(): GloveboxError {
  return new GloveboxError("packages_failed", `packages were asked for ${MOST_INSTALLATIONS} times in this sandbox`, {
    advice: "name all of them when a session is made",
  });
}
