import { createHash } from "node:crypto";
import type { HonoRequest } from "hono";
import { Unauthorized } from "./failures.ts";

/** Whose sandboxes these are: whoever has this key. There are no keys yet that would be refused. */
export function principalOfKey(request: HonoRequest): string {
  const key = request.header("X-API-KEY") ?? "";
  if (!/^[\x21-\x7e]{1,512}$/.test(key)) throw new Unauthorized("X-API-KEY: is missing or malformed; send any key");
  return `e2b/${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}
