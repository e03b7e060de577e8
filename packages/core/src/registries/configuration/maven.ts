import { join } from "node:path";
import type { Registry } from "../upstreams.ts";
import { basic, type Connection, hostOf, type Machine, registryAt } from "./machine.ts";
import { all, type Element, parseXml, textAt } from "./xml.ts";

const CENTRAL: Repository = { id: "central", url: "https://repo.maven.apache.org/maven2/" };

type Repository = { readonly id: string; readonly url: string };

/** Maven's repositories: those of active profiles, then Central, each through its mirror, with the logins of settings.xml. */
export async function findMaven(machine: Machine): Promise<Registry[]> {
  const settings = await readSettings(machine);
  const written = settings.flatMap((file) => profileRepositories(file));
  const repositories = [...written, ...(written.some(({ id }) => id === CENTRAL.id) ? [] : [CENTRAL])];
  const registries: Registry[] = [];
  for (const repository of repositories) {
    const mirrored = mirrorOf(settings, repository);
    const registry = mirrored && (await registryOf(machine, settings, mirrored));
    if (mirrored === undefined)
      machine.note("maven", `the repository ${repository.id} is blocked by a mirror of settings.xml`);
    else if (registry === undefined)
      machine.note("maven", `a repository is left out: ${hostOf(mirrored.url)} is not reached by HTTP`);
    else if (!registries.some(({ url }) => url === registry.url)) registries.push(registry);
  }
  return registries;
}

/** The user's file, then that of the installation: what comes first wins. */
async function readSettings(machine: Machine): Promise<Element[]> {
  const installation = machine.variable("MAVEN_HOME", "M2_HOME");
  const paths = [
    join(machine.home, ".m2/settings.xml"),
    installation === undefined ? machine.system("etc/maven/settings.xml") : join(installation, "conf/settings.xml"),
  ];
  const texts = await Promise.all(paths.map((path) => machine.read(path)));
  return texts.flatMap((text) => (text === undefined ? [] : [parseXml(text, (name) => variable(machine, name))]));
}

function variable({ environment, home }: Machine, name: string): string | undefined {
  if (name === "user.home") return home;
  return name.startsWith("env.") ? environment[name.slice("env.".length)] : undefined;
}

function profileRepositories(settings: Element): Repository[] {
  const active = all(settings, "settings", "activeProfiles", "activeProfile").map(({ text }) => text.trim());
  return all(settings, "settings", "profiles", "profile")
    .filter(
      (profile) =>
        active.includes(textAt(profile, "id")) || textAt(profile, "activation", "activeByDefault") === "true",
    )
    .flatMap((profile) => all(profile, "repositories", "repository"))
    .map((repository) => ({ id: textAt(repository, "id"), url: textAt(repository, "url") }));
}

/** The mirror that stands for a repository, or itself; nothing where the mirror is there to block it. */
function mirrorOf(settings: readonly Element[], repository: Repository): Repository | undefined {
  const mirrors = settings.flatMap((file) => all(file, "settings", "mirrors", "mirror"));
  const mirror =
    mirrors.find((one) => textAt(one, "mirrorOf") === repository.id) ??
    mirrors.find((one) => covers(textAt(one, "mirrorOf"), repository));
  if (mirror === undefined) return repository;
  if (textAt(mirror, "blocked") === "true") return undefined;
  return { id: textAt(mirror, "id"), url: textAt(mirror, "url") };
}

/** https://maven.apache.org/guides/mini/guide-mirror-settings.html */
function covers(patterns: string, { id, url }: Repository): boolean {
  const words = patterns.split(",").map((word) => word.trim());
  if (words.includes(`!${id}`)) return false;
  const local = ["localhost", "127.0.0.1"].includes(URL.parse(url)?.hostname ?? "");
  return words.some(
    (word) =>
      word === id ||
      word === "*" ||
      (word === "external:*" && !local) ||
      (word === "external:http:*" && !local && url.startsWith("http:")),
  );
}

async function registryOf(machine: Machine, settings: readonly Element[], { id, url }: Repository) {
  const connection = await machine.connection();
  const proxy = proxyOf(settings);
  return registryAt(url, {
    ...connection,
    ...(proxy && { proxy: { ...connection.proxy, ...proxy } }),
    headers: credentials(machine, settings, id),
  });
}

function credentials(machine: Machine, settings: readonly Element[], id: string): Record<string, string> {
  const servers = settings.flatMap((file) => all(file, "settings", "servers", "server"));
  const server = servers.find((one) => textAt(one, "id") === id);
  if (server === undefined) return {};
  const headers = all(server, "configuration", "httpHeaders", "property");
  const named = headers.map((one) => [textAt(one, "name").toLowerCase(), textAt(one, "value")] as const);
  const [user, password] = [textAt(server, "username"), textAt(server, "password")];
  if (/^\{.+\}$/.test(password)) {
    machine.note("maven", `the password of the server ${id} is encrypted, and its login is left out`);
    return Object.fromEntries(named);
  }
  return { ...(user === "" ? {} : basic(user, password)), ...Object.fromEntries(named) };
}

function proxyOf(settings: readonly Element[]): Connection["proxy"] {
  const proxies = settings.flatMap((file) => all(file, "settings", "proxies", "proxy"));
  const proxy = proxies.find((one) => textAt(one, "active") !== "false");
  if (proxy === undefined) return undefined;
  const address = URL.parse(`http://${textAt(proxy, "host")}:${textAt(proxy, "port") || "8080"}/`);
  if (address === null) return undefined;
  address.username = textAt(proxy, "username");
  address.password = textAt(proxy, "password");
  const none = textAt(proxy, "nonProxyHosts").replaceAll("|", ",");
  return { http: address.href, https: address.href, ...(none !== "" && { none }) };
}
