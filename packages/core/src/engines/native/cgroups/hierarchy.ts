import { mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isProcessAlive, type ProcessIdentity, thisProcess } from "../../../processes/identity.ts";

const PAUSE_MS = 20;
const MOST_ATTEMPTS = 50;

/** A mounted cgroup hierarchy, and where this process is in it. */
export type Hierarchy = { readonly controllers: readonly string[]; readonly mountPoint: string; readonly own: string };

/** The hierarchies of this machine: v1 ones by controller, and the v2 one with no controller named. */
export function findHierarchies(mountinfo: string, membership: string): Hierarchy[] {
  return mountinfo.split("\n").flatMap((line) => {
    const [before, after] = line.split(" - ");
    const [, , , root, mountPoint] = before?.split(" ") ?? [];
    const [type, , options] = after?.split(" ") ?? [];
    if (root === undefined || mountPoint === undefined || (type !== "cgroup" && type !== "cgroup2")) return [];
    const controllers = type === "cgroup2" ? [] : (options?.split(",") ?? []);
    const path = membershipPath(membership, controllers);
    if (path === undefined) return [];
    const inside = path === root || path.startsWith(`${root}/`);
    const below = root !== "/" && inside ? path.slice(root.length) : path;
    return [{ controllers, mountPoint, own: resolve(join(mountPoint, below)) }];
  });
}

function membershipPath(membership: string, controllers: readonly string[]): string | undefined {
  for (const line of membership.split("\n")) {
    const [, named, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (named === undefined) continue;
    const matches =
      controllers.length === 0 ? named === "" : named.split(",").some((name) => controllers.includes(name));
    if (matches) return path;
  }
  return undefined;
}

const PREFIX = "glovebox-";

/** The folder of this engine: its name says which process made it, so that another can tell when it is left over. */
export function engineFolder(parent: string, serial: string): string {
  const { pid, startTime } = thisProcess();
  return join(parent, `${PREFIX}${pid}-${startTime}-${serial}`);
}

/** Removes what engines of dead processes left. */
export function removeLeftOvers(parent: string): void {
  for (const name of listFolders(parent)) {
    const owner = ownerOf(name);
    if (owner !== undefined && !isProcessAlive(owner)) removeTree(join(parent, name));
  }
}

function ownerOf(name: string): ProcessIdentity | undefined {
  const [, pid, startTime] = /^glovebox-(\d+)-(\d+)-[0-9a-f]+$/.exec(name) ?? [];
  return pid === undefined || startTime === undefined ? undefined : { pid: Number(pid), startTime };
}

/** Removes a cgroup and those below it. One that still holds a dying process stays; a later start removes it. */
export function removeTree(folder: string): boolean {
  try {
    for (const name of listFolders(folder)) rmdirSync(join(folder, name));
    rmdirSync(folder);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return true;
    if (code === "EBUSY" || code === "EACCES" || code === "EPERM") return false;
    throw error;
  }
}

/** The same for one whose processes were all killed: they take a moment to be gone. */
export async function removeEmptying(folder: string): Promise<void> {
  for (let attempt = 0; !removeTree(folder) && attempt < MOST_ATTEMPTS; attempt++) await sleep(PAUSE_MS);
}

function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

export function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false; // read-only, not ours, or not delegated: the caller goes without
  }
}
