import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { isProcessAlive, thisProcess } from "./identity.ts";

/** A socket's path has 108 bytes at most, and ours is this much longer than the folder that it lies in. */
const LONGEST_PARENT = 60;

/** A new temporary folder, for this user only. Its name says which process it belongs to. */
export function makeOwnedFolder(): string {
  const { pid, startTime } = thisProcess();
  const parent = temporaryFolders().find(isUsable);
  try {
    if (parent === undefined) throw new Error("too long, or not open to the uids of sandboxes");
    const path = join(parent, `glovebox-${pid}-${startTime}-${randomBytes(4).toString("hex")}`);
    mkdirSync(path, { mode: 0o700 });
    return path;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GloveboxError("engine_unavailable", `no temporary folder can be made in ${tmpdir()}: ${reason}`, {
      advice: "set TMPDIR to a folder with a short path that this user may write to",
      survives: "nothing",
      cause,
    });
  }
}

/** Removes the folders of dead processes, if they belong to this user or to an owner that `isOurs` accepts. */
export function removeLeftOverFolders(isOurs: (uid: number) => boolean): void {
  const us = process.geteuid?.();
  for (const path of temporaryFolders().flatMap(ownedFoldersIn)) {
    const owner = ownerOf(path);
    if (owner !== undefined && (owner === us || isOurs(owner))) rmSync(path, { recursive: true, force: true });
  }
}

function temporaryFolders(): string[] {
  return [...new Set([tmpdir(), "/tmp"])];
}

/** As root, sandboxes run as other uids, which must be able to reach what lies below. */
function isUsable(folder: string): boolean {
  if (folder.length > LONGEST_PARENT) return false;
  if (process.geteuid?.() !== 0) return true;
  for (let path = resolve(folder); ; path = dirname(path)) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function ownedFoldersIn(parent: string): string[] {
  return list(parent).flatMap((name) => {
    const [, pid, startTime] = /^glovebox-(\d+)-(\d+)-[0-9a-f]{8}$/.exec(name) ?? [];
    if (pid === undefined || startTime === undefined) return [];
    return isProcessAlive({ pid: Number(pid), startTime }) ? [] : [join(parent, name)];
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it does not exist, or is not ours to read: nothing of ours is in it
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const found = lstatSync(path);
    return found.isDirectory() ? found.uid : undefined;
  } catch {
    return undefined; // another process was faster
  }
}
