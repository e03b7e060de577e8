import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Gate } from "../async/gate.ts";
import type { Route } from "./ecosystems/route.ts";
import { routeOf } from "./ecosystems/routes.ts";
import { Refusal, UpstreamFailure } from "./failures.ts";
import { Allowance } from "./incoming/allowance.ts";
import { readRequest } from "./incoming/mirrorRequest.ts";
import { send, sendError } from "./incoming/sending.ts";
import type { Timeouts } from "./outgoing/connectionFailure.ts";
import { Fetcher } from "./outgoing/fetcher.ts";
import { MirrorReport } from "./report.ts";
import { type Ecosystem, registriesOf, type Upstreams } from "./upstreams.ts";

/*
 * Theory of operation. Package installers run in sandboxes without a network. What they reach is one unix socket, and
 * behind it is this mirror, on the host. The client says a path, and nothing else: the mirror knows the registries, and
 * with which credentials and by which way they are reached. A client is taken for hostile:
 *
 * - A path is an ecosystem's own (`ecosystems/`), of a known shape, below a registry of this machine's configuration.
 * - Other addresses come only from what a registry itself says: links of index pages, sealed so that a client can
 *   neither read nor make them (`sealedLinks.ts`), and redirects. They must be public ones (`outgoing/addresses.ts`).
 * - Credentials go to the origin that they are configured for, and come back in no answer, error or report.
 * - Connections, requests at a time, time and bytes are bounded.
 */

const MOST_CONNECTIONS = 256;
/** Requests that are answered at the same time, and those that may wait for it. uv sends 50, and does not wait for long. */
const AT_ONCE = 64;
const MOST_WAITING = 256;
/** How long a client may keep a connection without reading or writing, in milliseconds. */
const IDLE_MS = 120_000;
const TIMEOUTS: Timeouts = { connectMs: 10_000, headersMs: 30_000, idleMs: 30_000 };

export type MirrorOptions = {
  /** What it serves; anything else is a 404. */
  readonly ecosystems: readonly Ecosystem[];
  readonly upstreams: Upstreams;
  /** How much it sends in all. */
  readonly mostBytes: number;
  /** Closes the mirror. */
  readonly signal?: AbortSignal;
  /** Of requests to registries; 10 s to connect, 30 s to the answer's head, 30 s between parts of its body. */
  readonly timeouts?: Timeouts;
};

/** The machine's package registries, as one unix socket. */
export class RegistryMirror implements AsyncDisposable {
  readonly report = new MirrorReport();
  readonly #options: MirrorOptions;
  readonly #allowance: Allowance;
  readonly #fetchers: Fetcher[] = [];
  readonly #routes = new Map<Ecosystem, Route>();
  readonly #server: Server;
  readonly #gate = new Gate(AT_ONCE);
  readonly #closing = new AbortController();
  #present = 0;

  private constructor(options: MirrorOptions) {
    this.#options = options;
    this.#allowance = new Allowance(options.mostBytes, this.report);
    for (const ecosystem of options.ecosystems) this.#serve(ecosystem);
    this.#server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.setTimeout(IDLE_MS);
  }

  /** Listens on the unix socket `path`. Every user may connect: the folder around it decides who reaches it. */
  static async listen(path: string, options: MirrorOptions): Promise<RegistryMirror> {
    options.signal?.throwIfAborted();
    const mirror = new RegistryMirror(options);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    mirror.#server.once("error", reject);
    mirror.#server.listen(path, resolve);
    try {
      await promise;
      await chmod(path, 0o666);
    } catch (error) {
      await mirror[Symbol.asyncDispose]();
      throw error;
    }
    options.signal?.addEventListener("abort", mirror.#close, { once: true });
    return mirror;
  }

  /** Ends every request and connection at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.signal?.removeEventListener("abort", this.#close);
    this.#closing.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await Promise.all([closed, ...this.#fetchers.map((fetcher) => fetcher[Symbol.asyncDispose]())]);
  }

  readonly #close = () => void this[Symbol.asyncDispose]();

  #serve(ecosystem: Ecosystem): void {
    const { upstreams, timeouts = TIMEOUTS } = this.#options;
    const fetcher = new Fetcher(registriesOf(upstreams, ecosystem), timeouts);
    this.#fetchers.push(fetcher);
    const route = routeOf(ecosystem, upstreams, fetcher);
    if (route !== undefined) this.#routes.set(ecosystem, route);
  }

  /** Never rejects. */
  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const left = new AbortController();
    outgoing.on("close", () => left.abort());
    const signal = AbortSignal.any([left.signal, this.#closing.signal]);
    this.#present++;
    try {
      if (this.#present > AT_ONCE + MOST_WAITING) throw new Refusal(503, "too many requests at a time");
      const request = readRequest(incoming);
      const route = this.#routeOf(request.ecosystem);
      using _place = await this.#gate.enter(signal);
      const { timeouts = TIMEOUTS } = this.#options;
      const answer = await route.answer(request, signal);
      await send(outgoing, answer, { allowance: this.#allowance, timeouts, signal });
    } catch (error) {
      if (signal.aborted) outgoing.destroy();
      else this.#fail(outgoing, error);
    } finally {
      this.#present--;
    }
  }

  #routeOf(ecosystem: Ecosystem): Route {
    const route = this.#routes.get(ecosystem);
    if (route !== undefined) return route;
    if (!this.#options.ecosystems.includes(ecosystem)) throw new Refusal(404, `${ecosystem} is not served here`);
    const notes = this.#options.upstreams.notes.filter((note) => note.ecosystem === ecosystem).map(({ text }) => text);
    throw new Refusal(404, [`this machine has no registry for ${ecosystem}`, ...notes].join("; "));
  }

  #fail(outgoing: ServerResponse, error: unknown): void {
    if (error instanceof Refusal) {
      if (!error.usual) this.report.refuse(error.message);
      sendError(outgoing, error.status, error.message);
    } else if (error instanceof UpstreamFailure) {
      if (!error.missing && error.status !== 416) this.report.fail(error.host, error.reason);
      sendError(outgoing, error.status, error.message);
    } else {
      // Its message stays here: it may hold an address.
      this.report.refuse(`a request failed in the mirror (${error instanceof Error ? error.name : "unknown"})`);
      sendError(outgoing, 500, "the mirror failed");
    }
  }
}
