import { access, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { NpmUpstream, Registry } from "../upstreams.ts";
import { basic, type Connection, hostOf, type Machine, proxyAddress, registryAt } from "./machine.ts";

const PUBLIC = "https://registry.npmjs.org/";

/** npm's registries, from its variables, the user's .npmrc and the global one. */
export async function findNpm(machine: Machine): Promise<NpmUpstream | undefined> {
  const settings = await npmSettings(machine);
  const main = await registryOf(machine, settings, settings.get("registry") || PUBLIC, true);
  if (main === undefined) return undefined;
  const scopes: Record<string, Registry> = {};
  for (const [key, address] of settings) {
    const scope = /^(@[\w.~-]+):registry$/.exec(key)?.[1];
    const registry = scope && (await registryOf(machine, settings, address, false));
    if (scope && registry) scopes[scope] = registry;
  }
  return { default: main, scopes };
}

async function registryOf(machine: Machine, settings: Map<string, string>, address: string, main: boolean) {
  const certificates = settings.get("cafile");
  const connection = await machine.connection(certificates);
  const inline = settings.get("ca")?.replaceAll("\\n", "\n");
  const proxy = {
    ...connection.proxy,
    ...optional("https", proxyAddress(settings.get("https-proxy") ?? settings.get("proxy"))),
    ...optional("http", proxyAddress(settings.get("proxy"))),
    ...optional("none", settings.get("noproxy")),
  };
  const registry = registryAt(address, {
    ...connection,
    proxy,
    certificates: [...(connection.certificates ?? []), ...(inline?.includes("BEGIN CERTIFICATE") ? [inline] : [])],
    ...(settings.get("strict-ssl") === "false" && { unverified: true }),
    headers: credentials(settings, address, main),
  } satisfies Connection);
  if (registry === undefined) machine.note("npm", `a registry is left out: ${hostOf(address)} is not reached by HTTP`);
  return registry;
}

/** As npm finds them: by the longest part of the registry's address, from `//host/path/` upwards. */
function credentials(settings: Map<string, string>, address: string, main: boolean): Record<string, string> {
  const url = URL.parse(address);
  if (url === null) return {};
  const parts = url.pathname.split("/").filter((part) => part !== "");
  for (let count = parts.length; count >= 0; count--) {
    const path = ["", ...parts.slice(0, count)].join("/");
    for (const prefix of [`//${url.host}${path}/:`, `//${url.host}${path}:`]) {
      const found = credentialsAt(settings, prefix);
      if (found !== undefined) return found;
    }
  }
  // Older versions of npm took these for the default registry.
  return (main ? credentialsAt(settings, "") : undefined) ?? {};
}

function credentialsAt(settings: Map<string, string>, prefix: string): { authorization: string } | undefined {
  const token = settings.get(`${prefix}_authToken`);
  if (token) return { authorization: `Bearer ${token}` };
  const both = settings.get(`${prefix}_auth`);
  if (both) return { authorization: `Basic ${both}` };
  const [user, password] = [settings.get(`${prefix}username`), settings.get(`${prefix}_password`)];
  return user && password ? basic(user, Buffer.from(password, "base64").toString("utf8")) : undefined;
}

/** Later ones win: the global file, the user's, variables. */
async function npmSettings(machine: Machine): Promise<Map<string, string>> {
  const variables = npmVariables(machine);
  const user = parseNpmrc(
    (await machine.read(variables.get("userconfig") ?? join(machine.home, ".npmrc"))) ?? "",
    machine.environment,
  );
  const prefix = variables.get("prefix") ?? user.get("prefix") ?? (await prefixOfNode(machine));
  const global = variables.get("globalconfig") ?? (prefix === undefined ? undefined : join(prefix, "etc/npmrc"));
  const text = global === undefined ? undefined : await machine.read(global);
  return new Map([...parseNpmrc(text ?? "", machine.environment), ...user, ...variables]);
}

/** The keys and values of an .npmrc, with `${NAME}` filled in. */
export function parseNpmrc(text: string, environment: NodeJS.ProcessEnv): Map<string, string> {
  const filled = (word: string) =>
    word.replace(
      /\$\{(\w+)(\??)\}/g,
      (whole, name: string, optional: string) => environment[name] ?? (optional ? "" : whole),
    );
  const pairs = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, key, value] = /^\s*([^;#=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined
      ? []
      : [[filled(key), filled(value.replace(/^(["'])(.*)\1$/, "$2"))]];
  });
  return new Map(pairs);
}

/** `npm_config_strict_ssl` is `strict-ssl`, in any case; a key of a host keeps its own. */
function npmVariables({ environment }: Machine): Map<string, string> {
  const pairs = Object.entries(environment).flatMap(([name, value]): [string, string][] => {
    const key = /^npm_config_(.+)$/is.exec(name)?.[1];
    if (key === undefined || !value) return [];
    return [[/^(?:\/\/|@|_)/.test(key) ? key : key.toLowerCase().replaceAll("_", "-"), value]];
  });
  return new Map(pairs);
}

/** npm's own prefix is where the machine's Node is installed. */
async function prefixOfNode(machine: Machine): Promise<string | undefined> {
  for (const folder of (machine.environment["PATH"] ?? "").split(delimiter)) {
    // npm scripts put the workspace's own tools first; they are not the machine's.
    if (folder === "" || folder.includes("node_modules")) continue;
    const path = join(folder, "node");
    const found = await access(path).then(
      () => realpath(path),
      () => undefined,
    );
    if (found !== undefined) return dirname(dirname(found));
  }
  return undefined;
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: string });
}
