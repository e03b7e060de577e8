/**
 * Theory of operation. A server on loopback is within reach of every web page that the user of the machine opens. So:
 * - the Host header must name this server, which a page that rebinds its own name to 127.0.0.1 cannot make it do;
 * - a request that a page sent (it has an Origin, or says that it comes from another site) is refused, unless the
 *   operator listed the origin;
 * - bodies are JSON only (`body.ts`), which no form can send, so a page cannot get past the browser's own question.
 */
import { isIP } from "node:net";
import { GloveboxError } from "@glovebox/protocol";
import type { MiddlewareHandler } from "hono";

export type CallersOptions = {
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
};

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const ALLOWED_HEADERS =
  "Authorization, Content-Type, Range, X-Client-Id, Mcp-Session-Id, Mcp-Protocol-Version, Mcp-Method, Mcp-Name";
const ANY_ADDRESS = ["0.0.0.0", "::"];

/** Refuses requests that a web page may have made. */
export function guardCallers(options: CallersOptions): MiddlewareHandler {
  const check = callerCheck(options);
  return async (context, next) => {
    const origin = context.req.header("Origin");
    check({ host: context.req.header("Host"), origin, fetchSite: context.req.header("Sec-Fetch-Site") });
    if (origin !== undefined) {
      context.header("Access-Control-Allow-Origin", origin);
      context.header("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, Mcp-Session-Id");
      context.header("Vary", "Origin");
      if (context.req.method === "OPTIONS") return preflight(context.body(null, 204));
    }
    await next();
  };
}

export type CallerHeaders = Readonly<Record<"host" | "origin" | "fetchSite", string | undefined>>;

/** The same for whatever begins as a request: throws where the caller may be a web page. */
export function callerCheck({ host, allowedHosts, allowedOrigins }: CallersOptions): (headers: CallerHeaders) => void {
  const names = new Set([...LOOPBACK, host, ...allowedHosts].map((name) => bare(name)));
  const origins = new Set(allowedOrigins);
  // A name can be rebound, an address cannot: it is safe to be called by any that the server listens on.
  const isOurs = (name: string) => names.has(name) || (ANY_ADDRESS.includes(host) && isIP(name) !== 0);
  return (headers) => {
    const called = hostName(headers.host);
    if (called === undefined || !isOurs(called)) throw foreignHost(called);
    const { origin } = headers;
    const crossSite = headers.fetchSite === "cross-site";
    if (origin === undefined ? crossSite : !origins.has(origin)) throw foreignOrigin(origin);
  };
}

function preflight(answer: Response): Response {
  answer.headers.set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  answer.headers.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
  answer.headers.set("Access-Control-Max-Age", "600");
  return answer;
}

/** Without the port, small, without brackets. Undefined where it is no host at all. */
function hostName(header: string | undefined): string | undefined {
  const [, name] = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(header ?? "") ?? [];
  return name === undefined ? undefined : bare(name);
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

function foreignHost(name: string | undefined): GloveboxError {
  return new GloveboxError("forbidden", `Host: ${JSON.stringify(name ?? "")} is not a name of this server`, {
    field: "Host",
    advice: "call it as localhost, or add the name to the server's setting allowedHosts",
  });
}

function foreignOrigin(origin: string | undefined): GloveboxError {
  const who = origin === undefined ? "another web site" : JSON.stringify(origin.slice(0, 200));
  return new GloveboxError("forbidden", `Origin: a web page of ${who} may not call this server`, {
    field: "Origin",
    advice: "add the origin to the server's setting allowedOrigins, if the page is yours",
  });
}
