import { Refusal, UpstreamFailure } from "../failures.ts";

/** How long each part of a request to a registry may take, in milliseconds. */
export type Timeouts = { readonly connectMs: number; readonly headersMs: number; readonly idleMs: number };

/** After which failures the same request is worth sending once more. */
const PASSING = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

export function isPassing(error: unknown): boolean {
  return PASSING.has(codeOf(error));
}

/** The same failure in words. Only the error's code is used: a message of the network layer may hold an address with credentials. */
export function connectionFailure(error: unknown, host: string, timeouts: Timeouts): Error {
  if (error instanceof Refusal || error instanceof UpstreamFailure) return error;
  const code = codeOf(error);
  const status = code.endsWith("TIMEOUT") || code === "ETIMEDOUT" ? 504 : 502;
  return new UpstreamFailure(host, status, reasonOf(code, timeouts));
}

function reasonOf(code: string, timeouts: Timeouts): string {
  switch (code) {
    case "ENOTFOUND":
      return "could not be found: its host name does not resolve";
    case "EAI_AGAIN":
      return "could not be found: the name server does not answer";
    case "ECONNREFUSED":
      return "refuses connections";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "is unreachable";
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return "closed the connection";
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
      return `accepted no connection within ${timeouts.connectMs / 1000} s`;
    case "UND_ERR_HEADERS_TIMEOUT":
      return `sent no answer within ${timeouts.headersMs / 1000} s`;
    case "UND_ERR_BODY_TIMEOUT":
      return `stopped sending for ${timeouts.idleMs / 1000} s`;
    case "UND_ERR_ABORTED":
    case "UND_ERR_PRX_TLS":
    case "UND_ERR_PRX_CONN":
      return "could not be reached through the proxy";
    default:
      return /CERT|SELF_SIGNED|VERIFY/.test(code)
        ? `has a certificate that this machine does not trust (${code})`
        : `could not be asked (${code})`;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
