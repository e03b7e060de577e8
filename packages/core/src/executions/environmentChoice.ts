import { type Event, GloveboxError } from "@glovebox/protocol";
import { Channel } from "../async/channel.ts";
import {
  BASE,
  baseEnvironment,
  type Environment,
  type InstallProgress,
  type Python,
} from "../environments/environment.ts";
import { requiredEnvironment } from "../environments/requiredEnvironment.ts";
import type { EnvironmentStore } from "../environments/store.ts";
import type { PreparedRequest } from "./request.ts";

/** Which environment a request runs in, and making it ready. */
export class EnvironmentChoice {
  readonly #store: EnvironmentStore;
  readonly #python: (version: string | undefined) => Promise<Python>;
  /** What was found once is not looked up again: a request's road has no disk on it. */
  readonly #ready = new Map<string, Environment>();

  constructor(store: EnvironmentStore, python: (version: string | undefined) => Promise<Python>) {
    this.#store = store;
    this.#python = python;
  }

  /**
   * The environment that the request names, else the one that its imports need, else `data` if it is installed, else
   * `base`. One that is missing is installed, with progress events. Only Python has another one than `base`.
   */
  async *choose(prepared: PreparedRequest, signal?: AbortSignal): AsyncGenerator<Event, Environment> {
    const named = prepared.request.environment;
    if (prepared.language.id !== "python") return this.#onlyBase(prepared, named);
    const python = await this.#python(prepared.version);
    const needed = named ?? neededBy(prepared);
    if (needed === BASE && named === undefined) {
      return (await this.#find("data", python)) ?? baseEnvironment(python);
    }
    return (await this.#find(needed, python)) ?? (yield* this.#install(needed, python, signal));
  }

  async #onlyBase({ language }: PreparedRequest, named: string | undefined): Promise<Environment> {
    if (named !== undefined && named !== BASE) {
      throw new GloveboxError(
        "unknown_environment",
        `environment: ${language.id} has only ${BASE}, not ${JSON.stringify(named)}`,
        {
          field: "environment",
        },
      );
    }
    return baseEnvironment(await this.#python(undefined));
  }

  async #find(name: string, python: Python): Promise<Environment | undefined> {
    const key = `${name}\n${python.executable}`;
    const ready = this.#ready.get(key) ?? (await this.#store.find(name, python));
    if (ready !== undefined) this.#ready.set(key, ready);
    return ready;
  }

  async *#install(name: string, python: Python, signal?: AbortSignal): AsyncGenerator<Event, Environment> {
    const progress = new Channel<InstallProgress>({
      highWater: Number.POSITIVE_INFINITY,
      onPause: () => undefined,
      onResume: () => undefined,
    });
    const installed = this.#store
      .install(name, python, { ...(signal === undefined ? {} : { signal }), onProgress: (step) => progress.push(step) })
      .finally(() => progress.close());
    installed.catch(() => undefined); // awaited below, after the progress has been passed on
    for await (const step of progress) yield { type: "progress", ...step };
    return await installed;
  }
}

function neededBy({ files, main }: PreparedRequest): string {
  const localModules = new Set<string>();
  for (const name of files.keys()) localModules.add((name.split("/")[0] ?? "").replace(/\.py$/, ""));
  const sources = [...files].filter(([name]) => name === main || name.endsWith(".py"));
  for (const [, content] of sources) {
    const { environment } = requiredEnvironment(Buffer.from(content).toString("utf8"), { localModules });
    if (environment !== BASE) return environment;
  }
  return BASE;
}
