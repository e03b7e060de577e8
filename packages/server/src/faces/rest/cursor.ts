import { GloveboxError } from "@glovebox/protocol";

/** Where a page ended. Clients give it back as it is; what is in it may change. */
export function cursorAfter(id: string): string {
  return Buffer.from(`1:${id}`).toString("base64url");
}

/** The id of the last execution of the page before. */
export function readCursor(cursor: string): string {
  const [, id] = /^1:([0-9a-f-]{36})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  if (id !== undefined) return id;
  throw new GloveboxError("invalid_request", "cursor: is none that this server gave", {
    field: "cursor",
    advice: "leave it out to begin with the newest, or give nextCursor of the page before as it is",
  });
}
