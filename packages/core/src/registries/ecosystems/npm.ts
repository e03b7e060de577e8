import { z } from "zod";
import { Refusal, UpstreamFailure } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import { fetchDocument } from "../outgoing/documents.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { SealedLinks } from "../sealedLinks.ts";
import { below, type NpmUpstream, type Registry, type Upstreams } from "../upstreams.ts";
import { type Answer, type Route, stream } from "./route.ts";

const NAME = /^[a-z0-9~_.-][\w.~-]*$/i;
const VERSION = /^[\w.+~^*<>=-]+$/;

/** One version of a package. What is not named here is handed on. */
const Manifest = z.looseObject({ dist: z.looseObject({ tarball: z.string() }).optional() });
const Packument = z.looseObject({ versions: z.record(z.string(), Manifest) });
type Manifest = z.infer<typeof Manifest>;

/** `<name>`, `<name>/<version>` and `<name>/-/<tarball>`, and `-/files/<sealed link>/<tarball>` for tarballs elsewhere. */
export class NpmRoute implements Route {
  readonly #upstream: NpmUpstream;
  readonly #registries: readonly Registry[];
  readonly #fetcher: Fetcher;
  readonly #links = new SealedLinks();

  constructor(upstream: NonNullable<Upstreams["npm"]>, registries: readonly Registry[], fetcher: Fetcher) {
    this.#upstream = upstream;
    this.#registries = registries;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const { segments } = request;
    if (segments[0] === "-") return this.#linked(segments, request, signal);
    const { name, rest } = split(segments);
    const registry = this.#registryOf(name);
    const [first, tarball] = rest;
    if (first === undefined) return this.#document(registry, name, "", request, signal);
    if (first !== "-" && rest.length === 1 && VERSION.test(first)) {
      return this.#document(registry, name, `/${encodeURIComponent(first)}`, request, signal);
    }
    if (first === "-" && tarball?.endsWith(".tgz") === true && rest.length === 2) {
      const url = below(registry, `${name}/-/${encodeURIComponent(tarball)}`);
      return stream(this.#fetcher, registry, url, request, signal);
    }
    throw new Refusal(404, "only packages and their tarballs are served");
  }

  async #document(registry: Registry, name: string, version: string, request: MirrorRequest, signal: AbortSignal) {
    const url = below(registry, `${name.replace("/", "%2f")}${version}`);
    const accept = request.accept ?? "application/json";
    const { text, type, url: from } = await fetchDocument(this.#fetcher, registry, url, { accept, signal });
    const own = (manifest: Manifest) => this.#own(manifest, registry, request.self);
    try {
      const found: unknown = JSON.parse(text);
      const document = version === "" ? ownVersions(Packument.parse(found), own) : own(Manifest.parse(found));
      return { kind: "document", type: type || "application/json", text: JSON.stringify(document) } as const;
    } catch {
      throw new UpstreamFailure(from.hostname, 502, "sent a document that describes no package");
    }
  }

  /** The same manifest with a tarball that comes from the mirror. */
  #own(manifest: Manifest, registry: Registry, self: string): Manifest {
    const url = manifest.dist === undefined ? null : URL.parse(manifest.dist.tarball, registry.url);
    if (manifest.dist === undefined || url === null) return manifest;
    const base = below(registry, "");
    // Behind a gateway, a registry may write http: for its own tarballs and mean https:.
    const inside = url.host === base.host && url.pathname.startsWith(base.pathname) ? pathBelow(base, url) : "";
    const plain = /^(?:@[\w.~-]+\/)?[\w.~-]+\/-\/[\w.~+-]+\.tgz$/.test(inside);
    const tarball = plain ? `${self}${inside}` : `${self}-/files/${this.#seal(url, registry)}`;
    return { ...manifest, dist: { ...manifest.dist, tarball } };
  }

  #seal(url: URL, registry: Registry): string {
    const word = this.#links.seal({ registry: this.#registries.indexOf(registry), url: url.href });
    return `${word}/${url.pathname.split("/").at(-1) || "package.tgz"}`;
  }

  async #linked(segments: readonly string[], request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const [, files, word, name] = segments;
    if (files !== "files" || word === undefined || name === undefined || segments.length !== 4) {
      throw new Refusal(404, "the registry's services (audit, search, login) are not served", { usual: true });
    }
    const link = this.#links.open(word);
    const registry = this.#registries[link?.registry ?? -1];
    if (link === undefined || registry === undefined) throw new Refusal(404, "no package of this mirror has that link");
    return stream(this.#fetcher, registry, new URL(link.url), request, signal);
  }

  #registryOf(name: string): Registry {
    const scope = name.startsWith("@") ? name.split("/", 1).join() : "";
    return Object.hasOwn(this.#upstream.scopes, scope)
      ? (this.#upstream.scopes[scope] ?? this.#upstream.default)
      : this.#upstream.default;
  }
}

function pathBelow(base: URL, { pathname, search }: URL): string {
  return pathname.slice(base.pathname.length) + search;
}

function split(segments: readonly string[]): { name: string; rest: readonly string[] } {
  const scoped = segments[0]?.startsWith("@") === true;
  const parts = segments.slice(0, scoped ? 2 : 1);
  const complete = parts.length === (scoped ? 2 : 1);
  if (!complete || !parts.every((part, index) => NAME.test(scoped && index === 0 ? part.slice(1) : part))) {
    throw new Refusal(404, "that is no name of a package");
  }
  return { name: parts.join("/"), rest: segments.slice(parts.length) };
}

function ownVersions(packument: z.infer<typeof Packument>, own: (manifest: Manifest) => Manifest) {
  const versions = Object.entries(packument.versions).map(([version, manifest]) => [version, own(manifest)] as const);
  return { ...packument, versions: Object.fromEntries(versions) };
}
