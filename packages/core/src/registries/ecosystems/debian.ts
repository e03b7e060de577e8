import { Refusal } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import type { Fetcher } from "../outgoing/fetcher.ts";
import { below, type DebianArchive } from "../upstreams.ts";
import { type Answer, type Route, stream } from "./route.ts";

/** `<n>/…`: the files of the nth archive. apt checks their signatures, in the sandbox. */
export class DebianRoute implements Route {
  readonly #archives: readonly DebianArchive[];
  readonly #fetcher: Fetcher;

  constructor(archives: readonly DebianArchive[], fetcher: Fetcher) {
    this.#archives = archives;
    this.#fetcher = fetcher;
  }

  async answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer> {
    const [number = "", ...rest] = request.segments;
    const archive = /^\d{1,3}$/.test(number) ? this.#archives[Number(number)] : undefined;
    if (archive === undefined) throw new Refusal(404, "there is no archive of that number");
    if (rest.length === 0 || request.path.endsWith("/")) throw new Refusal(404, "only files are served");
    const path = request.path.slice(number.length + 1);
    return stream(this.#fetcher, archive.registry, below(archive.registry, path), request, signal);
  }
}
