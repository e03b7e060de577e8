import { readdirSync, readFileSync } from "node:fs";

/** The command line of every process that this user can see. */
export function commandLines(): string[] {
  return processes().map(commandOf);
}

export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** The pids of all processes whose ancestor is this one. */
export function descendants(root: number): number[] {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return parent === root || (parent > 1 && isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

/** Bytes of memory that are this process's own. */
export function ownMemory(pid: number): number {
  return Number(/RssAnon:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

export function isAlive(pid: number): boolean {
  const state = /^State:\s+(\S)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return state !== undefined && state !== "Z" && state !== "X";
}

function processes(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]);
}

/** Empty where the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The processes of one outer wall below a host, by what they are. */
export type Wall = {
  readonly keeper: number;
  readonly reaper: number;
  readonly warden: number;
  readonly inits: readonly number[];
};

/** The walls below this host process, oldest first. */
export function wallsOf(host: number): Wall[] {
  const children = (pid: number) => processes().filter((each) => parentOf(each) === pid);
  return children(host).flatMap((keeper) =>
    children(keeper).flatMap((reaper) => {
      const warden = children(reaper).find((pid) => read(`/proc/${pid}/cmdline`).includes("warden.py"));
      return warden === undefined ? [] : [{ keeper, reaper, warden, inits: children(warden) }];
    }),
  );
}

/** The processes of this sandbox's program. The longest-living comes first. */
export function programOf(init: number): number[] {
  return processes().filter((pid) => parentOf(pid) === init);
}

/** Folders that an engine of this process made below a cgroup hierarchy. */
export function cgroupFolders(host: number, folder = "/sys/fs/cgroup", depth = 0): string[] {
  if (depth > 5) return [];
  return subfolders(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return name.startsWith(`glovebox-${host}-`) ? [path] : cgroupFolders(host, path, depth + 1);
  });
}

/** Mounts of this machine whose source or place is below the folder. */
export function mountsBelow(folder: string): string[] {
  return read("/proc/self/mountinfo")
    .split("\n")
    .filter((line) => line.includes(folder));
}

/** How many network namespaces the kernel holds, or undefined where it does not tell this user. */
export function networkNamespaces(): number | undefined {
  const found = /^net_namespace\s+(\d+)/m.exec(read("/proc/slabinfo"))?.[1];
  return found === undefined ? undefined : Number(found);
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return []; // gone since it was listed, or not there
  }
}
