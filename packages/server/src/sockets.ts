import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { GloveboxError } from "@glovebox/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { failureHeaders, known, statusOf } from "./faces/failures.ts";
import { type CallersOptions, callerCheck } from "./guards/callers.ts";
import { principalNamed } from "./guards/principal.ts";

/** A connection that answers no ping within this time is dead. */
const PING_MS = 30_000;

export type Serve = (socket: WebSocket) => void;
export type SocketRoute = {
  /** Connections of one kind are counted together, and there may be `most` of them at once. */
  readonly kind: string;
  readonly most: number;
  /** What happens on a connection. Throws where there is none to be had. */
  readonly open: (principal: string) => Serve;
  /** The body of an answer that refuses one. */
  readonly refusal: (error: GloveboxError) => object;
};
/** By the path of the request; undefined where it is none for a WebSocket. */
export type SocketRoutes = (path: string) => SocketRoute | undefined;

export type SocketsOptions = {
  readonly routes: SocketRoutes;
  readonly callers: CallersOptions;
  /** Bytes of one message. */
  readonly maxMessageBytes: number;
};

/** The WebSockets of one server, behind the same guards as its requests. */
export class Sockets implements Disposable {
  readonly #options: SocketsOptions;
  readonly #check: ReturnType<typeof callerCheck>;
  readonly #server: WebSocketServer;
  readonly #alive = new WeakSet<WebSocket>();
  /** How many are open, by their kinds. */
  readonly #open = new Map<string, number>();
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
    return headers.upgrade?.toLowerCase() === "websocket" && this.#options.routes(pathOf(url)) !== undefined;
  }

  attach(server: Server): void {
    server.on("upgrade", (request, stream, head) => {
      // Until the handshake is over nobody else listens, and an error that nobody hears ends the process.
      const onError = () => stream.destroy();
      stream.on("error", onError);
      const route = this.#options.routes(pathOf(request.url));
      try {
        this.#accept(request, stream, head, route);
      } catch (error) {
        const told = known(error);
        stream.end(asHttp(told, route?.refusal(told) ?? {}), () => stream.destroy());
        return;
      }
      stream.off("error", onError);
    });
  }

  #accept(request: IncomingMessage, stream: Duplex, head: Buffer, route: SocketRoute | undefined): void {
    const { headers } = request;
    this.#check({ host: headers.host, origin: headers.origin, fetchSite: single(headers["sec-fetch-site"]) });
    const principal = principalNamed(single(headers["x-client-id"]));
    if (route === undefined) return void stream.destroy();
    if (this.#count(route.kind) >= route.most) throw tooMany();
    const serve = route.open(principal);
    this.#server.handleUpgrade(request, stream, head, (socket) => {
      socket.on("error", () => undefined); // `close` follows, and says what there is to do
      this.#alive.add(socket);
      socket.on("pong", () => this.#alive.add(socket));
      this.#count(route.kind, 1);
      socket.once("close", () => this.#count(route.kind, -1));
      serve(socket);
    });
  }

  #count(kind: string, more = 0): number {
    const count = (this.#open.get(kind) ?? 0) + more;
    this.#open.set(kind, count);
    return count;
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      // One that is paused cannot hear the answer; what it writes tells whether anybody is there.
      if (!this.#alive.has(socket) && !socket.isPaused) socket.terminate();
      this.#alive.delete(socket);
      socket.ping();
    }
  }

  /** Resolves once those that are open now have closed. A connection is closed when its job or session has ended. */
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

function asHttp(error: GloveboxError, answer: object): string {
  const status = statusOf[error.code];
  const body = JSON.stringify(answer);
  const headers = { ...failureHeaders(error), "Content-Type": "application/json", Connection: "close" };
  const lines = Object.entries({ ...headers, "Content-Length": Buffer.byteLength(body) });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
