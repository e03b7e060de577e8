import { FileLabel, FileQuery, GloveboxError, invalidRequest, type StoredFile } from "@glovebox/protocol";
import type { Context } from "hono";
import type { z } from "zod";
import { downloadHeaders } from "../../guards/downloads.ts";
import { principalOf } from "../../guards/principal.ts";
import { fileTooLarge, readUpload } from "../../guards/uploads.ts";
import type { RestEnv, RestParts, Route } from "./app.ts";
import { cursorAfter, readCursor } from "./cursor.ts";

const FILES = "/v1/files";

/** Whether a request brings a file: it may take as long as it needs, as long as something comes. */
export function isUpload(method: string | undefined, url: string | undefined): boolean {
  return method === "POST" && (url === FILES || url?.startsWith(`${FILES}?`) === true);
}

/** Files that are sent once, and referred to by their ids. */
export function fileRoutes({ files, maxFileBytes }: RestParts): readonly Route[] {
  const put = async (context: Context<RestEnv>) => {
    const principal = principalOf(context.req);
    const { name } = readQuery(FileLabel, context.req.query());
    const { body, mimeType } = readUpload(context.req, maxFileBytes);
    // A client that goes away ends the body with an error, which is all that there is to abort.
    const file = files.put(body, { principal, name, mimeType, mostBytes: maxFileBytes });
    return context.json(await file.catch(sayWhichSetting(maxFileBytes)));
  };

  const list = async (context: Context<RestEnv>) => {
    const { limit, cursor, sha256 } = readQuery(FileQuery, context.req.query());
    const before = cursor === undefined ? undefined : readCursor(cursor);
    const page = await files.list({ principal: principalOf(context.req), limit, before, sha256 });
    const last = page.more ? page.files.at(-1)?.id : undefined;
    return context.json({ files: page.files, ...(last === undefined ? {} : { nextCursor: cursorAfter(last) }) });
  };

  const get = async (context: Context<RestEnv>) => context.json(await files.get(...which(context)));

  const remove = async (context: Context<RestEnv>) => context.json(await files.remove(...which(context)));

  const download = async (context: Context<RestEnv>) => {
    const file = await files.get(...which(context));
    const blob = await files.open(...which(context));
    if (context.req.method !== "HEAD") return context.body(blob.stream(), 200, headersOf(file));
    await blob[Symbol.asyncDispose]();
    return context.body(null, 200, headersOf(file));
  };

  return [
    { path: FILES, methods: { GET: list, POST: put } },
    { path: `${FILES}/:id`, methods: { GET: get, DELETE: remove } },
    { path: `${FILES}/:id/content`, methods: { GET: download } },
  ];
}

function which(context: Context<RestEnv>): [id: string, { principal: string }] {
  return [context.req.param("id") ?? "", { principal: principalOf(context.req) }];
}

function headersOf({ id, name = id, size, mimeType, sha256 }: StoredFile): Record<string, string> {
  return downloadHeaders({ name, size, mimeType, sha256 });
}

function readQuery<T extends z.ZodType>(schema: T, query: Record<string, string>): z.output<T> {
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function sayWhichSetting(most: number): (error: unknown) => never {
  return (error) => {
    const tooLarge = error instanceof GloveboxError && error.code === "payload_too_large";
    throw tooLarge ? fileTooLarge(most) : error;
  };
}
