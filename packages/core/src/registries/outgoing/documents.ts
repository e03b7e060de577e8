import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { UpstreamFailure } from "../failures.ts";
import type { Registry } from "../upstreams.ts";
import type { Fetched, Fetcher } from "./fetcher.ts";

/** The longest document that is read whole, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;

export type Document = { readonly text: string; readonly type: string; readonly url: URL };

/** Reads a document that the mirror rewrites. It is whole, or this throws. */
export async function fetchDocument(
  fetcher: Fetcher,
  registry: Registry,
  url: URL,
  { accept, signal, mostBytes = MOST_BYTES }: { accept: string; signal: AbortSignal; mostBytes?: number },
): Promise<Document> {
  using _place = await fetcher.documents.enter(signal);
  const headers = { accept, "accept-encoding": "gzip" };
  const answer = await fetcher.fetch(registry, url, { method: "GET", headers, signal });
  try {
    const text = await textOf(answer, mostBytes);
    return { text, type: answer.headers["content-type"] ?? "", url: answer.url };
  } catch (error) {
    answer.body.on("error", () => undefined).destroy(); // nobody reads on
    signal.throwIfAborted();
    throw fetcher.failure(error, answer.url.hostname);
  }
}

async function textOf({ headers, body, url }: Fetched, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) {
      length += part.length;
      if (length > mostBytes)
        throw new UpstreamFailure(url.hostname, 502, `sent an index of more than ${mostBytes} bytes`);
      parts.push(part);
    }
  };
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding === "gzip") await pipeline(body, createGunzip(), collect);
  else if (encoding === "identity") await pipeline(body, collect);
  else throw new UpstreamFailure(url.hostname, 502, "answered in an encoding that was not asked for");
  return Buffer.concat(parts).toString("utf8");
}
