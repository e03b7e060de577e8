import type { IncomingMessage } from "node:http";
import { Refusal } from "../failures.ts";
import { type Ecosystem, ecosystems } from "../upstreams.ts";

const LONGEST_PATH = 8192;
/** What may stand in a path without being encoded, and complete encodings. */
const PATH = /^(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWANTED = /[\x00-\x1f\x7f\\]/;
const HOST = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;

/** What the mirror takes from a request; nothing else of it is looked at. */
export type MirrorRequest = {
  readonly method: "GET" | "HEAD";
  readonly ecosystem: Ecosystem;
  /** What comes after the ecosystem, decoded, without an empty last one. */
  readonly segments: readonly string[];
  /** The same as it was sent: valid, and free of `.` and `..` in any encoding. */
  readonly path: string;
  /** The address of the ecosystem as the client sees it, with a last `/`. */
  readonly self: string;
  readonly accept: string | undefined;
  /** Headers of the client that go on to the registry. */
  readonly conditions: Readonly<Record<string, string>>;
};

/** Reads a request, or throws a `Refusal`. */
export function readRequest(incoming: IncomingMessage): MirrorRequest {
  const { method, headers } = incoming;
  if (method !== "GET" && method !== "HEAD") throw refusedMethod(incoming.url ?? "");
  if (Number(headers["content-length"] ?? 0) !== 0 || headers["transfer-encoding"] !== undefined) {
    throw new Refusal(400, "a request has no body here");
  }
  const { first, rest } = splitPath(incoming.url ?? "");
  const ecosystem = ecosystems.find((known) => known === first);
  if (ecosystem === undefined) throw new Refusal(404, `the paths are /${ecosystems.join("/, /")}/`);
  return {
    method,
    ecosystem,
    path: rest,
    segments: segmentsOf(rest),
    self: `http://${hostOf(headers.host)}/${ecosystem}/`,
    accept: headers.accept,
    conditions: conditionsOf(incoming),
  };
}

/** npm posts its audits at each installation. */
function refusedMethod(target: string): Refusal {
  if (target.startsWith("/npm/-/")) return new Refusal(404, "audits are not served", { usual: true });
  return new Refusal(405, "only GET and HEAD are answered");
}

function splitPath(target: string): { first: string; rest: string } {
  if (!target.startsWith("/")) throw new Refusal(400, "the request must be for a path of the mirror");
  if (target.length > LONGEST_PATH) throw new Refusal(414, `a path has at most ${LONGEST_PATH} characters`);
  // npm encodes the `/` between a scope and a name.
  const path = target.slice(1).replace(/\?.*$/s, "").replace(/%2f/gi, "/");
  const slash = path.indexOf("/");
  return slash < 0 ? { first: path, rest: "" } : { first: path.slice(0, slash), rest: path.slice(slash + 1) };
}

function segmentsOf(path: string): string[] {
  if (!PATH.test(path)) throw new Refusal(400, "the path has characters that must be encoded");
  const segments = path.split("/").map(decoded);
  if (segments.at(-1) === "") segments.pop();
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".." || UNWANTED.test(segment))) {
    throw new Refusal(400, "the path has an empty, relative or unreadable part");
  }
  return segments;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "the path is not UTF-8");
  }
}

function hostOf(host: string | undefined): string {
  if (host === undefined || !HOST.test(host)) throw new Refusal(400, "the Host header names no host and port");
  return host;
}

function conditionsOf({ headers }: IncomingMessage): Record<string, string> {
  const names = ["range", "if-range", "if-none-match", "if-modified-since"] as const;
  const sent = names.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    sent.filter((entry): entry is [(typeof names)[number], string] => typeof entry[1] === "string"),
  );
}
