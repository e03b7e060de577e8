import {
  type FileContent,
  fileUsedAsFolder,
  GloveboxError,
  invalidRequest,
  type Limits,
  MAX_FILE_BYTES,
  type ParsedRequest,
} from "@glovebox/protocol";
import type { z } from "zod";
import { HeldFile } from "../files/heldFile.ts";

/** A workspace gives out space in pages, as every file system does. */
const PAGE_BYTES = 4096;

/** In process, a file's content may also be bytes, or a content that is held. */
export type FilesInput = Record<string, FileContent | Uint8Array | HeldFile>;
type Parsed = { readonly files?: ParsedRequest["files"] | undefined };

export type GivenFiles = {
  readonly files: Map<string, Uint8Array>;
  /** Further files, which are read only while they go into the sandbox. */
  readonly held: Map<string, HeldFile>;
};

/** Parses a request that has `files`. The schema knows text only: bytes are set aside and put back. */
export function parseWithFiles<T extends Parsed>(schema: z.ZodType<T>, input: unknown): { request: T } & GivenFiles {
  refuseProto(input);
  const raw = new Map<string, Uint8Array | HeldFile>();
  const texts = isRecord(input) && isRecord(input.files) ? { ...input.files } : undefined;
  for (const [name, content] of Object.entries(texts ?? {})) {
    if (!(content instanceof Uint8Array || content instanceof HeldFile)) continue;
    raw.set(name, content);
    (texts as Record<string, unknown>)[name] = "";
  }
  const parsed = schema.safeParse(texts === undefined ? input : { ...(input as object), files: texts });
  if (!parsed.success) throw invalidRequest(parsed.error);
  const files = new Map<string, Uint8Array>();
  const held = new Map<string, HeldFile>();
  for (const [name, content] of Object.entries(parsed.data.files ?? {})) {
    const given = raw.get(name) ?? decode(name, content);
    if (given instanceof HeldFile) held.set(name, given);
    else files.set(name, given);
  }
  return { request: parsed.data, files, held };
}

/** The schema would leave this key out without a word. */
function refuseProto(input: unknown): void {
  if (!isRecord(input)) return;
  for (const field of ["files", "env", "metadata"]) {
    const value = input[field];
    if (isRecord(value) && Object.hasOwn(value, "__proto__"))
      throw wrong(`${field}.__proto__`, "cannot be used as a name");
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

function decode(name: string, content: NonNullable<ParsedRequest["files"]>[string]): Uint8Array {
  if (typeof content === "string") return Buffer.from(content);
  if ("id" in content) throw wrong(`files.${name}.id`, "refers to a file, and none are kept here");
  if (content.encoding === "utf8") return Buffer.from(content.content);
  const bytes = Buffer.from(content.content, "base64");
  const given = content.content.replace(/[\s=]/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (bytes.toString("base64").replace(/=+$/, "") !== given)
    throw wrong(`files.${name}.content`, "is not valid base64");
  return bytes;
}

/** Throws where they do not fit, or a name is used twice. */
export function checkFiles(
  files: ReadonlyMap<string, Uint8Array>,
  held: ReadonlyMap<string, HeldFile>,
  limits: Limits,
): void {
  const clash = fileUsedAsFolder([...files.keys(), ...held.keys()]);
  if (clash !== undefined) throw wrong("files", `use ${JSON.stringify(clash)} both as a file and as a folder`);
  let total = 0;
  for (const [name, content] of files) {
    total += inPages(content.length);
    if (content.length > MAX_FILE_BYTES)
      throw wrong(
        `files.${name}`,
        `is ${content.length} bytes; the most is ${MAX_FILE_BYTES}`,
        "put it, and give its id",
      );
  }
  for (const [name, { size }] of held) {
    total += inPages(size);
    if (size > limits.fileBytes)
      throw wrong(
        `files.${name}`,
        `is ${size} bytes; limits.fileBytes is ${limits.fileBytes}`,
        "raise limits.fileBytes, and where all files together are more than they allow limits.workspaceBytes and limits.memoryBytes",
      );
  }
  for (const limit of ["workspaceBytes", "memoryBytes"] as const) {
    if (total > limits[limit])
      throw wrong(
        "files",
        `take ${total} bytes together, in pages of ${PAGE_BYTES}; limits.${limit} is ${limits[limit]}`,
        `raise limits.${limit}, or give fewer files`,
      );
  }
}

function inPages(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

export function wrong(field: string, message: string, advice?: string): GloveboxError {
  return new GloveboxError("invalid_request", `${field}: ${message}`, {
    field,
    ...(advice === undefined ? {} : { advice }),
  });
}
