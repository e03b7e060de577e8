import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ecosystem, Note, ProxySettings, Registry } from "../upstreams.ts";

/** What a file or a folder that is not for us is like. */
const UNREADABLE = ["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM"];

export type Connection = Omit<Registry, "url">;

/** Where this machine keeps its configuration. */
export class Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  readonly notes: Note[] = [];
  readonly #root: string;

  /** `root` is the folder that `/etc` is in. */
  constructor(environment: NodeJS.ProcessEnv, home: string, root: string) {
    this.environment = environment;
    this.home = home;
    this.#root = root;
  }

  /** A variable's value; an empty one counts as none. */
  variable(...names: readonly string[]): string | undefined {
    for (const name of names) if (this.environment[name]) return this.environment[name];
    return undefined;
  }

  /** The path of a file of the system. */
  system(path: string): string {
    return join(this.#root, path);
  }

  /** What a file says; nothing where it does not exist or is not for this user. */
  async read(path: string): Promise<string | undefined> {
    return readFile(path, "utf8").catch(orNothing);
  }

  /** The paths in a folder that end so, in order. */
  async list(folder: string, ending: RegExp): Promise<string[]> {
    const names = (await readdir(folder).catch(orNothing)) ?? [];
    return names
      .filter((name) => ending.test(name))
      .sort()
      .map((name) => join(folder, name));
  }

  note(ecosystem: Ecosystem, text: string): void {
    this.notes.push({ ecosystem, text });
  }

  /** How a registry is reached where its client's own configuration says nothing else. */
  async connection(...bundles: readonly (string | undefined)[]): Promise<Connection> {
    const paths = [this.variable("NODE_EXTRA_CA_CERTS"), this.variable("SSL_CERT_FILE"), ...bundles];
    const known = [...new Set(paths)].filter((path) => path !== undefined);
    const files = await Promise.all(known.map((path) => this.read(path)));
    const certificates = [...new Set(files.flatMap((text) => certificatesIn(text ?? "")))];
    return { certificates, proxy: proxySettings(this) };
  }
}

/**
 * A registry at an address of the configuration; credentials in it become a header. Nothing where it is no address of HTTP;
 * `${…}` and such are not.
 */
export function registryAt(address: string, connection: Connection): Registry | undefined {
  const url = URL.parse(address.trim());
  if (url === null || !["http:", "https:"].includes(url.protocol)) return undefined;
  const headers = url.username === "" ? {} : basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  url.username = "";
  url.password = "";
  url.hash = "";
  url.search = "";
  return { ...connection, url: url.href, headers: { ...headers, ...connection.headers } };
}

export function basic(user: string, password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** An address without what may be secret in it, for notes. */
export function hostOf(address: string): string {
  return URL.parse(address.trim())?.host || "an address that is not valid";
}

/** The address of a proxy, as configurations write it; a scheme may be missing. */
export function proxyAddress(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const url = URL.parse(/^[a-z0-9]+:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && ["http:", "https:"].includes(url.protocol) ? url.href : undefined;
}

function proxySettings(machine: Machine): ProxySettings {
  const every = machine.variable("ALL_PROXY", "all_proxy");
  const http = proxyAddress(machine.variable("http_proxy", "HTTP_PROXY") ?? every);
  const https = proxyAddress(machine.variable("https_proxy", "HTTPS_PROXY") ?? every);
  const none = machine.variable("no_proxy", "NO_PROXY");
  return { ...(http && { http }), ...(https && { https }), ...(none && { none }) };
}

function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

function orNothing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && UNREADABLE.includes(String(error.code))) return undefined;
  throw error;
}
