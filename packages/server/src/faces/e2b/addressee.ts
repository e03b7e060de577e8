import type { IncomingMessage } from "node:http";
import type { OpenSandbox } from "glovebox";
import type { HonoRequest } from "hono";
import { SandboxGone, Unauthorized } from "./failures.ts";
import type { E2bParts } from "./parts.ts";
import type { E2bRecord, E2bRecords } from "./records.ts";
import { isExpired, isSigned, isToken, type SignedCall } from "./tokens.ts";

const SANDBOX_HEADER = "E2b-Sandbox-Id";
export const INTERPRETER_PORT = "49999";
export const ENVD_PORT = "49983";

/** A URL that somebody signed. It has no headers, and is for the sandbox whose token signed it. */
const SIGNED = /^(?:https?:\/\/[^/]*)?\/files\?(?:.*&)?signature=/;

/** The sandbox that a call of the data plane is for. */
export type Addressee = { readonly sandbox: OpenSandbox; readonly record: E2bRecord };

/**
 * Finds it by the headers, or by who signed the URL. Nobody can guess an id, so whoever has it has the sandbox, unless it was made with tokens:
 * then it takes those that E2B's proxy and envd ask for. Throws `SandboxGone` where it is paused or not there.
 */
export function addresseeOf(request: HonoRequest, parts: E2bParts, records: E2bRecords): Addressee {
  const id = request.header(SANDBOX_HEADER);
  const sandbox = id === undefined ? signerOf(request, parts, records) : parts.sandboxes.find(id);
  const record = sandbox && records.of(sandbox);
  if (sandbox === undefined || record === undefined) throw new SandboxGone();
  requireTokens(request, record);
  if (sandbox.paused && record.autoResume) sandbox.resume();
  if (sandbox.paused) throw new SandboxGone();
  return { sandbox, record };
}

/** The port that it is for. */
export function portOf(request: Request): string | undefined {
  const port = request.headers.get("E2b-Sandbox-Port");
  return port ?? (request.headers.has(SANDBOX_HEADER) ? undefined : ENVD_PORT);
}

/** Whether a request is for what goes on in a sandbox, whatever its path. */
export function isForSandbox({ headers, url }: Request): boolean {
  return headers.has(SANDBOX_HEADER) || SIGNED.test(url);
}

/** Its tokens are secret and random, so no two sandboxes can have signed the same. Without one it is nobody's. */
function signerOf(request: HonoRequest, { sandboxes }: E2bParts, records: E2bRecords): OpenSandbox {
  const call = signedCall(request);
  const signer = sandboxes.findWhere((each) => {
    const token = records.of(each)?.envdAccessToken;
    return call !== undefined && token !== undefined && isSigned(call, token);
  });
  if (signer === undefined) throw new Unauthorized("invalid signature");
  return signer;
}

function requireTokens(request: HonoRequest, { envdAccessToken, trafficAccessToken }: E2bRecord): void {
  const isEnvd = portOf(request.raw) === ENVD_PORT;
  if (
    !isEnvd &&
    trafficAccessToken !== undefined &&
    !isToken(request.header("E2B-Traffic-Access-Token"), trafficAccessToken)
  )
    throw new Unauthorized("E2B-Traffic-Access-Token: is missing or wrong");
  if (!isEnvd || envdAccessToken === undefined || request.path === "/health") return;
  if (isToken(request.header("X-Access-Token"), envdAccessToken)) return;
  const call = signedCall(request);
  if (call === undefined) throw new Unauthorized("X-Access-Token: is missing or wrong");
  if (!isSigned(call, envdAccessToken)) throw new Unauthorized("invalid signature");
  if (isExpired(call)) throw new Unauthorized("signature is already expired");
}

function signedCall(request: HonoRequest): SignedCall | undefined {
  const { path = "", username = "", signature, signature_expiration: expiration } = request.query();
  if (request.path !== "/files" || signature === undefined) return undefined;
  const operation = request.method === "GET" || request.method === "HEAD" ? "read" : "write";
  return { path, operation, user: username, signature, expiration };
}

/** Whether a request brings files into a sandbox: it may take as long as it needs, as long as something comes. */
export function isSandboxUpload({ method, url, headers }: IncomingMessage): boolean {
  const isForSandbox = headers[SANDBOX_HEADER.toLowerCase()] !== undefined || SIGNED.test(url ?? "");
  return method === "POST" && url?.startsWith("/files?") === true && isForSandbox;
}
