import type { Environment, Python } from "./environment.ts";
import type { Environments } from "./environments.ts";
import type { EnvironmentStore, InstallOptions, ListedEnvironment } from "./store.ts";

/** The environments of a store, for the interpreters that an engine finds. */
export class PythonEnvironments implements Environments {
  readonly #store: EnvironmentStore;
  readonly #python: (version: string | undefined) => Promise<Python>;
  /** What was found once is not looked up again: a request's road has no disk on it. */
  readonly #ready = new Map<string, Environment>();

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
    const ready = this.#ready.get(key) ?? (await this.#store.find(name, python));
    if (ready !== undefined) this.#ready.set(key, ready);
    return ready;
  }

  async install(name: string, version: string | undefined, options?: InstallOptions): Promise<Environment> {
    return this.#store.install(name, await this.#python(version), options);
  }

  remove(name: string): Promise<Environment[]> {
    this.#ready.clear();
    return this.#store.remove(name);
  }
}
