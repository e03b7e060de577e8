import { GloveboxError } from "@glovebox/protocol";
import type { HonoRequest } from "hono";
import type { BodyRoom } from "./bodies.ts";
import { parseJson } from "./json.ts";

/** A larger body takes its room as it comes: a client that only announces it must not keep others out. */
const MOST_IN_ONE_PIECE = 1024 * 1024;

/** The request's JSON. Its size is counted while it is read, and nothing past the limit is kept. */
export async function readJson(request: HonoRequest, room: BodyRoom): Promise<unknown> {
  return jsonOf(await readBody(request, room, "application/json"));
}

/** A body of exactly this type, which must be one that no form of a web page can send. */
export async function readBody(request: HonoRequest, room: BodyRoom, type: string): Promise<Uint8Array> {
  requireType(request.header("Content-Type"), type);
  requirePlain(request.header("Content-Encoding"));
  return await readBytes(request, room);
}

export function jsonOf(bytes: Uint8Array): unknown {
  return parseJson(bytes, "body");
}

/** Node holds a client to the length that it gave, so a small body can be read in one piece. */
async function readBytes(request: HonoRequest, room: BodyRoom): Promise<Uint8Array> {
  const length = Number(request.header("Content-Length"));
  const inOnePiece = length > 0 && length <= MOST_IN_ONE_PIECE;
  if (inOnePiece) room.take(length);
  else room.announce(length);
  try {
    return inOnePiece ? new Uint8Array(await request.raw.arrayBuffer()) : await readCounted(request, room);
  } catch (error) {
    if (error instanceof GloveboxError) throw error;
    throw new GloveboxError("invalid_request", "the connection ended before the body had come whole");
  }
}

/** Nothing else: a form of a web page can send text/plain without the browser asking first. */
function requireType(contentType: string | undefined, wanted: string): void {
  const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (type === wanted && (charset === undefined || /^charset="?utf-8"?$/.test(charset))) return;
  throw new GloveboxError("unsupported_media_type", `Content-Type: must be ${wanted}, in UTF-8`, {
    field: "Content-Type",
    advice: `send the header Content-Type: ${wanted}`,
  });
}

/** What a compressed body comes to is known only once it is unpacked: its limit would be worth nothing. */
export function requirePlain(encoding: string | undefined): void {
  if (encoding === undefined || encoding.trim().toLowerCase() === "identity") return;
  throw new GloveboxError("unsupported_media_type", "Content-Encoding: a compressed body is not read", {
    field: "Content-Encoding",
    advice: "send the body as it is, without Content-Encoding",
  });
}

async function readCounted(request: HonoRequest, room: BodyRoom): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.raw.body ?? []) {
    room.take(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
