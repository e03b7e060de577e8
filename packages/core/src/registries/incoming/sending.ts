import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "../ecosystems/route.ts";
import { Refusal } from "../failures.ts";
import { connectionFailure, type Timeouts } from "../outgoing/connectionFailure.ts";
import type { MirrorReport } from "../report.ts";

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

export type Sending = {
  readonly report: MirrorReport;
  readonly mostBytes: number;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
};

/** Sends an answer's body as long as it stays below the mirror's limit. A body that passes it in the middle is cut off, and this throws. */
export async function send(
  outgoing: ServerResponse,
  answer: Answer,
  { report, mostBytes, timeouts, signal }: Sending,
): Promise<void> {
  const left = mostBytes - report.bytesSent;
  if (answer.kind === "document") {
    const body = Buffer.from(answer.text);
    if (body.length > left) throw tooMuch(mostBytes);
    report.sent(outgoing.req.method === "HEAD" ? 0 : body.length);
    outgoing.writeHead(200, { "content-type": answer.type, "content-length": body.length }).end(body);
    return;
  }
  const { fetched } = answer;
  const bodyless = outgoing.req.method === "HEAD" || fetched.status === 304;
  if (!bodyless && (left <= 0 || Number(fetched.headers["content-length"] ?? 0) > left)) {
    fetched.body.on("error", () => undefined).destroy(); // it is the limit that ends this one
    throw tooMuch(mostBytes);
  }
  outgoing.writeHead(fetched.status, handedOn(fetched.headers));
  try {
    await pipeline(fetched.body, counted(report, mostBytes), outgoing, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw connectionFailure(error, fetched.url.hostname, timeouts);
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
  outgoing
    .writeHead(status, status === 400 || status === 405 ? { ...headers, connection: "close" } : headers)
    .end(body);
}

function counted(report: MirrorReport, mostBytes: number) {
  return async function* (body: AsyncIterable<Buffer>) {
    for await (const part of body) {
      if (report.bytesSent + part.length > mostBytes) throw tooMuch(mostBytes);
      report.sent(part.length);
      yield part;
    }
  };
}

function handedOn(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(HANDED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}

function tooMuch(mostBytes: number): Refusal {
  return new Refusal(507, `this installation may download ${mostBytes} bytes, and needs more`);
}
