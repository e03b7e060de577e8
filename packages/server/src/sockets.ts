import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { GloveboxError } from "@glovebox/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { failureHeaders, known, statusOf } from "./faces/failures.ts";
import { type CallersOptions, callerCheck } from "./guards/callers.ts";
import { principalNamed } from "./guards/principal.ts";

/** A connection that answers no ping within this time is dead. */
const PING_MS = 30_000;

/** What happens on a connection, by its path. */
export type SocketRoutes = ReadonlyMap<string, (socket: WebSocket, principal: string) => void>;

export type SocketsOptions = {
  readonly routes: SocketRoutes;
  readonly callers: CallersOptions;
  /** Bytes of one message. */
  readonly maxMessageBytes: number;
  /** Connections at once. */
  readonly most: number;
};

/** The WebSockets of one server, behind the same guards as its requests. */
export class Sockets implements Disposable {
  readonly #options: SocketsOptions;
  readonly #check: ReturnType<typeof callerCheck>;
  readonly #server: WebSocketServer;
  readonly #alive = new WeakSet<WebSocket>();
  readonly #pinging: NodeJS.Timeout;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#check = callerCheck(options.callers);
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessageBytes,
      perMessageDeflate: false,
    });
    this.#pinging = setInterval(() => this.#ping(), PING_MS).unref();
  }

  /** Whether a request is for here. All others stay requests, whatever they would like to become. */
  wants({ headers, url }: Pick<IncomingMessage, "headers" | "url">): boolean {
    return headers.upgrade?.toLowerCase() === "websocket" && this.#options.routes.has(pathOf(url));
  }

  attach(server: Server): void {
    server.on("upgrade", (request, stream, head) => {
      // Until the handshake is over nobody else listens, and an error that nobody hears ends the process.
      const onError = () => stream.destroy();
      stream.on("error", onError);
      try {
        this.#open(request, stream, head);
      } catch (error) {
        stream.end(asHttp(known(error)), () => stream.destroy());
        return;
      }
      stream.off("error", onError);
    });
  }

  #open(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { headers } = request;
    this.#check({ host: headers.host, origin: headers.origin, fetchSite: single(headers["sec-fetch-site"]) });
    const principal = principalNamed(single(headers["x-client-id"]));
    if (this.#server.clients.size >= this.#options.most) throw tooMany();
    const serve = this.#options.routes.get(pathOf(request.url));
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      socket.on("error", () => undefined); // `close` follows, and says what there is to do
      this.#alive.add(socket);
      socket.on("pong", () => this.#alive.add(socket));
      serve?.(socket, principal);
    });
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      // One that is paused cannot hear the answer; what it writes tells whether anybody is there.
      if (!this.#alive.has(socket) && !socket.isPaused) socket.terminate();
      this.#alive.delete(socket);
      socket.ping();
    }
  }

  /** Resolves once those that are open now have closed. A connection is closed when its job has ended. */
  async closed(): Promise<void> {
    const open = [...this.#server.clients];
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once("close", resolve))));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pinging);
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}

function pathOf(url = ""): string {
  return url.split("?")[0] ?? "";
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function tooMany(): GloveboxError {
  return new GloveboxError("too_busy", "too many connections are open", {
    advice: "close one, or try again later",
    survives: "engine",
    retryAfter: 5,
  });
}

function asHttp(error: GloveboxError): string {
  const status = statusOf[error.code];
  const body = JSON.stringify({ message: error.message });
  const headers = { ...failureHeaders(error), "Content-Type": "application/json", Connection: "close" };
  const lines = Object.entries({ ...headers, "Content-Length": Buffer.byteLength(body) });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
