import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { GloveboxError } from "@glovebox/protocol";
import type { SandboxFiles } from "glovebox";
import type { HonoRequest } from "hono";
import { fileTooLarge } from "../../guards/uploads.ts";
import { badRequest } from "./failures.ts";
import { asAttributes, type Metadata, metadataIn } from "./metadata.ts";
import { changeable } from "./paths.ts";

const MOST_FILES = 1_000;

type Written = { readonly name: string; readonly type: "file"; readonly path: string; readonly metadata?: Metadata };
/** Where they go, how many bytes each may have, and what is to be kept of each. */
type Taking = { readonly files: SandboxFiles; readonly most: number; readonly metadata: Metadata | undefined };

/** Files that are sent to a sandbox, as one body or as a form with several. Each goes on as it comes. */
export async function receiveFiles(request: HonoRequest, files: SandboxFiles, most: number): Promise<Written[]> {
  const taking: Taking = { files, most, metadata: metadataIn(request.header()) };
  const type = request.header("Content-Type") ?? "";
  const path = request.query("path");
  const body = bodyOf(request);
  if (/^application\/octet-stream(;|$)/i.test(type.trim())) {
    if (path === undefined || path === "") throw badRequest("path: is missing", "path");
    return [await write(changeable(path), body, taking)];
  }
  if (/^multipart\/form-data;/i.test(type.trim())) return await receiveForm(body, type, path, taking);
  throw new GloveboxError(
    "unsupported_media_type",
    "Content-Type: must be application/octet-stream or multipart/form-data",
    {
      field: "Content-Type",
    },
  );
}

async function receiveForm(body: Readable, type: string, path: string | undefined, taking: Taking): Promise<Written[]> {
  const form = formOf(type);
  const written: Written[] = [];
  // One after the other, in the order in which they come: a form is a single stream.
  let last: Promise<void> = Promise.resolve();
  let coming: Readable | undefined;
  form.on("file", (_field, content: Readable, filename?: string) => {
    const before = last;
    coming = content;
    last = (async () => {
      await before;
      written.push(await write(changeable(named(path || filename)), content, taking));
    })();
    last.catch((error: Error) => form.destroy(error));
  });
  form.on("filesLimit", () => form.destroy(badRequest(`the form has more than ${MOST_FILES} files`)));
  try {
    await pipeline(body, form);
  } catch (error) {
    coming?.destroy(); // else whoever writes it would wait for more of it
    await last;
    if (error instanceof GloveboxError) throw error;
    throw badRequest("the form is not in order, or ended before it was whole");
  }
  await last;
  return written;
}

function named(path: string | undefined): string {
  if (path === undefined || path === "") throw badRequest("path: is missing, and so is the file's name", "path");
  return path;
}

function formOf(type: string): BusboyInstance {
  try {
    const limits = { files: MOST_FILES, fields: 0, parts: MOST_FILES };
    // A name may have folders in it: it is a path in the sandbox.
    return new Busboy({ headers: { "content-type": type }, preservePath: true, limits, isPartAFile });
  } catch {
    throw badRequest("Content-Type: has no boundary", "Content-Type");
  }
}

/** A part that is called file is one without a name of its own too: the path may be in the address. */
function isPartAFile(field: string | undefined, _type: string | undefined, filename: string | undefined): boolean {
  return field === "file" || filename !== undefined;
}

async function write(path: string, content: Readable, { files, most, metadata }: Taking): Promise<Written> {
  const { name } = await files.write(path, counted(content, most), asAttributes(metadata));
  return { name, type: "file", path, ...(metadata === undefined ? {} : { metadata }) };
}

async function* counted(content: Readable, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of content as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) throw fileTooLarge(most);
    yield piece;
  }
}

/** Compressed or not. What it comes to is counted as it goes on to the sandbox, and is never whole in memory. */
function bodyOf(request: HonoRequest): Readable {
  const { body } = request.raw;
  const raw = body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  const encoding = request.header("Content-Encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return raw;
  if (encoding !== "gzip") throw badRequest("Content-Encoding: must be gzip or identity", "Content-Encoding");
  const unpacked = createGunzip();
  raw.on("error", (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}
