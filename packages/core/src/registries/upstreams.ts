/** Which ecosystem a mirror serves. */
export const ecosystems = ["pypi", "npm", "go", "crates", "maven", "debian"] as const;
export type Ecosystem = (typeof ecosystems)[number];

/** One registry as this machine reaches it. It never leaves the host: it may hold credentials. */
export type Registry = {
  /** The address below which it serves, without credentials. A path's last `/` is optional. */
  readonly url: string;
  /** Sent to this address's origin (scheme, host and port) and to no other. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates in PEM that are trusted here, beside those that Node trusts by itself. */
  readonly certificates?: readonly string[];
  /** True where the machine's configuration says to take any certificate. */
  readonly unverified?: boolean;
  readonly proxy?: ProxySettings;
};

/** Addresses of HTTP proxies, by the scheme of what is asked for, and the hosts that need none (`NO_PROXY`'s syntax). */
export type ProxySettings = { readonly http?: string; readonly https?: string; readonly none?: string };

export type NpmUpstream = {
  readonly default: Registry;
  /** The registry of a scope, by its name with the `@`. */
  readonly scopes: Readonly<Record<string, Registry>>;
};

export type GoUpstream = {
  /** In order of use. `fallThrough`: after which failure the next one is asked, as `,` and `|` in GOPROXY say. */
  readonly proxies: readonly { readonly registry: Registry; readonly fallThrough: "missing" | "any" }[];
  /** The checksum database; absent where the machine's configuration turns it off. */
  readonly checksums?: { readonly name: string; readonly registry: Registry };
  /** Patterns (GONOPROXY) of modules that no proxy may be asked for. */
  readonly unproxied: readonly string[];
  /** What a `go` behind the mirror must be told for the same result; no secrets. */
  readonly variables: Readonly<Record<string, string>>;
};

export type DebianArchive = {
  readonly registry: Registry;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly architectures: readonly string[];
  /** The path of a keyring on this machine, or a key in ASCII armour. Absent: apt's own trusted keys. */
  readonly signedBy?: string;
  /** True where the machine takes this archive without a signature. */
  readonly trusted?: boolean;
};

/** The registries of this machine. What has none here is not served, and a note says why. */
export type Upstreams = {
  /** Simple indexes (PEP 503, PEP 691). A project's files are those of all of them. */
  readonly pypi: readonly Registry[];
  readonly npm?: NpmUpstream;
  readonly go?: GoUpstream;
  /** A sparse index. */
  readonly crates?: Registry;
  /** In order of use: the next one is asked for what the one before does not have. */
  readonly maven: readonly Registry[];
  /** The mirror serves the nth below `/debian/<n>/`. */
  readonly debian: readonly DebianArchive[];
  /** What the machine's configuration asks for and the mirror does not do. */
  readonly notes: readonly Note[];
};

export type Note = { readonly ecosystem: Ecosystem; readonly text: string };

/** The address of what is at `path` (already encoded) below a registry. */
export function below(registry: Registry, path: string): URL {
  const base = new URL(registry.url);
  const address = new URL(base);
  address.pathname = `${base.pathname.replace(/\/$/, "")}/${path}`;
  return address;
}

/** The registries that an ecosystem may ask, so those whose own addresses may be private. */
export function registriesOf(upstreams: Upstreams, ecosystem: Ecosystem): readonly Registry[] {
  switch (ecosystem) {
    case "pypi":
      return upstreams.pypi;
    case "npm":
      return upstreams.npm === undefined ? [] : [upstreams.npm.default, ...Object.values(upstreams.npm.scopes)];
    case "go": {
      const checksums = upstreams.go?.checksums?.registry;
      const proxies = upstreams.go?.proxies.map((proxy) => proxy.registry) ?? [];
      return checksums === undefined ? proxies : [...proxies, checksums];
    }
    case "crates":
      return upstreams.crates === undefined ? [] : [upstreams.crates];
    case "maven":
      return upstreams.maven;
    case "debian":
      return upstreams.debian.map((archive) => archive.registry);
  }
}
