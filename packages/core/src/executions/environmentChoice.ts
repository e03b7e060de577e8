import { type Event, GloveboxError } from "@glovebox/protocol";
import type { Equipped } from "../engines/engines.ts";
import { BASE, type Environment } from "../environments/environment.ts";
import type { Environments } from "../environments/environments.ts";
import { packageInData, requiredEnvironment } from "../environments/requiredEnvironment.ts";
import { hasWish, nameOfWish } from "../packages/pythonWishes.ts";
import { inBackground } from "./background.ts";
import { proveUsable } from "./proof.ts";
import type { PreparedRequest } from "./request.ts";

/**
 * The environment that the request names, else the one that its imports need, else `data` if it is installed and
 * costs nothing, else `base`. One that is missing is installed, with progress events. Only Python has another one than
 * `base`. Packages that the request asks for (`wishes`) need no environment; one that has them all spares installing them.
 */
export async function* chooseEnvironment(
  prepared: PreparedRequest,
  equipped: Equipped,
  wishes: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Event, Environment> {
  const { environments, offersData, dataModules } = equipped;
  const { version } = prepared;
  const named = prepared.request.environment;
  if (prepared.language.id !== "python") return onlyBase(prepared, environments, named);
  const needed = named ?? neededBy(prepared, dataModules, wishes);
  if (needed === BASE && named === undefined && offersData) {
    const offered = await environments.find("data", version);
    if (offered !== undefined && wishes.every((wish) => hasWish(offered, wish))) return offered;
  }
  const found = await environments.find(needed, version);
  if (found !== undefined) return found;
  await proveUsable(equipped, version, prepared.limits, signal);
  return yield* installed(environments, needed, version, signal);
}

async function onlyBase(
  { language }: PreparedRequest,
  environments: Environments,
  named: string | undefined,
): Promise<Environment> {
  const base = named === undefined || named === BASE ? await environments.find(BASE, undefined) : undefined;
  if (base !== undefined) return base;
  const message = `environment: ${language.id} has only ${BASE}, not ${JSON.stringify(named)}`;
  throw new GloveboxError("unknown_environment", message, { field: "environment" });
}

async function* installed(
  environments: Environments,
  name: string,
  version: string | undefined,
  signal?: AbortSignal,
): AsyncGenerator<Event, Environment> {
  return yield* inBackground((say) =>
    environments.install(name, version, {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (step) => say({ type: "progress", ...step }),
    }),
  );
}

function neededBy({ files, main }: PreparedRequest, inData: ReadonlySet<string>, wishes: readonly string[]): string {
  const dataModules = wishes.length === 0 ? inData : withoutThoseOf(inData, wishes);
  const localModules = new Set<string>();
  for (const name of files.keys()) localModules.add((name.split("/")[0] ?? "").replace(/\.py$/, ""));
  const sources = [...files].filter(([name]) => name === main || name.endsWith(".py"));
  for (const [, content] of sources) {
    const { environment } = requiredEnvironment(Buffer.from(content).toString("utf8"), { localModules, dataModules });
    if (environment !== BASE) return environment;
  }
  return BASE;
}

/** The modules that the request does not bring itself, as packages. */
function withoutThoseOf(modules: ReadonlySet<string>, wishes: readonly string[]): ReadonlySet<string> {
  const asked = new Set(wishes.map(nameOfWish));
  return new Set([...modules].filter((module) => !asked.has(packageInData(module))));
}
