import { posix } from "node:path";
import type { FileEntry, SandboxFiles } from "glovebox";
import { metadataOf } from "../metadata.ts";
import { isOwn } from "../paths.ts";

const TYPES: Readonly<Record<FileEntry["kind"], string>> = {
  file: "FILE_TYPE_FILE",
  folder: "FILE_TYPE_DIRECTORY",
  link: "FILE_TYPE_SYMLINK",
  pipe: "FILE_TYPE_UNSPECIFIED",
  socket: "FILE_TYPE_UNSPECIFIED",
  device: "FILE_TYPE_UNSPECIFIED",
};
const LETTERS: Readonly<Record<FileEntry["kind"], string>> = {
  file: "-",
  folder: "d",
  link: "L",
  pipe: "p",
  socket: "S",
  device: "D",
};

const MOST_LINKS = 8;

/** Clients take a size of 0 for an entry that cannot be looked at; on most file systems a folder has this. */
const FOLDER_BYTES = 4096;

/**
 * An entry as envd tells it: of a link, what it leads to, unless that is nothing or lies beyond the sandbox's own
 * places. Everything in these belongs to its one user, and nothing else does.
 */
export async function entryInfo(entry: FileEntry, files: SandboxFiles) {
  const { name, kind, path, size, mode, modifiedAt } = entry;
  const led = await ledTo(entry, files);
  const metadata = metadataOf(led);
  return {
    name,
    type: TYPES[led.kind],
    path,
    size: String(kind === "folder" ? FOLDER_BYTES : size),
    mode: led.mode,
    permissions: LETTERS[kind] + permissions(mode),
    owner: isOwn(path) ? "user" : "root",
    group: isOwn(path) ? "user" : "root",
    modifiedTime: modifiedAt,
    ...(metadata === undefined ? {} : { metadata }),
    ...(kind === "link" ? { isSymlink: true, symlinkTarget: targetOf(led) } : {}),
  };
}

/** The entry itself where it is no link; the last link that could be followed where one leads to nothing. */
async function ledTo(entry: FileEntry, files: SandboxFiles, left = MOST_LINKS): Promise<FileEntry> {
  if (entry.kind !== "link" || left === 0) return entry;
  const next = await files.stat(targetOf(entry)).catch(() => undefined);
  return next === undefined ? entry : await ledTo(next, files, left - 1);
}

function targetOf({ path, target }: FileEntry): string {
  return target === undefined ? path : posix.resolve(posix.dirname(path), target);
}

/** In the order of a walk: what is in a folder comes right behind it. */
export function inWalkOrder(entries: readonly FileEntry[]): FileEntry[] {
  const key = ({ path }: FileEntry) => path.replaceAll("/", "\0");
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function permissions(mode: number): string {
  const bits = [...(mode & 0o777).toString(2).padStart(9, "0")];
  return bits.map((bit, place) => (bit === "1" ? "rwx"[place % 3] : "-")).join("");
}
