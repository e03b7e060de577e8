import { GloveboxError } from "@glovebox/protocol";
import type { HonoRequest } from "hono";

/** Who asks: everybody is `local`, and within that whoever the client says it asks for. */
export function principalOf(request: HonoRequest): string {
  const client = request.header("X-Client-Id");
  if (client === undefined) return "local";
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(client)) return `local/${client}`;
  throw new GloveboxError("invalid_request", "X-Client-Id: must be 1 to 128 letters, digits, _, . or -", {
    field: "X-Client-Id",
  });
}
