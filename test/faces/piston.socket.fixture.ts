import { once } from "node:events";
import { WebSocket } from "ws";

export type Message = Readonly<Record<string, unknown>> & { readonly type: string };

/** A client of /connect that keeps what it hears. */
export class Client implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly heard: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake = Promise.withResolvers<void>();

  constructor(
    url: string,
    { path = "/api/v2/connect", headers = {} }: { path?: string; headers?: Record<string, string> } = {},
  ) {
    this.socket = new WebSocket(`${url.replace("http", "ws")}${path}`, { headers });
    this.socket.on("message", (data) => {
      this.heard.push(JSON.parse(String(data)));
      this.#wake.resolve();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#wake.resolve();
      });
    });
    this.socket.on("error", () => undefined); // told by close
  }

  static async open(url: string, options: { path?: string; headers?: Record<string, string> } = {}): Promise<Client> {
    const client = new Client(url, options);
    await once(client.socket, "open");
    return client;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  init(content: string, more: Record<string, unknown> = {}): void {
    this.say({ type: "init", language: "python", version: "*", files: [{ content }], ...more });
  }

  /** Resolves once something that fits was heard. */
  async hears(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.heard.find(fits);
      if (found !== undefined) return found;
      if (this.socket.readyState === this.socket.CLOSED) throw new Error(`closed; heard ${JSON.stringify(this.heard)}`);
      this.#wake = Promise.withResolvers();
      await this.#wake.promise;
    }
  }

  hearsOutput(text: string): Promise<Message> {
    return this.hears(() => this.output.includes(text));
  }

  get output(): string {
    return this.heard.flatMap(({ type, data }) => (type === "data" ? [data] : [])).join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
