import { GloveboxError } from "@glovebox/protocol";
import type { HonoRequest } from "hono";
import { requirePlain } from "./body.ts";

/** What a form of a web page, or a script without the browser's question, can send. All kinds of multipart among them. */
const SIMPLE = /^(?:text\/plain|application\/x-www-form-urlencoded|multipart\/.*)$/;
const TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?:\s*;[\x20-\x7e]*)?$/;
const MOST_CHARACTERS = 255;
const ANY_BYTES = "application/octet-stream";

/** An upload as it comes: its bytes, none of which is read ahead, and its type where the client named a real one. */
export type Upload = { readonly body: AsyncIterable<Uint8Array>; readonly mimeType: string | undefined };

/** Throws where a web page may have sent it, or where it says that it is too large. */
export function readUpload(request: HonoRequest, mostBytes: number): Upload {
  const type = contentType(request.header("Content-Type"));
  requirePlain(request.header("Content-Encoding"));
  if (Number(request.header("Content-Length")) > mostBytes) throw fileTooLarge(mostBytes);
  return { body: bytesOf(request.raw.body), mimeType: type === ANY_BYTES ? undefined : type };
}

export function fileTooLarge(mostBytes: number): GloveboxError {
  return new GloveboxError("payload_too_large", `the file is larger than ${mostBytes} bytes`, {
    advice: "send less, or start the server with a larger maxFileBytes, and filesBytes not below it",
  });
}

function contentType(header: string | undefined): string {
  const given = (header ?? "").trim();
  const bare = given.split(";")[0]?.trim().toLowerCase() ?? "";
  if (TYPE.test(given) && given.length <= MOST_CHARACTERS && !SIMPLE.test(bare)) return given;
  throw new GloveboxError("unsupported_media_type", "Content-Type: a file cannot be sent as this, or without any", {
    field: "Content-Type",
    advice: `send the bytes as they are with Content-Type: ${ANY_BYTES}; ?name=notes.txt says what they are`,
  });
}

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (error) {
    if (error instanceof GloveboxError) throw error;
    throw new GloveboxError("invalid_request", "the connection ended before the file had come whole");
  }
}
