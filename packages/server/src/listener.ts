import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GloveboxError } from "@glovebox/protocol";
import { getRequestListener } from "@hono/node-server";
import { answerBrokenRequests, answerUnaddressed } from "./guards/brokenRequests.ts";
import { endSlowRequests } from "./guards/slowRequests.ts";
import { endStalledClients } from "./guards/stalledClients.ts";
import { OpenAnswers } from "./openAnswers.ts";
import type { Sockets } from "./sockets.ts";

/**
 * Longer than clients keep a connection that is idle, 90 s at most among those in use. Where the server is the first to
 * close it, a client may send its next request at that very moment, and has it lost.
 */
const KEEP_IDLE_MS = 100_000;

export type ListenerOptions = {
  readonly host: string;
  readonly port: number;
  readonly requestTimeoutMs: number;
  /** Whether a request's body may take as long as it needs, as long as something comes. */
  readonly mayTakeLong: (request: IncomingMessage) => boolean;
};

/** The socket that requests come in by. */
export class Listener implements AsyncDisposable {
  readonly #server: Server;
  readonly #watch: Disposable;
  readonly answers: OpenAnswers;
  readonly url: string;

  private constructor(server: Server, watch: Disposable, answers: OpenAnswers, host: string) {
    this.#server = server;
    this.#watch = watch;
    this.answers = answers;
    const { port } = server.address() as AddressInfo;
    this.url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  }

  static async open(
    app: { fetch: (request: Request) => Response | Promise<Response> },
    sockets: Sockets,
    options: ListenerOptions,
  ): Promise<Listener> {
    const { host, port, requestTimeoutMs, mayTakeLong } = options;
    const listener = getRequestListener(app.fetch, { errorHandler: answerUnaddressed });
    const server = createServer(
      {
        requireHostHeader: false, // Node's own refusal has no body
        requestTimeout: 0, // it would end long uploads; endSlowRequests sees to bodies
        headersTimeout: requestTimeoutMs,
        keepAliveTimeout: KEEP_IDLE_MS,
        connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
        shouldUpgradeCallback: (incoming) => sockets.wants(incoming),
      },
      (incoming, outgoing) => void listener(incoming, outgoing),
    );
    const answers = new OpenAnswers(server);
    answerBrokenRequests(server);
    sockets.attach(server);
    const watch = new DisposableStack();
    watch.use(endSlowRequests(server, { timeoutMs: requestTimeoutMs, mayTakeLong }));
    watch.use(endStalledClients(server, requestTimeoutMs));
    await listen(server, host, port);
    return new Listener(server, watch, answers, host);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watch[Symbol.dispose]();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host, port, backlog: 1024 }, resolve);
  try {
    await promise;
  } catch (error) {
    throw listenFailure(error, host, port);
  } finally {
    server.off("error", reject);
  }
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return failure(
      "port",
      `${port} on ${host} is in use by another program`,
      "give another --port, or 0 for any free one",
      error,
    );
  }
  if (code === "EACCES") {
    return failure("port", `this user may not listen on ${port}`, "give a --port of 1024 or above", error);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return failure("host", `${JSON.stringify(host)} is no address of this machine`, "give another --host", error);
  }
  return error;
}

function failure(field: string, message: string, advice: string, cause: unknown): GloveboxError {
  return new GloveboxError("unavailable", `${field}: ${message}`, { field, advice, survives: "nothing", cause });
}
