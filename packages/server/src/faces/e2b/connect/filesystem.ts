import { type FileChange, type FileEntry, GloveboxError, type OpenSandbox, watchFolder } from "glovebox";
import { z } from "zod";
import type { Addressee } from "../addressee.ts";
import { elsewhere } from "../elsewhere.ts";
import { parsed } from "../newSandbox.ts";
import { absolute, changeable, isOwn } from "../paths.ts";
import { broken } from "../streamOf.ts";
import { ConnectError } from "./codes.ts";
import { entryInfo, inWalkOrder } from "./entries.ts";
import type { Call, Stream } from "./routes.ts";
import { Watchers } from "./watchers.ts";

const AtPath = z.object({ path: z.string().min(1) });
const List = z.object({ path: z.string().min(1), depth: z.number().int().min(0).max(100).default(1) });
const Move = z.object({ source: z.string().min(1), destination: z.string().min(1) });
const Watch = z.object({
  path: z.string().min(1),
  recursive: z.boolean().default(false),
  includeEntry: z.boolean().default(false),
});
const Watcher = z.object({ watcherId: z.string() });

const EVENTS: Readonly<Record<FileChange["type"], string>> = {
  create: "EVENT_TYPE_CREATE",
  write: "EVENT_TYPE_WRITE",
  remove: "EVENT_TYPE_REMOVE",
  rename: "EVENT_TYPE_RENAME",
  chmod: "EVENT_TYPE_CHMOD",
};

/** The calls of envd's service for files. */
export function filesystemCalls(): Readonly<Record<string, Call>> {
  const watchers = new Watchers();
  return {
    "/filesystem.Filesystem/Stat": async (message, { sandbox }) => {
      const path = absolute(parsed(AtPath, message).path);
      const entry = isOwn(path) ? await sandbox.files.stat(path) : await elsewhere.stat(sandbox, path);
      return { entry: await entryInfo(entry, sandbox.files) };
    },
    "/filesystem.Filesystem/MakeDir": async (message, { sandbox }) => {
      const path = changeable(parsed(AtPath, message).path);
      const { entry, made } = await sandbox.files.makeFolder(path);
      if (!made) throw new ConnectError("already_exists", `directory already exists: ${path.slice(0, 200)}`);
      return { entry: await entryInfo(entry, sandbox.files) };
    },
    "/filesystem.Filesystem/Move": async (message, { sandbox }) => {
      const { source, destination } = parsed(Move, message);
      const entry = await sandbox.files.rename(changeable(source), changeable(destination));
      return { entry: await entryInfo(entry, sandbox.files) };
    },
    "/filesystem.Filesystem/ListDir": async (message, { sandbox }) => {
      const { path, depth } = parsed(List, message);
      const entries = await listed(sandbox, absolute(path), Math.max(1, depth));
      const told = [];
      for (const entry of inWalkOrder(entries)) told.push(await entryInfo(entry, sandbox.files));
      return { entries: told };
    },
    "/filesystem.Filesystem/Remove": async (message, { sandbox }) => {
      await sandbox.files.remove(changeable(parsed(AtPath, message).path), { recursive: true }).catch(missingIsFine);
      return {};
    },
    "/filesystem.Filesystem/CreateWatcher": async (message, to) => ({
      watcherId: await watchers.create(to.sandbox, (ready, signal) => changes(message, to, ready, signal)),
    }),
    "/filesystem.Filesystem/GetWatcherEvents": async (message, { sandbox }) => ({
      events: await watchers.take(sandbox, parsed(Watcher, message).watcherId),
    }),
    "/filesystem.Filesystem/RemoveWatcher": (message, { sandbox }) => {
      watchers.remove(sandbox, parsed(Watcher, message).watcherId);
      return {};
    },
  };
}

export function filesystemStreams(): Readonly<Record<string, Stream>> {
  const watchers = new Watchers();
  return {
    "/filesystem.Filesystem/WatchDir": async function* (message, to, { signal, timeoutMs }) {
      const over = timeoutMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      using _place = watchers.enter(to.sandbox);
      const ready = Promise.withResolvers<void>();
      const events = changes(message, to, ready.resolve, over);
      // Whoever hears of the start may count on every change that comes after it.
      const first = events.next();
      await Promise.race([ready.promise, first]);
      yield { start: {} };
      try {
        for (let next = await first; !next.done; next = await events.next()) yield { filesystem: next.value };
      } catch (error) {
        throw to.sandbox.alive ? error : broken("the sandbox ended");
      }
    },
  };
}

async function* changes(
  message: unknown,
  { sandbox }: Addressee,
  ready: () => void,
  signal: AbortSignal,
): AsyncGenerator<Record<string, unknown>> {
  const { path, recursive, includeEntry } = parsed(Watch, message);
  const folder = changeable(path);
  await requireFolder(sandbox, folder);
  for await (const change of watchFolder(sandbox.files, folder, { recursive, signal }, ready)) {
    const name = change.path.slice(folder.length + 1);
    const entry = includeEntry && change.entry && { entry: await entryInfo(change.entry, sandbox.files) };
    yield { name, type: EVENTS[change.type], ...entry };
  }
}

async function listed(sandbox: OpenSandbox, path: string, depth: number): Promise<readonly FileEntry[]> {
  if (!isOwn(path)) return await elsewhere.list(sandbox, path, depth);
  return (await sandbox.files.list(path, { depth })).entries;
}

async function requireFolder(sandbox: OpenSandbox, path: string): Promise<void> {
  const { kind } = await sandbox.files.stat(path);
  if (kind !== "folder") throw new ConnectError("invalid_argument", `path ${path.slice(0, 200)} is not a directory`);
}

function missingIsFine(error: unknown): void {
  if (!(error instanceof GloveboxError && error.code === "not_found")) throw error;
}
