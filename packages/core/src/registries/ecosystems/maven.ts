import { Refusal } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { below, type Registry } from "../upstreams.ts";
import { type Answer, firstOf, type Route, stream } from "./route.ts";

/** A Maven repository: the files of all the machine's repositories, the first one that has it. */
export class MavenRoute implements Route {
  readonly #repositories: readonly Registry[];
  readonly #fetcher: Fetcher;

  constructor(repositories: readonly Registry[], fetcher: Fetcher) {
    this.#repositories = repositories;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    if (request.segments.length < 2 || request.path.endsWith("/")) throw new Refusal(404, "only files are served");
    return firstOf(this.#repositories, (repository) =>
      stream(this.#fetcher, repository, below(repository, request.path), request, signal),
    );
  }
}
