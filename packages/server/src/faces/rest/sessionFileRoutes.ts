import { EntryQuery, type FileEntry, GloveboxError, invalidRequest, RemoveQuery } from "@glovebox/protocol";
import type { OpenFile, SandboxFiles } from "glovebox";
import type { Context } from "hono";
import type { z } from "zod";
import { downloadHeaders } from "../../guards/downloads.ts";
import { principalOf } from "../../guards/principal.ts";
import { fileTooLarge, readUpload } from "../../guards/uploads.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { readRange } from "./byteRange.ts";

const FILES = "/v1/sessions/:id/files";

/** Whether a request brings a file into a session: it may take as long as it needs, as long as something comes. */
export function isSessionUpload(method: string | undefined, url: string | undefined): boolean {
  return method === "PUT" && /^\/v1\/sessions\/[^/?]+\/files\//.test(url ?? "");
}

/** The files of a session's sandbox. */
export function sessionFileRoutes({ sessions, maxFileBytes }: RestParts): readonly Route[] {
  const filesOf = (context: Context<RestEnv>): SandboxFiles =>
    sessions.get(principalOf(context.req), context.req.param("id") ?? "").files;

  const list = async (context: Context<RestEnv>) => {
    const { path, depth } = readQuery(EntryQuery, context.req.query());
    return context.json(await filesOf(context).list(path, { depth }));
  };

  const get = async (context: Context<RestEnv>) => {
    const files = filesOf(context);
    const path = pathOf(context);
    const range = readRange(context.req.header("Range"), () => files.stat(path).then(({ size }) => size));
    const file = await files.read(path, (await range) ?? {});
    const partial = file.length < file.entry.size || (await range) !== undefined;
    const headers = headersOf(file, partial);
    if (context.req.method !== "HEAD") return context.body(streamOf(file), partial ? 206 : 200, headers);
    await file[Symbol.asyncDispose]();
    return context.body(null, partial ? 206 : 200, headers);
  };

  const put = async (context: Context<RestEnv>) => {
    const files = filesOf(context);
    const { body } = readUpload(context.req, maxFileBytes);
    return context.json(await files.write(pathOf(context), atMost(body, maxFileBytes)));
  };

  const remove = async (context: Context<RestEnv>) => {
    const { recursive } = readQuery(RemoveQuery, context.req.query());
    const files = filesOf(context);
    const entry: FileEntry = await files.stat(pathOf(context));
    await files.remove(pathOf(context), { recursive });
    return context.json(entry);
  };

  return [
    { path: FILES, methods: { GET: list } },
    { path: `${FILES}/*`, methods: { GET: get, PUT: put, DELETE: remove } },
  ];
}

/** Everything behind the folder, whether its slashes are encoded or not. One that begins with a slash is absolute. */
function pathOf(context: Context<RestEnv>): string {
  const { pathname } = new URL(context.req.url);
  const encoded = pathname.replace(/^\/v1\/sessions\/[^/]+\/files\//, "");
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new GloveboxError("invalid_request", "path: is not encoded as UTF-8", { field: "path" });
  }
}

/** It may change any moment, so it has no hash to know it by again. */
function headersOf({ entry, start, length }: OpenFile, partial: boolean): Record<string, string> {
  const { name, size, modifiedAt } = entry;
  const { ETag: _, ...headers } = downloadHeaders({
    name,
    size: length,
    mimeType: "application/octet-stream",
    sha256: "",
  });
  const range = `bytes ${start}-${start + length - 1}/${size}`;
  const dated = { ...headers, "Accept-Ranges": "bytes", "Last-Modified": new Date(modifiedAt).toUTCString() };
  return partial ? { ...dated, "Content-Range": range } : dated;
}

function streamOf(file: OpenFile): ReadableStream<Uint8Array> {
  const pieces = file.pieces();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (!done) controller.enqueue(value);
      else controller.close();
    },
    async cancel() {
      await pieces.return(undefined);
      await file[Symbol.asyncDispose]();
    },
  });
}

async function* atMost(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw fileTooLarge(most);
    yield piece;
  }
}

function readQuery<T extends z.ZodType>(schema: T, query: Record<string, string>): z.output<T> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}
