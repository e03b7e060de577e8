import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { GloveboxError, MAX_CODE_BYTES, pathProblem } from "@glovebox/protocol";

/** More than this in the script's folder, and nothing of it is carried. */
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_FILES = 10_000;

export type Carried = { readonly files: Map<string, Uint8Array>; readonly note: string | undefined };

/**
 * The files of a script's folder, so that it finds beside it what it finds there on the host. Nothing hidden, no
 * links, no sockets; `except` are folders that stay behind. All of it or, past 50 MB or 10,000 files, nothing.
 */
export function carryFolder(folder: string, ...except: readonly string[]): Carried {
  const left = new Set(except.map((each) => resolve(each)));
  const found: { name: string; path: string }[] = [];
  let bytes = 0;
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of readEntries(current)) {
      const path = join(current, entry.name);
      if (entry.name.startsWith(".") || left.has(resolve(path))) continue;
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

/** The script itself: links are followed here, because the user named it. */
export function readScript(path: string): { folder: string; name: string; content: Buffer } {
  const { folder, name, content } = readNamed(path, MAX_CODE_BYTES, "put its data into files beside it");
  if (content.toString().trim() === "") throw badScript(path, "is empty; give the program's text");
  return { folder, name, content };
}

/** A file that the user named, and where it really lies. `advice`: what to do about one that is too large. */
export function readNamed(
  path: string,
  most: number,
  advice: string,
): { folder: string; name: string; content: Buffer } {
  let real: string;
  let content: Buffer;
  try {
    real = realpathSync(path);
    content = readFileSync(real);
  } catch (error) {
    throw badScript(path, fileProblem(error, "name the program in it"));
  }
  if (content.length > most) throw badScript(path, `is larger than ${most} bytes; ${advice}`);
  return { folder: join(real, ".."), name: basename(real), content };
}

function badScript(path: string, message: string): GloveboxError {
  return new GloveboxError("invalid_request", `the file ${JSON.stringify(path)} ${message}`, { field: "path" });
}

function tooMuch(folder: string): string {
  return `${folder} holds more than 50 MB or ${MOST_FILES} files, so none of them was carried into the sandbox`;
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

/** Why a file cannot be read, in the words of a user. `ofFolder`: what to do about one that is a folder. */
export function fileProblem(error: unknown, ofFolder: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EISDIR") return `is a folder; ${ofFolder}`;
  return `cannot be read: ${describe(code, error)}`;
}

function describe(code: string | undefined, error: unknown): string {
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "permission denied";
  if (code === "ENAMETOOLONG") return "the name is too long";
  return error instanceof Error ? error.message : String(error);
}
