import { Refusal } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { below, type GoUpstream } from "../upstreams.ts";
import { matchesAny } from "./modulePatterns.ts";
import { type Answer, firstOf, type Route, stream } from "./route.ts";

/** What the GOPROXY protocol asks for after a module's path. */
const ASKED = /^(.+)\/@(?:latest|v\/(?:list|[^/]+\.(?:info|mod|zip)))$/;
/** What it asks of a checksum database. */
const CHECKSUMS = /^(?:latest|lookup\/.+|tile\/.+)$/;

/** The GOPROXY protocol, with the checksum database below `sumdb/`. */
export class GoRoute implements Route {
  readonly #upstream: GoUpstream;
  readonly #fetcher: Fetcher;

  constructor(upstream: GoUpstream, fetcher: Fetcher) {
    this.#upstream = upstream;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    if (request.segments[0] === "sumdb") return this.#checksums(request, signal);
    const module = ASKED.exec(request.segments.join("/"))?.[1];
    if (module === undefined) throw new Refusal(404, "only the files of modules are served");
    const plain = module.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (matchesAny(this.#upstream.unproxied, plain)) {
      throw new Refusal(
        404,
        "this machine takes that module from its repository (GONOPROXY, GOPRIVATE), not from a proxy",
      );
    }
    return this.#fromProxies(request, signal);
  }

  #fromProxies(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    return firstOf(
      this.#upstream.proxies,
      ({ registry }) => stream(this.#fetcher, registry, below(registry, request.path), request, signal),
      ({ fallThrough }, failure) => fallThrough === "any" || failure.missing,
    );
  }

  /** As `go` does: by a proxy where one serves the database, else from the database itself. */
  async #checksums(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const { checksums, proxies } = this.#upstream;
    const [, name, ...rest] = request.segments;
    if (checksums === undefined || name !== checksums.name)
      throw new Refusal(404, "that checksum database is not used here");
    const path = rest.join("/");
    if (path === "supported") return { kind: "document", type: "text/plain", text: "" };
    if (!CHECKSUMS.test(path)) throw new Refusal(404, "a checksum database has no such page");
    const raw = request.path.split("/").slice(2).join("/");
    const sources = [
      ...proxies.map(({ registry, fallThrough }) => ({ registry, path: request.path, fallThrough })),
      { registry: checksums.registry, path: raw, fallThrough: "missing" as const },
    ];
    return firstOf(
      sources,
      (source) => stream(this.#fetcher, source.registry, below(source.registry, source.path), request, signal),
      // A proxy that refuses such a path is one that does not serve the database.
      ({ fallThrough }, failure) => fallThrough === "any" || failure.missing || failure.status === 403,
    );
  }
}
