import { randomUUID } from "node:crypto";
import type { StreamMessage } from "@glovebox/protocol";
import { type CellInput, type OpenSession, ProgramControls } from "glovebox";
import type { RawData, WebSocket } from "ws";
import { startWith } from "../../../executions/clients.ts";
import type { StartedRun } from "../../../executions/run.ts";
import { isOurFailure } from "../../failures.ts";
import { errorAnswer } from "../answers.ts";
import type { RestParts } from "../app.ts";
import { startHolding } from "../heldRequest.ts";
import { readMessage } from "./messages.ts";

/** While so much waits for a cell, nothing more is read from the client. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** What is said between cells waits for nobody: a client that leaves so much unread is cut off. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;
const NORMAL = 1000;
const POLICY = 1008;

type Execute = Extract<StreamMessage, { type: "execute" }>;
type Given = { readonly ref: string | undefined; readonly controls: ProgramControls; started?: StartedRun };

/** One client of a session: its cells, what they read and say, and what is said between them. */
export class SessionConnection {
  readonly #socket: WebSocket;
  readonly #session: OpenSession;
  readonly #parts: RestParts;
  /** The cells that have not ended, the oldest first. */
  readonly #cells = new Set<Given>();
  #listening: Disposable | undefined;
  /** Cells begin in the order in which they came, whatever has to be fetched for each. */
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(socket: WebSocket, session: OpenSession, parts: RestParts) {
    this.#socket = socket;
    this.#session = session;
    this.#parts = parts;
  }

  open(): void {
    this.#socket.on("message", (data) => this.#hear(data));
    this.#socket.once("close", () => this.#leave());
    this.#listening = this.#session.onOutput((type, data) => this.#tellAside({ type, data }));
    void this.#session.ended.then(() => this.#close(NORMAL, "the session has ended"));
  }

  #hear(data: RawData): void {
    if (this.#closed) return;
    const read = readMessage(data);
    if ("error" in read) this.#fail(read.error, read.ref);
    else this.#obey(read.message, byteLength(data));
  }

  #obey(message: StreamMessage, bytes: number): void {
    if (message.type === "execute") this.#execute(message, bytes);
    else if (message.type === "stdin") this.#feed(message);
    else this.#interrupt(message.ref);
  }

  #execute({ type: _, ref, ...cell }: Execute, bytes: number): void {
    const given: Given = { ref, controls: new ProgramControls() };
    this.#cells.add(given);
    const started = this.#last.then(() => this.#start(given, cell, bytes));
    this.#last = started.then(
      () => undefined,
      () => undefined,
    );
    void started
      .then((run) => this.#tell(given, run))
      .catch((error) => this.#fail(error, ref))
      .finally(() => {
        this.#cells.delete(given);
        given.controls[Symbol.dispose]();
      });
  }

  async #start(given: Given, cell: object, bytes: number): Promise<StartedRun> {
    const { runs, bodies } = this.#parts;
    const room = bodies.room();
    const { controls } = given;
    const started = await startWith(room, async () => {
      room.take(bytes);
      const start = (input: CellInput) => runs.startCell(this.#session, input, { controls });
      return await startHolding(this.#parts, this.#session.principal, cell as CellInput, room, start);
    });
    if (this.#closed) started.run.cancel();
    given.started = started;
    return started;
  }

  /** One event at a time, so that a client that does not read holds up its own cell only. */
  async #tell({ ref }: Given, { run, events }: StartedRun): Promise<void> {
    const cancelled = new Promise<void>((resolve) => run.onCancel(resolve));
    const marks = { executionId: run.execution.id, ...(ref === undefined ? {} : { ref }) };
    for await (const event of events) await Promise.race([this.#send({ ...event, ...marks }), cancelled]);
  }

  /** To the cell that it names, or to the one that runs. */
  #feed({ ref, data, end }: Extract<StreamMessage, { type: "stdin" }>): void {
    const controls = this.#find(ref)?.controls;
    if (controls === undefined) return; // it is over: as by a pipe that nobody reads
    if (data !== undefined) this.#write(controls, data, ref);
    if (end === true) controls.end().catch((error) => this.#fail(error, ref));
  }

  #write(controls: ProgramControls, data: string, ref: string | undefined): void {
    const written = controls.write(data);
    if (controls.waitingBytes > HIGH_WATER_BYTES) this.#socket.pause();
    written
      .catch((error) => this.#fail(error, ref))
      .finally(() => {
        if (controls.waitingBytes <= HIGH_WATER_BYTES) this.#socket.resume();
      });
  }

  /** One that is named is cancelled, also where it still waits. */
  #interrupt(ref: string | undefined): void {
    if (ref === undefined) this.#session.interrupt();
    else this.#find(ref)?.started?.run.cancel();
  }

  #find(ref: string | undefined): Given | undefined {
    const [oldest] = this.#cells;
    return ref === undefined ? oldest : [...this.#cells].find((each) => each.ref === ref);
  }

  #fail(error: unknown, ref: string | undefined): void {
    if (this.#closed) return;
    const requestId = randomUUID();
    if (isOurFailure(error)) this.#parts.onFailure(requestId, error);
    const mark = ref === undefined ? {} : { ref };
    this.#tellAside({ type: "error", ...mark, error: errorAnswer(error, requestId).body.error });
  }

  /** What no cell waits for. */
  #tellAside(message: object): void {
    if (this.#socket.bufferedAmount > MOST_UNREAD_BYTES) this.#close(POLICY, "the client does not read");
    else void this.#send(message);
  }

  #send(message: object): Promise<void> {
    return new Promise<void>((resolve) => {
      // An error means that the client has gone, and `close` deals with that.
      if (this.#socket.readyState !== this.#socket.OPEN) resolve();
      else this.#socket.send(JSON.stringify(message), () => resolve());
    });
  }

  #close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#leave();
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Whatever runs for this client ends with it; the session stays. */
  #leave(): void {
    this.#closed = true;
    this.#listening?.[Symbol.dispose]();
    for (const { started } of this.#cells) started?.run.cancel();
  }
}

function byteLength(data: RawData): number {
  if (Array.isArray(data)) return data.reduce((sum, piece) => sum + piece.length, 0);
  return data.byteLength;
}
