import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import type { Registry } from "../upstreams.ts";
import { type Machine, proxyAddress, registryAt } from "./machine.ts";

const PUBLIC = "sparse+https://index.crates.io/";
const MOST_REPLACEMENTS = 5;

const Source = z.object({ "replace-with": z.string().optional(), registry: z.string().optional() });
const Named = z.object({ index: z.string().optional(), token: z.string().optional() });
const Config = z.object({
  source: z.record(z.string(), Source).default({}),
  registries: z.record(z.string(), Named).default({}),
  registry: z.object({ token: z.string().optional() }).default({}),
  http: z.object({ proxy: z.string().optional(), cainfo: z.string().optional() }).default({}),
});
type Config = z.infer<typeof Config>;

/** The sparse index that stands for crates.io, from cargo's configuration. */
export async function findCrates(machine: Machine): Promise<Registry | undefined> {
  const folder = machine.variable("CARGO_HOME") ?? join(machine.home, ".cargo");
  const config = await readConfig(machine, [join(folder, "config"), join(folder, "config.toml")]);
  const secrets = await readConfig(machine, [join(folder, "credentials"), join(folder, "credentials.toml")]);
  const { name, index } = replacement(machine, config);
  if (index === undefined || !index.startsWith("sparse+")) {
    machine.note(
      "crates",
      "cargo's replacement for crates.io is no sparse index (sparse+https://…), and no other can be served",
    );
    return undefined;
  }
  const connection = await machine.connection(machine.variable("CARGO_HTTP_CAINFO") ?? config.http.cainfo);
  const proxy = proxyAddress(machine.variable("CARGO_HTTP_PROXY") ?? config.http.proxy);
  const token = tokenOf(machine, secrets, config, name, index);
  return registryAt(index.slice("sparse+".length), {
    ...connection,
    ...(proxy && { proxy: { ...connection.proxy, http: proxy, https: proxy } }),
    ...(token && { headers: { authorization: token } }),
  });
}

/** Follows `replace-with` from crates.io, to the name and the index of what stands for it. */
function replacement(machine: Machine, config: Config): { name: string; index: string | undefined } {
  let name = "crates-io";
  for (let count = 0; count < MOST_REPLACEMENTS; count++) {
    const next = config.source[name]?.["replace-with"];
    if (next === undefined) break;
    name = next;
  }
  const named = machine.variable(`CARGO_REGISTRIES_${variableName(name)}_INDEX`) ?? config.registries[name]?.index;
  return { name, index: config.source[name]?.registry ?? named ?? (name === "crates-io" ? PUBLIC : undefined) };
}

function tokenOf(machine: Machine, secrets: Config, config: Config, name: string, index: string): string | undefined {
  // Only a replacement takes a login: crates.io itself needs none to read.
  if (index === PUBLIC) return undefined;
  // A replacement that is written as a source has the token of the registry with the same index.
  const same = [...Object.entries(config.registries)].find(([, registry]) => registry.index === index)?.[0] ?? name;
  const variable = machine.variable(`CARGO_REGISTRIES_${variableName(same)}_TOKEN`);
  return variable ?? secrets.registries[same]?.token ?? config.registries[same]?.token;
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** The first of these files that exists. Cargo takes the one without an ending where there are both. */
async function readConfig(machine: Machine, paths: readonly string[]): Promise<Config> {
  for (const path of paths) {
    const text = await machine.read(path);
    if (text === undefined) continue;
    try {
      return Config.parse(parse(text));
    } catch {
      machine.note("crates", "a configuration file of cargo cannot be read, and is left out");
    }
  }
  return Config.parse({});
}
