import { UpstreamFailure } from "../failures.ts";
import type { MirrorRequest } from "../incoming/mirrorRequest.ts";
import type { Fetched, Fetcher } from "../outgoing/fetcher.ts";
import type { Registry } from "../upstreams.ts";

/** What the mirror answers: a document that it made, or what a registry sends. */
export type Answer =
  | { readonly kind: "document"; readonly type: string; readonly text: string }
  | { readonly kind: "stream"; readonly fetched: Fetched };

/** Answers the requests of one ecosystem. What it does not serve, it throws as a `Refusal`. */
export interface Route {
  answer(request: MirrorRequest, signal: AbortSignal): Promise<Answer>;
}

/** Hands on what a registry has at `url`. */
export async function stream(
  fetcher: Fetcher,
  registry: Registry,
  url: URL,
  { method, accept, conditions }: MirrorRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const headers = { accept: accept ?? "*/*", "accept-encoding": "identity", ...conditions };
  return { kind: "stream", fetched: await fetcher.fetch(registry, url, { method, headers, signal }) };
}

/** The first answer of several registries. The next one is asked where the one before does not have it, or as `goOn` says. */
export async function firstOf<From, What>(
  sources: readonly From[],
  ask: (from: From) => Promise<What>,
  goOn: (from: From, failure: UpstreamFailure) => boolean = (_, failure) => failure.missing,
): Promise<What> {
  let last: UpstreamFailure | undefined;
  for (const source of sources) {
    try {
      return await ask(source);
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || !goOn(source, error)) throw error;
      last = error;
    }
  }
  throw last ?? new UpstreamFailure("none", 404, "is not configured");
}
