import { GloveboxError } from "@glovebox/protocol";
import { LOCAL } from "glovebox";
import type { HonoRequest } from "hono";

export function principalOf(request: HonoRequest): string {
  return principalNamed(request.header("X-Client-Id"));
}

/** Who asks: everybody is `local`, and within that whoever the client says it asks for. */
export function principalNamed(client: string | undefined): string {
  if (client === undefined) return LOCAL;
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(client)) return `${LOCAL}/${client}`;
  throw new GloveboxError("invalid_request", "X-Client-Id: must be 1 to 128 letters, digits, _, . or -", {
    field: "X-Client-Id",
  });
}
