import type { ChildProcess } from "node:child_process";
import { ending, type Place } from "./command.fixture.ts";

/** A `glovebox serve` on a free port. Disposing kills it, should it still run. */
export class Served implements AsyncDisposable {
  readonly ended: ReturnType<typeof ending>;
  readonly #child: ChildProcess;
  #said = "";
  #heard = Promise.withResolvers<true>();

  /** Waits until it listens; throws what it said instead. */
  static async start(place: Place, command: readonly string[], env: Record<string, string> = {}): Promise<Served> {
    const served = new Served(place.start(command, { env }));
    const isOver = served.ended.then(() => undefined);
    while (served.url === "") {
      if ((await Promise.race([served.#hears(), isOver])) === undefined && served.url === "") {
        throw new Error(`it did not listen: ${served.#said}`);
      }
    }
    return served;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = ending(child);
    child.stderr?.on("data", (text: string) => {
      this.#said += text;
      this.#heard.resolve(true);
      this.#heard = Promise.withResolvers();
    });
  }

  get url(): string {
    return /^Glovebox listens on (\S+) /m.exec(this.#said)?.[1] ?? "";
  }

  #hears(): Promise<true> {
    return this.#heard.promise;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async says(text: string): Promise<void> {
    while (!this.#said.includes(text)) await this.#hears();
  }

  execute(code: string, more: Record<string, unknown> = {}): Promise<Response> {
    return execute(this.url, code, more);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.ended;
  }
}

/** Asks the server to run Python, and to tell the events as they come. */
export function execute(url: string, code: string, more: Record<string, unknown> = {}): Promise<Response> {
  return fetch(`${url}/v1/executions`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
    body: JSON.stringify({ language: "python", code, ...more }),
  });
}

/** The events of an execution, as they come. */
export async function* events(response: Response): AsyncGenerator<{ type: string; outcome?: { status: string } }> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
  }
}
