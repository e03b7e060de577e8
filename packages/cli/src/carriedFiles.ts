import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { GloveboxError, MAX_CODE_BYTES, pathProblem } from "glovebox";

/** More than this in the script's folder, and nothing of it is carried. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_FILES = 10_000;

export type Carried = { readonly files: Map<string, Uint8Array>; readonly note: string | undefined };

/**
 * The files of a script's folder, so that it finds beside it what it finds there on the host. Nothing hidden, no
 * links, no sockets; `except` is where artifacts go. All of it or, past 50 MB or 10,000 files, nothing.
 */
export function carryFolder(folder: string, except: string): Carried {
  const found: { name: string; path: string }[] = [];
  let bytes = 0;
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readEntries(current)) {
      const path = join(current, entry.name);
      if (entry.name.startsWith(".") || resolve(path) === resolve(except)) continue;
      if (entry.isDirectory()) pending.push(path);
      if (!entry.isFile() || pathProblem(relative(folder, path)) !== undefined) continue;
      // A name that is not UTF-8 cannot be found again, and a file may go while we look.
      const size = lstatSync(path, { throwIfNoEntry: false })?.size;
      if (size === undefined) continue;
      bytes += size;
      found.push({ name: relative(folder, path), path });
      if (bytes > MOST_BYTES || found.length > MOST_FILES) return { files: new Map(), note: tooMuch(folder) };
    }
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, path } of found) {
    const content = readIfAllowed(path);
    if (content !== undefined) files.set(name, content);
  }
  return { files, note: undefined };
}

/** A file named with --file: PATH, or PATH:NAME for another name in the workspace. */
export function namedFile(text: string): { name: string; content: Uint8Array } {
  const cut = text.lastIndexOf(":");
  const whole = cut < 0 || exists(text);
  const path = whole ? text : text.slice(0, cut);
  const name = whole ? basename(text) : text.slice(cut + 1);
  const problem = pathProblem(name);
  if (problem !== undefined) throw badFile(text, `the name ${JSON.stringify(name)} ${problem}`);
  try {
    return { name, content: readFileSync(path) };
  } catch (error) {
    throw badFile(text, isFolder(error) ? "is a folder; name its files" : describe(error));
  }
}

/** The script itself: links are followed here, because the user named it. */
export function readScript(path: string): { folder: string; name: string; content: Buffer } {
  const { folder, name, content } = readNamed(path);
  if (content.length > MAX_CODE_BYTES)
    throw badScript(path, `is larger than ${MAX_CODE_BYTES} bytes; put its data into files beside it`);
  if (content.toString().trim() === "") throw badScript(path, "is empty; give the program's text");
  return { folder, name, content };
}

function readNamed(path: string): { folder: string; name: string; content: Buffer } {
  try {
    const real = realpathSync(path);
    return { folder: join(real, ".."), name: basename(real), content: readFileSync(real) };
  } catch (error) {
    if (isFolder(error)) throw badScript(path, "is a folder; name the program in it");
    throw badScript(path, `cannot be read: ${describe(error)}`);
  }
}

function badScript(path: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `the file ${JSON.stringify(path)} ${message}`, { field: "FILE" });
}

function badFile(text: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `--file ${JSON.stringify(text)}: ${message}`, { field: "--file" });
}

function tooMuch(folder: string): string {
  return `${folder} holds more than 50 MB or ${MOST_FILES} files, so none of them was carried into the sandbox; name those you need with --file`;
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not readable for us: not there for the program either
  }
}

function readIfAllowed(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // too long, or behind a folder that is not ours to look into
  }
}

function isFolder(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EISDIR";
}

function describe(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "permission denied";
  if (code === "ENAMETOOLONG") return "the name is too long";
  return error instanceof Error ? error.message : String(error);
}
