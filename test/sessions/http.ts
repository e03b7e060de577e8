import { Execution, Session, SessionList } from "@glovebox/protocol";
import { openGlovebox } from "../../packages/server/src/wiring.ts";
import { App, type Overrides } from "../server/served.ts";

/** A server with real sandboxes, called in this process. */
export async function openApp(overrides: Overrides = {}): Promise<SessionsApp> {
  return new SessionsApp(await App.open({ armed: 1, ...overrides }, openGlovebox));
}

/** What a client of sessions does, in short. */
export class SessionsApp implements AsyncDisposable {
  readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  json(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    return this.app.call(path, { ...init, method, ...content, headers: { ...type, ...init.headers } });
  }

  async create(request: object = {}, init: RequestInit = {}): Promise<Session> {
    const answer = await this.json(
      "POST",
      "/v1/sessions",
      { language: "python", environment: "base", ...request },
      init,
    );
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return Session.parse(await answer.json());
  }

  cell(id: string, code: string, more: object = {}, init: RequestInit = {}): Promise<Response> {
    return this.json("POST", `/v1/sessions/${id}/executions`, { code, ...more }, init);
  }

  async run(id: string, code: string, more: object = {}): Promise<Execution> {
    const answer = await this.cell(id, code, more);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    return Execution.parse(await answer.json());
  }

  async sessions(init: RequestInit = {}): Promise<Session[]> {
    return SessionList.parse(await (await this.json("GET", "/v1/sessions", undefined, init)).json()).sessions;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }
}

/** The values of a cell's results, as text. */
export function shown({ results }: Execution): unknown[] {
  return results.map(({ mime }) => mime["text/plain"]);
}

/** The events of a stream of JSON lines. */
export async function eventsOf(answer: Response): Promise<({ type: string } & Record<string, unknown>)[]> {
  const text = await answer.text();
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
