import {
  defaultCompileLimits,
  type ExecutionRequest,
  ExecutionRequest as ExecutionRequestSchema,
  type FileContent,
  fileUsedAsFolder,
  GloveboxError,
  invalidRequest,
  inWorkspace,
  type Limits,
  MAX_FILE_BYTES,
  type ParsedRequest,
} from "@glovebox/protocol";
import { refusePolicyFor } from "../policy/language.ts";
import type { Language } from "../runtimes/language.ts";
import { chooseLanguage } from "../runtimes/languages.ts";
import { dedent } from "./dedent.ts";

const MAX_ARGUMENT_BYTES = 128 * 1024 - 1;
const MAX_ARGUMENTS_BYTES = 1024 * 1024;
/** A workspace gives out space in pages, as every file system does. */
const PAGE_BYTES = 4096;

/** In process, a file's content may also be bytes. */
export type RequestInput = Omit<ExecutionRequest, "files"> & {
  files?: Record<string, FileContent | Uint8Array> | undefined;
};

/** A request that is complete and in order: nothing in it is left to be checked. */
export type PreparedRequest = {
  readonly request: ParsedRequest;
  readonly language: Language;
  readonly version: string | undefined;
  readonly limits: Limits;
  readonly compileLimits: Limits;
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly stdin: Uint8Array | undefined;
};

/** Checks a request and fills in its defaults. Throws a GloveboxError that names the field. */
export function prepareRequest(input: RequestInput, defaults: Limits): PreparedRequest {
  const { request, raw } = parse(input);
  const { language, version } = chooseLanguage(request.language);
  refusePolicyFor(language, request.policy);
  const limits = { ...defaults, ...definedOnly(request.limits ?? {}) };
  const compileLimits = { ...defaultCompileLimits, ...definedOnly(request.compileLimits ?? {}) };
  const files = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(request.files ?? {}))
    files.set(name, raw.get(name) ?? decode(name, content));
  const main = placeMain(request, language, files);
  checkFiles(files, limits);
  checkWorkdir(request.workdir, files);
  checkArguments(request);
  const stdin = request.stdin === undefined ? undefined : Buffer.from(request.stdin);
  return { request, language, version, limits, compileLimits, main, files, stdin };
}

/** The schema knows text only: bytes are set aside and put back. */
function parse(input: RequestInput): { request: ParsedRequest; raw: Map<string, Uint8Array> } {
  refuseProto(input);
  const raw = new Map<string, Uint8Array>();
  const files = isRecord(input) && isRecord(input.files) ? { ...input.files } : undefined;
  for (const [name, content] of Object.entries(files ?? {})) {
    if (!(content instanceof Uint8Array)) continue;
    raw.set(name, content);
    (files as Record<string, unknown>)[name] = "";
  }
  const parsed = ExecutionRequestSchema.safeParse(files === undefined ? input : { ...input, files });
  if (!parsed.success) throw invalidRequest(parsed.error);
  return { request: parsed.data, raw };
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

function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

function decode(name: string, content: string | { content: string; encoding: "utf8" | "base64" }): Uint8Array {
  if (typeof content === "string") return Buffer.from(content);
  if (content.encoding === "utf8") return Buffer.from(content.content);
  const bytes = Buffer.from(content.content, "base64");
  const given = content.content.replace(/[\s=]/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (bytes.toString("base64").replace(/=+$/, "") !== given)
    throw wrong(`files.${name}.content`, "is not valid base64");
  return bytes;
}

/** Lays inline code under the language's usual name, so that it is a file like any other. */
function placeMain(request: ParsedRequest, language: Language, files: Map<string, Uint8Array>): string {
  const { code, main } = request;
  if (code !== undefined && main !== undefined) throw wrong("main", "cannot be given together with code");
  if (main !== undefined) {
    if (!files.has(main)) throw wrong("main", `names ${JSON.stringify(main)}, which is not one of the files`);
    return main;
  }
  if (code === undefined) throw wrong("code", "is missing; give code, or main and files");
  const name = language.nameMain?.(code, files) ?? language.mainFile;
  if (files.has(name))
    throw wrong("files", `already has a ${name}, which is where code goes; leave code out and set main`);
  files.set(name, Buffer.from(language.id === "python" ? dedent(code) : code));
  return name;
}

function checkFiles(files: ReadonlyMap<string, Uint8Array>, limits: Limits): void {
  const clash = fileUsedAsFolder([...files.keys()]);
  if (clash !== undefined) throw wrong("files", `use ${JSON.stringify(clash)} both as a file and as a folder`);
  let total = 0;
  for (const [name, content] of files) {
    total += Math.ceil(content.length / PAGE_BYTES) * PAGE_BYTES;
    if (content.length > MAX_FILE_BYTES)
      throw wrong(`files.${name}`, `is ${content.length} bytes; the most is ${MAX_FILE_BYTES}`);
  }
  if (total > limits.workspaceBytes) {
    throw wrong(
      "files",
      `take ${total} bytes together, in pages of ${PAGE_BYTES}; limits.workspaceBytes is ${limits.workspaceBytes}`,
    );
  }
}

/** It is made where it is missing, which cannot be below a file. */
function checkWorkdir(workdir: string, files: ReadonlyMap<string, Uint8Array>): void {
  const below = inWorkspace(workdir).replace(/^\/workspace\/?/, "");
  const inTheWay = [...files.keys()].find((name) => below === name || below.startsWith(`${name}/`));
  if (inTheWay !== undefined) throw wrong("workdir", `is or lies below ${JSON.stringify(inTheWay)}, which is a file`);
}

/** What the kernel passes to a program at most, and a single argument of it. */
function checkArguments({ args = [], env = {} }: ParsedRequest): void {
  const sizes = (texts: readonly string[]) => texts.map((text) => Buffer.byteLength(text));
  const all = { args: sizes(args), env: sizes(Object.entries(env).map(([name, value]) => `${name}=${value}`)) };
  for (const [field, bytes] of Object.entries(all)) {
    if (bytes.some((size) => size > MAX_ARGUMENT_BYTES))
      throw wrong(field, `has one longer than ${MAX_ARGUMENT_BYTES} bytes; use a file`);
    const total = bytes.reduce((sum, size) => sum + size, 0);
    if (total > MAX_ARGUMENTS_BYTES)
      throw wrong(field, `are ${total} bytes together; the most is ${MAX_ARGUMENTS_BYTES}; use a file`);
  }
}

function wrong(field: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `${field}: ${message}`, { field });
}
