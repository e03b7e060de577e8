import type { FileEntry } from "@glovebox/protocol";
import type { SandboxFiles } from "../engines/sandboxFiles.ts";

/** inotify is denied in sandboxes, so a folder is looked at again and again. */
const LOOK_EVERY_MS = 250;
const DEEPEST = 32;

export type FileChange = {
  readonly type: "create" | "write" | "remove" | "rename" | "chmod";
  /** Absolute. Of something that was renamed: its old path; `create` tells the new one. */
  readonly path: string;
  /** As it is now; absent where it is gone. */
  readonly entry?: FileEntry;
};

export type WatchOptions = { readonly recursive?: boolean | undefined; readonly signal: AbortSignal };

/**
 * The changes below a folder, until the signal is aborted or the folder is gone. The first is told only of what changes
 * after the first look, which is over when `ready` is called. Of several changes between two looks the last is seen.
 * Throws `not_found` and `conflict` as a listing does.
 */
export async function* watchFolder(
  files: SandboxFiles,
  folder: string,
  { recursive = false, signal }: WatchOptions,
  ready: () => void = () => undefined,
): AsyncGenerator<FileChange> {
  const look = async () => {
    const { entries } = await files.list(folder, { depth: recursive ? DEEPEST : 1 });
    return new Map(entries.map((entry) => [entry.path, entry]));
  };
  let before = await look();
  ready();
  while (await pauseOf(LOOK_EVERY_MS, signal)) {
    const now = await look();
    yield* changesBetween(before, now);
    before = now;
  }
}

type Look = ReadonlyMap<string, FileEntry>;

export function* changesBetween(before: Look, now: Look): Generator<FileChange> {
  const appeared = [...now.values()].filter(({ path }) => !before.has(path));
  for (const [path, entry] of before) {
    const after = now.get(path);
    if (after !== undefined) yield* changeOf(entry, after);
    else yield { type: appeared.some((each) => isSame(each, entry)) ? "rename" : "remove", path };
  }
  for (const entry of appeared) {
    yield { type: "create", path: entry.path, entry };
    if (entry.kind === "file" && entry.size > 0) yield { type: "write", path: entry.path, entry };
  }
}

function* changeOf(before: FileEntry, now: FileEntry): Generator<FileChange> {
  const wasWritten = before.size !== now.size || before.modifiedAt !== now.modifiedAt || before.kind !== now.kind;
  // That something in a folder changed is told of what changed.
  if (wasWritten && now.kind !== "folder") yield { type: "write", path: now.path, entry: now };
  if (before.mode !== now.mode) yield { type: "chmod", path: now.path, entry: now };
}

/** Nothing tells for certain that two names were one file's; the same time and size nearly do. */
function isSame(a: FileEntry, b: FileEntry): boolean {
  return a.kind === b.kind && a.size === b.size && a.modifiedAt === b.modifiedAt;
}

/** False once the signal is aborted. */
async function pauseOf(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  return !signal.aborted;
}
