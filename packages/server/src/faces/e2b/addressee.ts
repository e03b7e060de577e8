import type { IncomingMessage } from "node:http";
import type { OpenSandbox } from "glovebox";
import type { HonoRequest } from "hono";
import { SandboxGone, Unauthorized } from "./failures.ts";
import type { E2bParts } from "./parts.ts";
import type { E2bRecord, E2bRecords } from "./records.ts";
import { isSigned, isToken } from "./tokens.ts";

export const SANDBOX_HEADER = "E2b-Sandbox-Id";
export const INTERPRETER_PORT = "49999";
export const ENVD_PORT = "49983";

/** The sandbox that a call of the data plane is for. */
export type Addressee = { readonly sandbox: OpenSandbox; readonly record: E2bRecord };

/**
 * Finds it by the headers. Nobody can guess an id, so whoever has it has the sandbox, unless it was made with tokens:
 * then it takes those that E2B's proxy and envd ask for. Throws `SandboxGone` where it is paused or not there.
 */
export function addresseeOf(request: HonoRequest, parts: E2bParts, records: E2bRecords): Addressee {
  const sandbox = parts.sandboxes.find(request.header(SANDBOX_HEADER) ?? "");
  const record = sandbox && records.of(sandbox);
  if (sandbox === undefined || record === undefined) throw new SandboxGone();
  requireTokens(request, record);
  if (sandbox.paused && record.autoResume) sandbox.resume();
  if (sandbox.paused) throw new SandboxGone();
  return { sandbox, record };
}

function requireTokens(request: HonoRequest, { envdAccessToken, trafficAccessToken }: E2bRecord): void {
  const isEnvd = request.header("E2b-Sandbox-Port") === ENVD_PORT;
  if (
    !isEnvd &&
    trafficAccessToken !== undefined &&
    !isToken(request.header("E2B-Traffic-Access-Token"), trafficAccessToken)
  )
    throw new Unauthorized("E2B-Traffic-Access-Token: is missing or wrong");
  if (!isEnvd || envdAccessToken === undefined || request.path === "/health") return;
  if (isToken(request.header("X-Access-Token"), envdAccessToken)) return;
  if (request.path !== "/files" || !isSignedUrl(request, envdAccessToken))
    throw new Unauthorized("X-Access-Token: is missing or wrong");
}

function isSignedUrl(request: HonoRequest, token: string): boolean {
  const { path = "", username = "", signature, signature_expiration: expiration } = request.query();
  const operation = request.method === "GET" || request.method === "HEAD" ? "read" : "write";
  return signature !== undefined && isSigned({ path, operation, user: username, signature, expiration }, token);
}

/** Whether a request brings files into a sandbox: it may take as long as it needs, as long as something comes. */
export function isSandboxUpload({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === "POST" && url?.startsWith("/files?") === true && headers[SANDBOX_HEADER.toLowerCase()] !== undefined
  );
}
