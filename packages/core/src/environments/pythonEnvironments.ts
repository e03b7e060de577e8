import type { Environment, Python } from "./environment.ts";
import type { Environments } from "./environments.ts";
import type { EnvironmentStore, InstallOptions, ListedEnvironment } from "./store.ts";

/** What is not installed is looked for again after so long: another process may have installed it. */
const ABSENT_MS = 1_000;

/** The environments of a store, for the interpreters that an engine finds. */
export class PythonEnvironments implements Environments {
  readonly #store: EnvironmentStore;
  readonly #python: (version: string | undefined) => Promise<Python>;
  /** What was found once is not looked up again: a request's road has no disk on it. */
  readonly #ready = new Map<string, Environment>();
  readonly #absentSince = new Map<string, number>();

  constructor(store: EnvironmentStore, python: (version: string | undefined) => Promise<Python>) {
    this.#store = store;
    this.#python = python;
  }

  list(): Promise<ListedEnvironment[]> {
    return this.#store.list();
  }

  async find(name: string, version: string | undefined): Promise<Environment | undefined> {
    const python = await this.#python(version);
    const key = `${name}\n${python.executable}`;
    const ready = this.#ready.get(key);
    if (ready !== undefined) return ready;
    if (performance.now() - (this.#absentSince.get(key) ?? Number.NEGATIVE_INFINITY) < ABSENT_MS) return undefined;
    const found = await this.#store.find(name, python);
    if (found === undefined) this.#absentSince.set(key, performance.now());
    else this.#ready.set(key, found);
    return found;
  }

  async install(name: string, version: string | undefined, options?: InstallOptions): Promise<Environment> {
    const installed = await this.#store.install(name, await this.#python(version), options);
    this.#absentSince.clear();
    return installed;
  }

  async remove(name: string): Promise<Environment[]> {
    const removed = await this.#store.remove(name);
    this.#ready.clear();
    return removed;
  }
}
