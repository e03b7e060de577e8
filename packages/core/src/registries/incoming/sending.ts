import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "../ecosystems/route.ts";
import { connectionFailure, type Timeouts } from "../outgoing/connectionFailure.ts";
import type { Allowance } from "./allowance.ts";

/** Headers of a registry's answer that a client needs. */
const HANDED_ON = [
  "accept-ranges",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
] as const;

export type Sending = { readonly allowance: Allowance; readonly timeouts: Timeouts; readonly signal: AbortSignal };

/** Sends an answer. A body that passes the allowance in the middle is cut off, and this throws. */
export async function send(outgoing: ServerResponse, answer: Answer, sending: Sending): Promise<void> {
  const { allowance, timeouts, signal } = sending;
  if (answer.kind === "document") {
    sendDocument(outgoing, answer, allowance);
    return;
  }
  const { body, headers, status, url } = answer.fetched;
  try {
    const bodyless = outgoing.req.method === "HEAD" || status === 304;
    allowance.require(bodyless ? 0 : Number(headers["content-length"] ?? 0));
    outgoing.writeHead(status, handedOn(headers));
    await pipeline(body, counted(allowance), outgoing, { signal });
  } catch (error) {
    body.on("error", () => undefined).destroy(); // nobody reads on
    signal.throwIfAborted();
    throw connectionFailure(error, url.hostname, timeouts);
  }
}

/** A short text instead of an answer. Where an answer has begun, the connection ends, so that nobody takes the part for the whole. */
export function sendError(outgoing: ServerResponse, status: number, message: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const body = Buffer.from(`${message}\n`);
  const headers = { "content-type": "text/plain; charset=utf-8", "content-length": body.length };
  // What is left of a request that is refused is not read as the next one.
  const last = status === 400 || !["GET", "HEAD"].includes(outgoing.req.method ?? "");
  outgoing.writeHead(status, last ? { ...headers, connection: "close" } : headers).end(body);
}

function sendDocument(
  outgoing: ServerResponse,
  { type, text }: Answer & { kind: "document" },
  allowance: Allowance,
): void {
  const body = Buffer.from(text);
  allowance.take(body.length); // also for HEAD: it cost as much
  outgoing.writeHead(200, { "content-type": type, "content-length": body.length }).end(body);
}

function counted(allowance: Allowance) {
  return async function* (body: AsyncIterable<Buffer>) {
    for await (const part of body) {
      allowance.take(part.length);
      yield part;
    }
  };
}

function handedOn(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(HANDED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
