import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Dispatcher, request } from "undici";
import { Gate } from "../../async/gate.ts";
import { Refusal, UpstreamFailure } from "../failures.ts";
import type { Registry } from "../upstreams.ts";
import { requirePublicHost } from "./addresses.ts";
import { connectionFailure, isPassing, type Timeouts } from "./connectionFailure.ts";
import { Dispatchers } from "./dispatchers.ts";

const MOST_REDIRECTS = 5;
/** Before the same request is sent once more. */
const PAUSE_MS = 250;
const MOST_DISCARDED = 64 * 1024;
const REDIRECTS = [301, 302, 303, 307, 308];

export type Wanted = {
  readonly method: "GET" | "HEAD";
  /** Sent as they are: nothing else of the client's request goes out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type Fetched = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Dispatcher.ResponseData["body"];
  /** Where it came from in the end. */
  readonly url: URL;
};

/** Documents that are read whole at the same time: each may be long. */
const DOCUMENTS_AT_ONCE = 4;

/** Asks the registries of one ecosystem, and the hosts that they point at. */
export class Fetcher implements AsyncDisposable {
  readonly documents = new Gate(DOCUMENTS_AT_ONCE);
  readonly #dispatchers: Dispatchers;
  readonly #timeouts: Timeouts;
  readonly #trusted: ReadonlySet<string>;

  constructor(registries: readonly Registry[], timeouts: Timeouts) {
    this.#dispatchers = new Dispatchers(timeouts);
    this.#timeouts = timeouts;
    this.#trusted = new Set(registries.map(originOf));
  }

  /**
   * What is at `url`, in the way that `registry` is reached: an answer with a body, or "not modified". Another one throws an
   * `UpstreamFailure`. Redirects are followed, and one failure that may pass is forgiven.
   */
  async fetch(registry: Registry, url: URL, wanted: Wanted): Promise<Fetched> {
    let at = url;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      await this.#require(registry, at);
      const answer = await this.#askTwice(registry, at, wanted);
      const next = redirectOf(answer);
      if (next === undefined) return accepted(answer);
      discard(answer);
      at = next;
    }
    throw new UpstreamFailure(at.hostname, 502, `redirects more than ${MOST_REDIRECTS} times`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispatchers[Symbol.asyncDispose]();
  }

  /** In words, for the answer and the report. */
  failure(error: unknown, host: string): Error {
    return connectionFailure(error, host, this.#timeouts);
  }

  async #require(registry: Registry, url: URL): Promise<void> {
    const schemes = ["https:", new URL(registry.url).protocol];
    if (!schemes.includes(url.protocol)) {
      throw new Refusal(403, `a link to ${url.hostname} by ${JSON.stringify(url.protocol)} is not followed`);
    }
    if (!this.#trusted.has(url.origin)) await requirePublicHost(url.hostname);
  }

  async #askTwice(registry: Registry, url: URL, wanted: Wanted): Promise<Fetched> {
    try {
      const answer = await this.#ask(registry, url, wanted);
      if (answer.status !== 429 && answer.status < 500) return answer;
      discard(answer);
    } catch (error) {
      wanted.signal.throwIfAborted();
      if (!isPassing(error)) throw this.failure(error, url.hostname);
    }
    await sleep(PAUSE_MS, undefined, { signal: wanted.signal });
    try {
      return await this.#ask(registry, url, wanted);
    } catch (error) {
      wanted.signal.throwIfAborted();
      throw this.failure(error, url.hostname);
    }
  }

  async #ask(registry: Registry, url: URL, { method, headers, signal }: Wanted): Promise<Fetched> {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(withoutUser(url), {
      dispatcher: this.#dispatchers.for(registry, url, this.#trusted.has(url.origin)),
      method,
      headers: { "user-agent": "glovebox", ...headers, ...(url.origin === originOf(registry) ? registry.headers : {}) },
      signal,
    });
    return { status: statusCode, headers: answered, body, url };
  }
}

function originOf(registry: Registry): string {
  return new URL(registry.url).origin;
}

/** A link's own credentials are not sent: those of this machine are the only ones. */
function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  bare.hash = "";
  return bare;
}

function redirectOf({ status, headers, url }: Fetched): URL | undefined {
  if (!REDIRECTS.includes(status)) return undefined;
  const next = URL.parse(headers.location ?? "", url.href);
  if (headers.location === undefined || next === null) {
    throw new UpstreamFailure(url.hostname, 502, "redirects to no valid address");
  }
  return next;
}

function accepted(answer: Fetched): Fetched {
  const { status, url } = answer;
  if ([200, 203, 206, 304].includes(status)) return answer;
  discard(answer);
  if (status === 404 || status === 410) throw new UpstreamFailure(url.hostname, status, "does not have it");
  if (status === 416) throw new UpstreamFailure(url.hostname, 416, "does not have that range");
  if (status === 401 || status === 403 || status === 407) {
    throw new UpstreamFailure(url.hostname, 403, `refuses this machine (HTTP ${status})`);
  }
  throw new UpstreamFailure(url.hostname, 502, `answered HTTP ${status}`);
}

/** Reads to the end what nobody needs, so that the connection can be used again; a long body costs the connection. */
function discard({ body }: Fetched): void {
  body.dump({ limit: MOST_DISCARDED }).catch(() => body.destroy());
}
