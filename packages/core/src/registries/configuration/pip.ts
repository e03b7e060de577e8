import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import type { Registry } from "../upstreams.ts";
import { parseIni } from "./iniFile.ts";
import { basic, hostOf, type Machine, proxyAddress, registryAt } from "./machine.ts";
import { withNetrc } from "./netrc.ts";

const PUBLIC = "https://pypi.org/simple/";

type Index = { readonly address: string; readonly name?: string };

/** uv.toml, as far as it says where packages come from. */
const UvFile = z.object({
  index: z
    .array(z.object({ name: z.string().optional(), url: z.string(), default: z.boolean().optional() }))
    .default([]),
  "index-url": z.string().optional(),
  "extra-index-url": z.array(z.string()).default([]),
});
type UvFile = z.infer<typeof UvFile>;

/** The indexes that pip and uv use: uv's variables before pip's, and both before files. */
export async function findPypi(machine: Machine): Promise<Registry[]> {
  const pip = await pipOptions(machine);
  const uv = await uvFile(machine);
  const main = mainIndex(machine, pip, uv);
  if (main === undefined) {
    machine.note("pypi", "pip is told to use no index (no-index)");
    return [];
  }
  const registries: Registry[] = [];
  for (const index of [main, ...extraIndexes(machine, pip, uv)]) {
    const registry = await registryOf(machine, pip, index);
    if (registry === undefined)
      machine.note("pypi", `an index is left out: ${hostOf(index.address)} is not reached by HTTP`);
    else if (!registries.some(({ url }) => url === registry.url)) registries.push(registry);
  }
  return registries;
}

function mainIndex(machine: Machine, pip: Map<string, string>, uv: UvFile): Index | undefined {
  const variable = machine.variable("UV_DEFAULT_INDEX", "UV_INDEX_URL");
  if (variable !== undefined) return indexOf(variable);
  if (/^(?:1|true|yes|on|y|t)$/i.test(pip.get("no-index") ?? "")) return undefined;
  const own = uv.index.find((index) => index.default === true);
  const address = pip.get("index-url") || (own?.url ?? uv["index-url"] ?? PUBLIC);
  return own !== undefined && address === own.url ? { address, ...(own.name && { name: own.name }) } : { address };
}

function extraIndexes(machine: Machine, pip: Map<string, string>, uv: UvFile): Index[] {
  const variables = [machine.variable("UV_INDEX"), machine.variable("UV_EXTRA_INDEX_URL")];
  const written = uv.index.filter((index) => index.default !== true);
  return [
    ...variables.flatMap((text) => words(text).map(indexOf)),
    ...words(pip.get("extra-index-url")).map(indexOf),
    ...written.map(({ url, name }) => ({ address: url, ...(name && { name }) })),
    ...uv["extra-index-url"].map((address) => ({ address })),
  ];
}

/** uv gives an index a name as `name=address`. */
function indexOf(text: string): Index {
  const [, name, address] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  return name === undefined || address === undefined ? { address: text } : { address, name };
}

async function registryOf(machine: Machine, pip: Map<string, string>, { address, name }: Index) {
  const bundles = [pip.get("cert"), machine.variable("REQUESTS_CA_BUNDLE"), machine.variable("CURL_CA_BUNDLE")];
  const connection = await machine.connection(...bundles);
  const proxy = proxyAddress(pip.get("proxy"));
  const prefix = `UV_INDEX_${(name ?? "").toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
  const [user, password] = [machine.variable(`${prefix}_USERNAME`), machine.variable(`${prefix}_PASSWORD`)];
  const registry = registryAt(address, {
    ...connection,
    ...(proxy && { proxy: { ...connection.proxy, http: proxy, https: proxy } }),
    ...(name !== undefined && (user ?? password) !== undefined && { headers: basic(user ?? "", password ?? "") }),
  });
  if (registry === undefined) return undefined;
  const { host, hostname } = new URL(registry.url);
  const trusted = [...words(pip.get("trusted-host")), ...words(machine.variable("UV_INSECURE_HOST"))];
  const unverified = trusted.some((one) => one === host || one === hostname);
  return withNetrc(machine, unverified ? { ...registry, unverified } : registry);
}

/** pip's options by their long names: from its files, later ones winning, then from variables. */
async function pipOptions(machine: Machine): Promise<Map<string, string>> {
  const options = new Map<string, string>();
  for (const path of pipFiles(machine)) {
    const sections = parseIni((await machine.read(path)) ?? "");
    for (const section of ["global", "install", "download"]) {
      for (const [key, value] of sections.get(section) ?? []) options.set(key.replaceAll("_", "-"), value);
    }
  }
  for (const [name, value] of Object.entries(machine.environment)) {
    if (name.startsWith("PIP_") && value)
      options.set(name.slice("PIP_".length).toLowerCase().replaceAll("_", "-"), value);
  }
  return options;
}

/** https://pip.pypa.io/en/stable/topics/configuration/ */
function pipFiles(machine: Machine): string[] {
  const { home } = machine;
  const file = machine.variable("PIP_CONFIG_FILE");
  if (file === "/dev/null") return [];
  const folders = machine.variable("XDG_CONFIG_DIRS")?.split(":") ?? [machine.system("etc/xdg")];
  const environment = machine.variable("VIRTUAL_ENV");
  return [
    ...folders.map((folder) => join(folder, "pip/pip.conf")),
    machine.system("etc/pip.conf"),
    join(home, ".pip/pip.conf"),
    join(machine.variable("XDG_CONFIG_HOME") ?? join(home, ".config"), "pip/pip.conf"),
    ...(environment === undefined ? [] : [join(environment, "pip.conf")]),
    ...(file === undefined ? [] : [file]),
  ];
}

/** The user's uv.toml, or where there is none that of the system. */
async function uvFile(machine: Machine): Promise<UvFile> {
  const folder = machine.variable("XDG_CONFIG_HOME") ?? join(machine.home, ".config");
  const paths = [machine.variable("UV_CONFIG_FILE"), join(folder, "uv/uv.toml"), machine.system("etc/uv/uv.toml")];
  for (const path of paths) {
    const text = path === undefined ? undefined : await machine.read(path);
    if (text === undefined) continue;
    try {
      return UvFile.parse(parse(text));
    } catch {
      machine.note("pypi", "uv.toml cannot be read as uv's settings, and is left out");
    }
  }
  return UvFile.parse({});
}

function words(text: string | undefined): string[] {
  return text?.split(/\s+/).filter((word) => word !== "") ?? [];
}
