import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { GloveboxError } from "@glovebox/protocol";
import { atMost } from "./atMost.ts";
import { isSandboxUpload } from "./faces/e2b/addressee.ts";
import { isUpload } from "./faces/rest/fileRoutes.ts";
import { isSessionUpload } from "./faces/rest/sessionFileRoutes.ts";
import { Listener } from "./listener.ts";
import type { ServerSettings } from "./settings.ts";
import { type OpenBox, type Parts, wire } from "./wiring.ts";

/** What does not end so soon ends with its engine. */
const SESSIONS_MS = 5_000;
/** What a server that stops at once still gives the answers of what it cancelled. */
const LAST_ANSWERS_MS = 1_000;

/** Glovebox over HTTP. */
export class Server implements AsyncDisposable {
  readonly url: string;
  readonly #parts: Parts;
  readonly #listener: Listener;
  readonly #drainMs: number;
  #closing: Promise<void> | undefined;

  private constructor(parts: Parts, listener: Listener, drainMs: number) {
    this.#parts = parts;
    this.#listener = listener;
    this.#drainMs = drainMs;
    this.url = listener.url;
  }

  /**
   * Opens the data directory, clears away what a killed server left there, and listens. Throws a GloveboxError that
   * names the setting: an address that others reach, a port in use, a data directory that cannot be used.
   */
  static async start(settings: ServerSettings, openBox?: OpenBox): Promise<Server> {
    requireLoopback(settings);
    await using made = new AsyncDisposableStack();
    const parts = made.use(await wire(settings, openBox));
    const mayTakeLong = (incoming: IncomingMessage) =>
      isUpload(incoming.method, incoming.url) ||
      isSessionUpload(incoming.method, incoming.url) ||
      isSandboxUpload(incoming);
    const listener = made.use(await Listener.open(parts.app, parts.sockets, { ...settings, mayTakeLong }));
    made.move();
    return new Server(parts, listener, settings.drainMs);
  }

  /** Takes no new executions, and resolves once clients have the answers of those that run, or their time is up. */
  async drain(): Promise<void> {
    await atMost(this.#drainMs, this.#drain());
  }

  /** Sessions take no cells any more, so with the last cell they have nothing left to do. */
  async #drain(): Promise<void> {
    this.#parts.sessions.makeNoMore();
    await this.#parts.runs.drain();
    await this.#parts.sessions.close();
    await this.#told();
  }

  /** Clients have heard how what they started has ended. */
  async #told(): Promise<void> {
    await Promise.all([this.#listener.answers.out(), this.#parts.sockets.closed()]);
  }

  /** Stops at once: what runs is cancelled and recorded as such. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#parts.runs.stop();
    await atMost(SESSIONS_MS, this.#parts.sessions.close());
    await atMost(LAST_ANSWERS_MS, this.#told());
    this.#parts.sockets[Symbol.dispose](); // the listener waits for them
    await this.#listener[Symbol.asyncDispose]();
    await this.#parts[Symbol.asyncDispose]();
  }
}

/** Whoever reaches the server runs code on it, because there are no keys yet. */
function requireLoopback({ host, insecureNoAuth }: ServerSettings): void {
  if (insecureNoAuth || isLoopback(host)) return;
  throw new GloveboxError("invalid_request", `host: ${host} is reached by other machines, and there are no keys yet`, {
    field: "host",
    advice: "leave host at 127.0.0.1, or give --insecure-no-auth (insecureNoAuth) where a network or proxy guards it",
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
