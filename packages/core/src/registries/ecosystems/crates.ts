import { z } from "zod";
import { Refusal, UpstreamFailure } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import { fetchDocument } from "../outgoing/documents.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { below, type Registry } from "../upstreams.ts";
import { type Answer, type Route, stream } from "./route.ts";

const CRATE = /^[a-z0-9][\w-]*$/i;
const VERSION = /^[\w.+-]+$/;
const CHECKSUM = /^[0-9a-f]{64}$/;
const INDEX_PATH = /^(?:[12]|3\/[a-z0-9_-]|[a-z0-9_-]{2}\/[a-z0-9_-]{2})\/[a-z0-9_-]+$/i;
const MOST_CONFIG_BYTES = 64 * 1024;

const Config = z.object({ dl: z.string() });

/** A sparse index: `config.json`, the index's files, and `download/<crate>/<version>/<checksum>`. */
export class CratesRoute implements Route {
  readonly #registry: Registry;
  readonly #fetcher: Fetcher;
  #template: string | undefined;

  constructor(registry: Registry, fetcher: Fetcher) {
    this.#registry = registry;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const path = request.segments.join("/");
    if (path === "config.json") return config(request.self);
    if (INDEX_PATH.test(path))
      return stream(this.#fetcher, this.#registry, below(this.#registry, path), request, signal);
    const [kind, crate, version, checksum, ...more] = request.segments;
    if (
      kind !== "download" ||
      crate === undefined ||
      version === undefined ||
      checksum === undefined ||
      more.length > 0
    ) {
      throw new Refusal(404, "only the index and crates are served");
    }
    if (!CRATE.test(crate) || !VERSION.test(version) || !CHECKSUM.test(checksum)) {
      throw new Refusal(404, "that is no crate, version and checksum");
    }
    const url = downloadUrl(await this.#downloads(signal), crate, version, checksum);
    return stream(this.#fetcher, this.#registry, url, request, signal);
  }

  /** Where the registry says that crates are. */
  async #downloads(signal: AbortSignal): Promise<string> {
    if (this.#template !== undefined) return this.#template;
    const url = below(this.#registry, "config.json");
    const wanted = { accept: "application/json", signal, mostBytes: MOST_CONFIG_BYTES };
    const { text, url: from } = await fetchDocument(this.#fetcher, this.#registry, url, wanted);
    try {
      const { dl } = Config.parse(JSON.parse(text));
      if (!URL.canParse(dl)) throw new TypeError("dl is no address");
      this.#template = dl;
      return dl;
    } catch {
      throw new UpstreamFailure(from.hostname, 502, "sent a config.json that says nothing of where crates are");
    }
  }
}

/** The sandbox's own: no `auth-required`, which is for the host, and no `api`. */
function config(self: string): Answer {
  const dl = `${self}download/{crate}/{version}/{sha256-checksum}`;
  return { kind: "document", type: "application/json", text: JSON.stringify({ dl }) };
}

/** As cargo fills it in: https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration */
function downloadUrl(template: string, crate: string, version: string, checksum: string): URL {
  const values: Record<string, string> = {
    crate,
    version: encodeURIComponent(version),
    prefix: prefixOf(crate),
    lowerprefix: prefixOf(crate.toLowerCase()),
    "sha256-checksum": checksum,
  };
  const filled = template.replace(/\{([a-z0-9-]+)\}/g, (marker, name: string) => values[name] ?? marker);
  return new URL(filled === template ? `${template}/${crate}/${values["version"]}/download` : filled);
}

function prefixOf(crate: string): string {
  if (crate.length <= 2) return String(crate.length);
  if (crate.length === 3) return `3/${crate.slice(0, 1)}`;
  return `${crate.slice(0, 2)}/${crate.slice(2, 4)}`;
}
