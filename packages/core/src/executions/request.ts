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
  MAX_CODE_BYTES,
  MAX_FILE_BYTES,
  type ParsedRequest,
} from "@glovebox/protocol";
import { HeldFile } from "../files/heldFile.ts";
import { refusePolicyFor } from "../policy/language.ts";
import type { Language } from "../runtimes/language.ts";
import { chooseLanguage } from "../runtimes/languages.ts";
import { dedent } from "./dedent.ts";

const MAX_ARGUMENT_BYTES = 128 * 1024 - 1;
const MAX_ARGUMENTS_BYTES = 1024 * 1024;
/** A workspace gives out space in pages, as every file system does. */
const PAGE_BYTES = 4096;

/** In process, a file's content may also be bytes, or a content that is held. */
export type RequestInput = Omit<ExecutionRequest, "files"> & {
  files?: Record<string, FileContent | Uint8Array | HeldFile> | undefined;
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
  /** Further files, which are read only while they go into the sandbox. */
  readonly held: ReadonlyMap<string, HeldFile>;
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
  const held = new Map<string, HeldFile>();
  for (const [name, content] of Object.entries(request.files ?? {})) {
    const given = raw.get(name) ?? decode(name, content);
    if (given instanceof HeldFile) held.set(name, given);
    else files.set(name, given);
  }
  const main = placeMain(request, language, files, held);
  checkFiles(files, held, limits);
  checkWorkdir(request.workdir, [...files.keys(), ...held.keys()]);
  checkArguments(request);
  const stdin = request.stdin === undefined ? undefined : Buffer.from(request.stdin);
  return { request, language, version, limits, compileLimits, main, files, held, stdin };
}

/** The schema knows text only: bytes are set aside and put back. */
function parse(input: RequestInput): { request: ParsedRequest; raw: Map<string, Uint8Array | HeldFile> } {
  refuseProto(input);
  const raw = new Map<string, Uint8Array | HeldFile>();
  const files = isRecord(input) && isRecord(input.files) ? { ...input.files } : undefined;
  for (const [name, content] of Object.entries(files ?? {})) {
    if (!(content instanceof Uint8Array || content instanceof HeldFile)) continue;
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

/** Lays inline code under the language's usual name, so that it is a file like any other. */
function placeMain(
  request: ParsedRequest,
  language: Language,
  files: Map<string, Uint8Array>,
  held: ReadonlyMap<string, HeldFile>,
): string {
  const { code, main } = request;
  const large = held.get(main ?? language.mainFile);
  if (code !== undefined && main !== undefined) throw wrong("main", "cannot be given together with code");
  if (main !== undefined) {
    if (large !== undefined)
      throw wrong("main", `names a file of ${large.size} bytes; a program has at most ${MAX_CODE_BYTES}`);
    if (!files.has(main)) throw wrong("main", `names ${JSON.stringify(main)}, which is not one of the files`);
    return main;
  }
  if (code === undefined) throw wrong("code", "is missing; give code, or main and files");
  if (files.has(language.mainFile) || large !== undefined)
    throw wrong("files", `already has a ${language.mainFile}, which is where code goes; leave code out and set main`);
  files.set(language.mainFile, Buffer.from(language.id === "python" ? dedent(code) : code));
  return language.mainFile;
}

function checkFiles(files: ReadonlyMap<string, Uint8Array>, held: ReadonlyMap<string, HeldFile>, limits: Limits): void {
  const clash = fileUsedAsFolder([...files.keys(), ...held.keys()]);
  if (clash !== undefined) throw wrong("files", `use ${JSON.stringify(clash)} both as a file and as a folder`);
  let total = 0;
  for (const [name, content] of files) {
    total += inPages(content.length);
    if (content.length > MAX_FILE_BYTES)
      throw wrong(
        `files.${name}`,
        `is ${content.length} bytes; the most is ${MAX_FILE_BYTES}; put it, and give its id`,
      );
  }
  for (const [name, { size }] of held) {
    total += inPages(size);
    if (size > limits.fileBytes)
      throw wrong(`files.${name}`, `is ${size} bytes; limits.fileBytes is ${limits.fileBytes}`);
  }
  for (const limit of ["workspaceBytes", "memoryBytes"] as const) {
    if (total > limits[limit])
      throw wrong(
        "files",
        `take ${total} bytes together, in pages of ${PAGE_BYTES}; limits.${limit} is ${limits[limit]}`,
      );
  }
}

function inPages(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

/** It is made where it is missing, which cannot be below a file. */
function checkWorkdir(workdir: string, files: readonly string[]): void {
  const below = inWorkspace(workdir).replace(/^\/workspace\/?/, "");
  const inTheWay = files.find((name) => below === name || below.startsWith(`${name}/`));
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
