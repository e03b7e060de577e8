import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiError, Execution, ExecutionList } from "@glovebox/protocol";
import { Server } from "../../packages/server/src/server.ts";
import { readServerSettings, type ServerSettings } from "../../packages/server/src/settings.ts";
import { type OpenBox, type Parts, wire } from "../../packages/server/src/wiring.ts";
import { openDummyBox } from "./dummyBox.ts";

export type Overrides = Partial<ServerSettings>;

/** A data directory for one test. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "gloveboxtest-server-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The app in this process, without a socket. */
export class App implements AsyncDisposable {
  readonly #folder: Disposable;
  readonly parts: Parts;

  private constructor(folder: Disposable, parts: Parts) {
    this.#folder = folder;
    this.parts = parts;
  }

  static async open(overrides: Overrides = {}, openBox: OpenBox = openDummyBox): Promise<App> {
    const folder = temporaryFolder();
    const settings = readServerSettings({ dataDir: folder.path, ...overrides });
    return new App(folder, await wire(settings, openBox));
  }

  async call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("Host")) headers.set("Host", "localhost:4747");
    return this.parts.app.request(path, { ...init, headers });
  }

  post(request: unknown, init: RequestInit = {}): Promise<Response> {
    const headers = { "Content-Type": "application/json", ...init.headers };
    const body = typeof request === "string" ? request : JSON.stringify(request);
    return this.call("/v1/executions", { method: "POST", body, ...init, headers });
  }

  /** Runs a program of the dummy engine and answers its record. */
  async run(code: string, init: RequestInit = {}): Promise<Execution> {
    return Execution.parse(await (await this.post(program(code), init)).json());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.parts[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

/** A server with a socket, on any free port. */
export async function serve(overrides: Overrides = {}, openBox: OpenBox = openDummyBox): Promise<Served> {
  const folder = temporaryFolder();
  const server = await Server.start(readServerSettings({ dataDir: folder.path, port: 0, ...overrides }), openBox);
  return {
    server,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
export type Served = AsyncDisposable & { readonly server: Server; readonly url: string };

export function program(code: string): { language: string; code: string } {
  return { language: "python", code };
}

export async function listed(response: Response): Promise<ExecutionList["executions"]> {
  return ExecutionList.parse(await response.json()).executions;
}

export async function errorOf(response: Response): Promise<ApiError["error"]> {
  return ApiError.parse(await response.json()).error;
}
