import { constants } from "node:fs";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { BASE, baseEnvironment, type Environment, type InstallProgress, type Python } from "./environment.ts";
import { baseIsFixed, storageFailure, unknownEnvironment } from "./failures.ts";
import { buildEnvironment, type Fill, installPackages } from "./installation.ts";
import { InstallationProgress } from "./installationProgress.ts";
import { bundledLocks, environmentId, environmentIdFor, lockedPackages } from "./locks.ts";
import { readEnvironment } from "./manifest.ts";
import { removeStaleStagings, removeTree, stagingPath, takeEnvironmentTurn } from "./staging.ts";

export type StoreOptions = {
  /** Where Glovebox keeps what it installs. It is made when it is first written to. */
  dataDir: string;
  /** Name and lock file of each environment that can be installed. Default: those that Glovebox ships. */
  locks?: ReadonlyMap<string, string>;
  /** How environments are built and where below the data directory. Default: Python packages, in `environments`. */
  kind?: EnvironmentKind;
};

/** What differs between the environments of one engine and those of another. */
export type EnvironmentKind = {
  readonly folder: string;
  readonly fill: Fill;
  /** How many entries a lock has for each package, for the progress. */
  readonly packagesOf: (lock: string) => ReadonlyMap<string, number>;
};

const pythonPackages: EnvironmentKind = { folder: "environments", fill: installPackages, packagesOf: lockedPackages };

export type InstallOptions = {
  signal?: AbortSignal;
  onProgress?: (progress: InstallProgress) => void;
};

export type ListedEnvironment = {
  name: string;
  /** Its installations, one for each Python that it was installed for. */
  installed: readonly Environment[];
  /** Installations of a lock that is not the current one. Nothing uses them; `remove` takes them too. */
  outdated: readonly Environment[];
};

/**
 * The environments of one machine, in `<dataDir>/environments`. Any number of processes may share it.
 * What `find` gives is whole: an environment is built elsewhere and comes into its place with one rename.
 */
export class EnvironmentStore {
  readonly #dataDir: string;
  readonly #environments: string;
  readonly #locks: ReadonlyMap<string, string>;
  readonly #kind: EnvironmentKind;

  constructor({ dataDir, locks = bundledLocks(), kind = pythonPackages }: StoreOptions) {
    this.#dataDir = resolve(dataDir);
    this.#environments = join(this.#dataDir, kind.folder);
    this.#kind = kind;
    this.#locks = locks;
  }

  /** Every known environment; `base`, the first, is always there and has no installations. */
  async list(): Promise<ListedEnvironment[]> {
    const all = await this.#readAll();
    const known = Array.from(this.#locks.keys(), async (name) => {
      const lock = await this.#readLock(name);
      const own = all.filter((environment) => environment.name === name);
      const { installed = [], outdated = [] } = Object.groupBy(own, ({ directory, python }) =>
        directory === join(this.#environments, environmentId(name, lock, python)) ? "installed" : "outdated",
      );
      return { name, installed, outdated };
    });
    return [{ name: BASE, installed: [], outdated: [] }, ...(await Promise.all(known))];
  }

  /** The environment if it is ready for this Python. Throws `unknown_environment` for a name that no lock has. */
  async find(name: string, python: Python): Promise<Environment | undefined> {
    if (name === BASE) return baseEnvironment(python);
    const lock = await this.#readLock(name);
    return readEnvironment(join(this.#environments, environmentIdFor(name, lock, python)));
  }

  /**
   * The environment, installed for this Python first if need be. Of several calls at once, in any processes, one
   * installs and the others wait. Throws `environment_failed` with the installer's last lines and what to do; an abort
   * kills the installer and leaves nothing behind.
   */
  async install(name: string, python: Python, options: InstallOptions = {}): Promise<Environment> {
    if (name === BASE) throw baseIsFixed("installed");
    const lock = await this.#readLock(name);
    const found = await this.find(name, python);
    if (found !== undefined) return found;
    try {
      return await this.#install(name, lock, python, options);
    } catch (error) {
      throw storageFailure(error, this.#dataDir);
    }
  }

  /**
   * Removes the environment for every Python, outdated ones included, and gives what was removed. Programs that still
   * use it fail at their next import.
   */
  async remove(name: string, { signal = new AbortController().signal }: InstallOptions = {}): Promise<Environment[]> {
    if (name === BASE) throw baseIsFixed("removed");
    await this.#readLock(name);
    const own = (await this.#readAll()).filter((environment) => environment.name === name);
    try {
      for (const environment of own) await this.#remove(environment, signal);
    } catch (error) {
      throw storageFailure(error, this.#dataDir);
    }
    return own;
  }

  async #install(name: string, lock: string, python: Python, options: InstallOptions): Promise<Environment> {
    const { signal = new AbortController().signal, onProgress = () => undefined } = options;
    const progress = new InstallationProgress(
      `installing the environment ${name}`,
      this.#kind.packagesOf(lock),
      onProgress,
    );
    const id = environmentIdFor(name, lock, python);
    const environments = this.#environments;
    await mkdir(environments, { recursive: true });
    await access(environments, constants.W_OK);
    await removeStaleStagings(environments);

    const onWait = () => progress.say("waiting for another install");
    using _turn = await takeEnvironmentTurn(environments, id, signal, onWait);
    const installation = { name, id, lock, python, dataDir: this.#dataDir, environments };
    const directory = join(environments, id);
    if ((await readEnvironment(directory)) === undefined)
      await buildEnvironment(installation, this.#kind.fill, signal, progress);
    const environment = await readEnvironment(directory);
    if (environment === undefined) throw new Error(`the manifest in ${directory} cannot be read back`);
    progress.finish(environment.packages.length);
    return environment;
  }

  async #remove({ directory }: Environment, signal: AbortSignal): Promise<void> {
    if (directory === undefined) return;
    const id = directory.slice(this.#environments.length + 1);
    using _turn = await takeEnvironmentTurn(this.#environments, id, signal, () => undefined);
    const doomed = stagingPath(this.#environments, id);
    await rename(directory, doomed);
    await removeTree(doomed);
  }

  async #readAll(): Promise<Environment[]> {
    const entries = await readdir(this.#environments).catch(() => []);
    if (entries.length > 0) await removeStaleStagings(this.#environments);
    const visible = entries.filter((entry) => !entry.startsWith("."));
    const found = await Promise.all(visible.map((entry) => readEnvironment(join(this.#environments, entry))));
    return found.filter((environment) => environment !== undefined);
  }

  async #readLock(name: string): Promise<string> {
    const file = this.#locks.get(name);
    if (file === undefined) throw unknownEnvironment(name, [BASE, ...this.#locks.keys()]);
    return readFile(file, "utf8");
  }
}
