import { Refusal, UpstreamFailure } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import { fetchDocument } from "../outgoing/documents.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { SealedLinks } from "../sealedLinks.ts";
import { below, type Registry } from "../upstreams.ts";
import { type Answer, type Route, stream } from "./route.ts";
import { type ProjectFile, parseSimplePage, renderSimplePage, SIMPLE_PAGE } from "./simplePage.ts";

/** What comes after a file's address for its metadata (PEP 658). */
const METADATA = ".metadata";

/** `simple/<project>/`, and `files/<sealed link>/<file name>` for what such a page points at. */
export class PypiRoute implements Route {
  readonly #registries: readonly Registry[];
  readonly #fetcher: Fetcher;
  readonly #links = new SealedLinks();

  constructor(registries: readonly Registry[], fetcher: Fetcher) {
    this.#registries = registries;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const [kind, first, name, ...more] = request.segments;
    if (kind === "simple" && first !== undefined && name === undefined) return this.#page(first, request, signal);
    if (kind === "files" && first !== undefined && name !== undefined && more.length === 0) {
      return this.#file(first, name, request, signal);
    }
    throw new Refusal(404, "only simple/<project>/ and the files of such pages are served");
  }

  async #page(project: string, request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    if (!/^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i.test(project)) throw new Refusal(404, "that is no name of a project");
    const name = project.toLowerCase().replace(/[-_.]+/g, "-");
    const files = new Map<string, ProjectFile>();
    let missing: UpstreamFailure | undefined;
    let found = false;
    for (const [index, registry] of this.#registries.entries()) {
      // An index that fails is not passed over: another one could offer a stranger's project of the same name.
      const listed = await this.#filesOf(registry, name, signal).catch((error: unknown) => {
        if (!(error instanceof UpstreamFailure) || !error.missing) throw error;
        missing = error;
      });
      found ||= listed !== undefined;
      for (const file of listed ?? []) {
        if (!files.has(file.filename)) files.set(file.filename, this.#own(file, index, request.self));
      }
    }
    if (!found && missing !== undefined) throw missing;
    return { kind: "document", ...renderSimplePage(name, [...files.values()], request.accept) };
  }

  async #filesOf(registry: Registry, name: string, signal: AbortSignal): Promise<ProjectFile[]> {
    const page = await fetchDocument(this.#fetcher, registry, below(registry, `${name}/`), {
      accept: SIMPLE_PAGE,
      signal,
    });
    try {
      return parseSimplePage(page);
    } catch {
      throw new UpstreamFailure(page.url.hostname, 502, "sent a page that is no simple index");
    }
  }

  #own(file: ProjectFile, registry: number, self: string): ProjectFile {
    const word = this.#links.seal({ registry, url: file.url });
    return { ...file, url: `${self}files/${word}/${encodeURIComponent(file.filename)}` };
  }

  async #file(word: string, name: string, request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const link = this.#links.open(word);
    const registry = this.#registries[link?.registry ?? -1];
    if (link === undefined || registry === undefined)
      throw new Refusal(404, "no index page of this mirror has that link");
    const url = new URL(link.url);
    if (name.endsWith(METADATA) && !url.pathname.endsWith(METADATA)) url.pathname += METADATA;
    return stream(this.#fetcher, registry, url, request, signal);
  }
}
