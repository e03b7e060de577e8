import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProcessAlive, thisProcess } from "./identity.ts";

/** A new temporary folder, for this user only. Its name says which process it belongs to. */
export function makeOwnedFolder(): string {
  const { pid, startTime } = thisProcess();
  const path = join(tmpdir(), `glovebox-${pid}-${startTime}-${randomBytes(4).toString("hex")}`);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** Removes the folders of dead processes, if they belong to this user or to an owner that `isOurs` accepts. */
export function removeLeftOverFolders(isOurs: (uid: number) => boolean): void {
  const us = process.geteuid?.();
  for (const name of readdirSync(tmpdir())) {
    const [, pid, startTime] = /^glovebox-(\d+)-(\d+)-[0-9a-f]{8}$/.exec(name) ?? [];
    if (pid === undefined || startTime === undefined || isProcessAlive({ pid: Number(pid), startTime })) continue;
    const path = join(tmpdir(), name);
    const owner = ownerOf(path);
    if (owner !== undefined && (owner === us || isOurs(owner))) rmSync(path, { recursive: true, force: true });
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
