import {
  defaultCompileLimits,
  type ExecutionRequest,
  ExecutionRequest as ExecutionRequestSchema,
  inWorkspace,
  type Limits,
  MAX_CODE_BYTES,
  type ParsedRequest,
} from "@glovebox/protocol";
import type { HeldFile } from "../files/heldFile.ts";
import { refusePolicyFor } from "../policy/language.ts";
import type { Language } from "../runtimes/language.ts";
import { chooseLanguage } from "../runtimes/languages.ts";
import { dedent } from "./dedent.ts";
import { checkFiles, definedOnly, type FilesInput, parseWithFiles, wrong } from "./fileInput.ts";

const MAX_ARGUMENT_BYTES = 128 * 1024 - 1;
const MAX_ARGUMENTS_BYTES = 1024 * 1024;

/** In process, a file's content may also be bytes, or a content that is held. */
export type RequestInput = Omit<ExecutionRequest, "files"> & { files?: FilesInput | undefined };

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
  const { request, files, held } = parseWithFiles(ExecutionRequestSchema, input);
  const { language, version } = chooseLanguage(request.language);
  refusePolicyFor(language, request.policy);
  const limits = { ...defaults, ...definedOnly(request.limits ?? {}) };
  const compileLimits = { ...defaultCompileLimits, ...definedOnly(request.compileLimits ?? {}) };
  if (request.returnVariables !== undefined && language.id !== "python")
    throw wrong("returnVariables", "only python's can be told");
  const main = placeMain(request, language, files, held);
  checkFiles(files, held, limits);
  checkWorkdir(request.workdir, [...files.keys(), ...held.keys()]);
  checkArguments(request);
  const stdin = request.stdin === undefined ? undefined : Buffer.from(request.stdin);
  return { request, language, version, limits, compileLimits, main, files, held, stdin };
}

/** Lays inline code under the language's usual name, so that it is a file like any other. */
function placeMain(
  request: ParsedRequest,
  language: Language,
  files: Map<string, Uint8Array>,
  held: ReadonlyMap<string, HeldFile>,
): string {
  const { code, main } = request;
  if (code !== undefined && main !== undefined) throw wrong("main", "cannot be given together with code");
  if (main !== undefined) {
    const large = held.get(main);
    if (large !== undefined)
      throw wrong("main", `names a file of ${large.size} bytes; a program has at most ${MAX_CODE_BYTES}`);
    if (!files.has(main)) throw wrong("main", `names ${JSON.stringify(main)}, which is not one of the files`);
    return main;
  }
  if (code === undefined) throw wrong("code", "is missing; give code, or main and files");
  const name = language.nameMain?.(code, files) ?? language.mainFile;
  if (files.has(name) || held.has(name))
    throw wrong("files", `already has a ${name}, which is where code goes; leave code out and set main`);
  files.set(name, Buffer.from(language.id === "python" ? dedent(code) : code));
  return name;
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
