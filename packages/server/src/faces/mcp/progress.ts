import type { Event } from "@glovebox/protocol";

/** A client that shows progress reads no faster, and one that does not must not drown in it. */
const PAUSE_MS = 200;
const MOST_CHARACTERS = 2_000;

type Token = string | number;
type Send = (notification: { method: "notifications/progress"; params: Params }) => Promise<void>;
type Params = { progressToken: Token; progress: number; message: string };

/** Tells a client that asked for it what its program prints and what is being installed. */
export class Progress implements Disposable {
  readonly #token: Token | undefined;
  readonly #send: Send;
  #message = "";
  #told = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(token: Token | undefined, send: Send) {
    this.#token = token;
    this.#send = send;
  }

  hear(event: Event): void {
    if (event.type === "stdout" || event.type === "stderr") this.#say(this.#message + event.data);
    if (event.type === "progress") this.#say(sentence(event));
  }

  #say(message: string): void {
    this.#message = message.slice(-MOST_CHARACTERS);
    if (this.#token !== undefined && this.#pause === undefined) this.#tell(this.#token);
  }

  /** What comes in the pause is told after it, together. */
  #tell(progressToken: Token): void {
    const message = this.#message;
    this.#message = "";
    this.#pause = message === "" ? undefined : setTimeout(() => this.#tell(progressToken), PAUSE_MS);
    if (message === "") return;
    this.#told += 1;
    const params = { progressToken, progress: this.#told, message };
    this.#send({ method: "notifications/progress", params }).catch(() => undefined); // the signal tells of a lost client
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#pause);
  }
}

function sentence({ task, done, total, detail }: Extract<Event, { type: "progress" }>): string {
  return `${task}: ${done} of ${total}${detail === undefined ? "" : `, ${detail}`}`;
}
