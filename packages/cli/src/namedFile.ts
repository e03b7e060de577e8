import { lstatSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { fileProblem, GloveboxError, MAX_FILE_BYTES, pathProblem } from "glovebox";

/** Too large for a request: it is not read before it goes into the sandbox. */
export type LargeFile = { readonly path: string; readonly size: number };
/** By their names in the workspace. */
export type NamedFiles = ReadonlyMap<string, Uint8Array | LargeFile>;

/** A file named with --file: PATH, or PATH:NAME for another name in the workspace. */
export function namedFile(text: string): { name: string; content: Uint8Array | LargeFile } {
  const cut = text.lastIndexOf(":");
  const whole = cut < 0 || exists(text);
  const path = whole ? text : text.slice(0, cut);
  const name = whole ? basename(text) : text.slice(cut + 1);
  const problem = pathProblem(name);
  if (problem !== undefined) throw badFile(text, `the name ${JSON.stringify(name)} ${problem}`);
  try {
    const { size } = statSync(path);
    return { name, content: size > MAX_FILE_BYTES ? { path, size } : readFileSync(path) };
  } catch (error) {
    throw badFile(text, fileProblem(error, "name its files"));
  }
}

/** All of those that --file names. */
export function namedFiles(texts: readonly string[]): NamedFiles {
  const files = new Map<string, Uint8Array | LargeFile>();
  for (const text of texts) {
    const { name, content } = namedFile(text);
    if (files.has(name)) throw twice(name);
    files.set(name, content);
  }
  return files;
}

export function twice(name: string): GloveboxError {
  return new GloveboxError("invalid_request", `--file: two files are named ${JSON.stringify(name)}`, {
    field: "--file",
  });
}

function badFile(text: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `--file ${JSON.stringify(text)}: ${message}`, { field: "--file" });
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // too long, or behind a folder that is not ours to look into
  }
}
