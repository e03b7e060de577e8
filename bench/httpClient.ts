import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { check, type Program } from "./programs.ts";

export type Answer = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };
export type Call = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Calls one server over connections that are kept. Node's own client, because `fetch` costs more than what is measured. */
export class HttpClient implements Disposable {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.url = url;
  }

  async call(path: string, call: Call = {}): Promise<Answer> {
    const answer = await this.open(path, call);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
  }

  /** Resolves at the answer's head; its body is the caller's to read or to destroy. */
  open(path: string, { method = "GET", headers = {}, body }: Call = {}): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const sent = request(`${this.url}${path}`, { agent: this.#agent, method, headers: { ...length, ...headers } });
    sent.once("response", resolve);
    sent.on("error", reject);
    sent.end(body);
    return promise;
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.call(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: text });
  }

  /** Runs the program, and throws where it did not end as it should. */
  async run({ prints, ...program }: Program): Promise<void> {
    const { status, body } = await this.post("/v1/executions", program);
    if (status !== 200) throw new Error(`the server answered ${status}: ${body}`);
    check(JSON.parse(body.toString()), prints);
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
