import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry, Upstreams } from "./upstreams.ts";

export type Answerer = (incoming: IncomingMessage, outgoing: ServerResponse) => void;
/** A text, or what answers the request itself. */
export type Pages = Readonly<Record<string, string | Answerer>>;

/** A server on loopback that answers what a test says, and remembers what it was asked. */
export class FakeRegistry implements AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  readonly #close: () => Promise<void>;
  pages: Pages;

  private constructor(server: ReturnType<typeof createServer>, pages: Pages) {
    this.pages = pages;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (incoming, outgoing) => this.#answer(incoming, outgoing));
    this.#close = async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    };
  }

  /** `pages` by path; what is not among them is not found. */
  static async start(pages: Pages = {}): Promise<FakeRegistry> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FakeRegistry(server, pages);
  }

  /** The paths that it was asked for. */
  get paths(): string[] {
    return this.requests.map(({ path }) => path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  #answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = incoming.url ?? "";
    this.requests.push({ path, headers: incoming.headers });
    const page = this.pages[path];
    if (typeof page === "function") page(incoming, outgoing);
    else if (page === undefined) outgoing.writeHead(404).end("not here");
    else outgoing.end(page);
  }
}

/** Every registry is the server at `url`: `/simple/`, `/npm/`, `/go/`, `/sumdb/`, `/crates/`, `/maven/` and `/debian/` of it. */
export function upstreamsAt(url: string, connection: Omit<Registry, "url"> = {}): Upstreams {
  const at = (path: string): Registry => ({ ...connection, url: `${url}${path}` });
  return {
    pypi: [at("/simple/")],
    npm: { default: at("/npm/"), scopes: {} },
    go: {
      proxies: [{ registry: at("/go/"), fallThrough: "missing" }],
      checksums: { name: "sum.golang.org", registry: at("/sumdb/") },
      unproxied: [],
      variables: { GOSUMDB: "sum.golang.org" },
    },
    crates: at("/crates/"),
    maven: [at("/maven/")],
    debian: [{ registry: at("/debian/"), suites: ["stable"], components: ["main"], architectures: [] }],
    notes: [],
  };
}

/** A page with a type. */
export function typed(type: string, text: string): Answerer {
  return (_, outgoing) => outgoing.writeHead(200, { "content-type": type }).end(text);
}

export function redirect(location: string, status = 302): Answerer {
  return (_, outgoing) => outgoing.writeHead(status, { location }).end();
}
