import mime from "mime";

/** By the name's ending alone. */
export function mimeTypeOf(name: string): string {
  return mime.getType(name) ?? "application/octet-stream";
}
