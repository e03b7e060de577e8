import type { SignalName } from "@glovebox/protocol";
import { ProgramControls } from "glovebox";
import type { RawData, WebSocket } from "ws";
import { startWith } from "../../executions/clients.ts";
import { abandon, type StartedRun } from "../../executions/run.ts";
import type { SocketRoute, SocketRoutes } from "../../sockets.ts";
import { isOurFailure, known } from "../failures.ts";
import { jobOf, type PistonParts, pistonPrefixes } from "./app.ts";
import { CLOSE, type Closing } from "./closings.ts";
import { Conversation } from "./conversation.ts";
import type { Job } from "./job.ts";
import { type ClientMessage, readMessage } from "./messages.ts";

const INIT_MS = 1_000;
/** While so much waits for the program, nothing more is read from the client. */
const HIGH_WATER_BYTES = 1024 * 1024;

const connectPaths = pistonPrefixes.map((prefix) => `${prefix}/connect`);

/** The WebSocket of this face: each is an execution, that runs or waits. */
export function connectRoute(parts: PistonParts, most: number): SocketRoutes {
  const route: SocketRoute = {
    kind: "connect",
    most,
    open: (principal) => (socket) => serveConnection(socket, principal, parts),
    refusal: ({ message }) => ({ message }),
  };
  return (path) => (connectPaths.includes(path) ? route : undefined);
}

/** One job over a WebSocket: what it says as it says it, its stdin and signals as they come. It ends with its client. */
function serveConnection(socket: WebSocket, principal: string, parts: PistonParts): void {
  new Connection(socket, principal, parts).open();
}

class Connection {
  readonly #socket: WebSocket;
  readonly #principal: string;
  readonly #parts: PistonParts;
  readonly #controls = new ProgramControls();
  readonly #patience: NodeJS.Timeout;
  readonly #cancelled = Promise.withResolvers<void>();
  #state: "new" | "initialized" | "closed" = "new";
  #started: StartedRun | undefined;

  constructor(socket: WebSocket, principal: string, parts: PistonParts) {
    this.#socket = socket;
    this.#principal = principal;
    this.#parts = parts;
    this.#patience = setTimeout(() => this.#close(CLOSE.initializationTimeout), INIT_MS);
  }

  open(): void {
    this.#socket.on("message", (data) => this.#hear(data));
    this.#socket.once("close", () => this.#leave());
  }

  #hear(data: RawData): void {
    if (this.#state === "closed") return;
    try {
      this.#obey(readMessage(data), byteLength(data));
    } catch (error) {
      this.#fail(error);
    }
  }

  #obey(message: ClientMessage, bytes: number): void {
    if (message.type === "unknown") return; // as Piston does
    if (message.type === "init") this.#init(message.body, bytes);
    else if (this.#state === "new") this.#close(CLOSE.notInitialized);
    else if (message.type === "data") this.#give(message.stream, message.data);
    else this.#signal(message.signal);
  }

  #init(body: unknown, bytes: number): void {
    if (this.#state !== "new") {
      this.#close(CLOSE.alreadyInitialized);
      return;
    }
    this.#state = "initialized";
    clearTimeout(this.#patience);
    void this.#run(body, bytes);
  }

  #give(stream: unknown, data: string): void {
    if (stream === "stdin") this.#write(data);
    else this.#close(CLOSE.onlyStdin);
  }

  #signal(name: SignalName | undefined): void {
    if (name === undefined) this.#close(CLOSE.invalidSignal);
    else this.#controls.signal(name).catch((error) => this.#fail(error));
  }

  /** What the program does not read waits in the client, not here. */
  #write(data: string): void {
    const written = this.#controls.write(data);
    if (this.#controls.waitingBytes > HIGH_WATER_BYTES) this.#socket.pause();
    written
      .catch((error) => this.#fail(error))
      .finally(() => {
        if (this.#controls.waitingBytes <= HIGH_WATER_BYTES) this.#socket.resume();
      });
  }

  async #run(body: unknown, bytes: number): Promise<void> {
    try {
      const job = await this.#start(body, bytes);
      if (job === undefined || this.#started === undefined) return;
      const conversation = new Conversation(job);
      for await (const event of this.#started.events)
        for (const message of conversation.tell(event)) await this.#send(message);
      this.#close(CLOSE.jobCompleted);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** undefined where the client has gone meanwhile. */
  async #start(body: unknown, bytes: number): Promise<Job | undefined> {
    const room = this.#parts.bodies.room();
    let job: Job | undefined;
    const started = await startWith(room, async () => {
      room.take(bytes);
      job = await jobOf(this.#parts, body, true);
      return this.#parts.runs.start(this.#principal, job.request, { controls: this.#controls });
    });
    if (this.#state === "closed") {
      abandon(started);
      return undefined;
    }
    this.#started = started;
    started.run.onCancel(() => this.#cancelled.resolve());
    return job;
  }

  /**
   * Resolves when it is on its way, so that a client that does not read holds up its own program. Whoever cancels the
   * job is not to wait for such a client.
   */
  #send(message: object): Promise<void> {
    const sent = new Promise<void>((resolve) => {
      // An error means that the client has gone, and `close` deals with that.
      if (this.#socket.readyState !== this.#socket.OPEN) resolve();
      else this.#socket.send(JSON.stringify(message), () => resolve());
    });
    return Promise.race([sent, this.#cancelled.promise]);
  }

  /** A close frame has room for few words, so the message goes first. */
  #fail(error: unknown): void {
    if (this.#state === "closed") return;
    if (isOurFailure(error)) this.#parts.onFailure("connect", error);
    const { message } = known(error);
    void this.#send({ type: "error", message });
    this.#close(CLOSE.notifiedError);
  }

  #close({ code, reason }: Closing): void {
    if (this.#state === "closed") return;
    this.#leave();
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Whatever runs for this client ends with it. */
  #leave(): void {
    this.#state = "closed";
    clearTimeout(this.#patience);
    this.#controls[Symbol.dispose]();
    this.#started?.run.cancel();
  }
}

function byteLength(data: RawData): number {
  if (Array.isArray(data)) return data.reduce((sum, piece) => sum + piece.length, 0);
  return data.byteLength;
}
