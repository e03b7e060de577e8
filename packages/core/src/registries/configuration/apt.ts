import type { DebianArchive } from "../upstreams.ts";
import { type AptSource, parseDeb822, parseSourcesList } from "./aptSources.ts";
import { basic, type Connection, hostOf, type Machine, proxyAddress, registryAt } from "./machine.ts";
import { parseNetrc } from "./netrc.ts";

/** The archives that apt uses, one for each address of an entry for binary packages. */
export async function findDebianArchives(machine: Machine): Promise<DebianArchive[]> {
  const sources = await readSources(machine);
  const connection = await aptConnection(machine);
  const logins = await readLogins(machine);
  return sources.flatMap((source) => {
    const registry = registryAt(source.uri, {
      ...connection,
      ...(source.uri.startsWith("https:") || source.uri.startsWith("http:")
        ? { headers: login(logins, source.uri) }
        : {}),
    });
    if (registry === undefined) {
      machine.note("debian", `an archive is left out: ${hostOf(source.uri)} is not reached by HTTP`);
      return [];
    }
    const { uri: _, ...rest } = source;
    return [{ registry, ...rest }];
  });
}

async function readSources(machine: Machine): Promise<AptSource[]> {
  const lists = [
    machine.system("etc/apt/sources.list"),
    ...(await machine.list(machine.system("etc/apt/sources.list.d"), /\.list$/)),
  ];
  const files = await machine.list(machine.system("etc/apt/sources.list.d"), /\.sources$/);
  const read = async (paths: readonly string[]) =>
    (await Promise.all(paths.map((path) => machine.read(path)))).join("\n\n");
  return [...parseSourcesList(await read(lists)), ...parseDeb822(await read(files))];
}

/** Settings of apt.conf in its flat form, `Acquire::http::Proxy "…";`. */
async function aptConnection(machine: Machine): Promise<Connection> {
  const files = [
    ...(await machine.list(machine.system("etc/apt/apt.conf.d"), /^[\w.-]+$/)),
    machine.system("etc/apt/apt.conf"),
  ];
  const text = (await Promise.all(files.map((path) => machine.read(path)))).join("\n");
  const setting = (name: string) =>
    [...text.matchAll(new RegExp(`^\\s*Acquire::${name}\\s+"([^"]*)"\\s*;`, "gim"))].at(-1)?.[1];
  const connection = await machine.connection(setting("https::CaInfo"));
  const http = setting("http::Proxy");
  const https = setting("https::Proxy") ?? http;
  return {
    ...connection,
    proxy: { ...connection.proxy, ...proxyOf("http", http), ...proxyOf("https", https) },
    ...(setting("https::Verify-Peer") === "false" && { unverified: true }),
  };
}

/** `DIRECT` turns off the proxy of the environment. */
function proxyOf(scheme: "http" | "https", setting: string | undefined): { http?: string; https?: string } {
  const address = setting === "DIRECT" ? "" : proxyAddress(setting);
  return address === undefined ? {} : { [scheme]: address };
}

async function readLogins(machine: Machine) {
  const files = [
    machine.system("etc/apt/auth.conf"),
    ...(await machine.list(machine.system("etc/apt/auth.conf.d"), /\.conf$/)),
  ];
  return parseNetrc((await Promise.all(files.map((path) => machine.read(path)))).join("\n"));
}

/** apt_auth.conf(5): a machine may have a path, and one without a scheme is for https only. */
function login(logins: ReturnType<typeof parseNetrc>, uri: string): Record<string, string> {
  const found = logins.find(({ machine }) => {
    const prefix = URL.parse(machine.includes("://") ? machine : `https://${machine}`);
    const url = URL.parse(uri);
    if (prefix === null || url === null || prefix.origin !== url.origin) return false;
    return prefix.pathname === "/" || `${url.pathname}/`.startsWith(`${prefix.pathname.replace(/\/$/, "")}/`);
  });
  return found === undefined ? {} : basic(found.login, found.password);
}
