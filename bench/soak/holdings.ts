import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cgroupFolders, descendants } from "../../test/hosts/machine.ts";
import type { ServedProcess } from "../../test/hosts/servedProcess.ts";

const MiB = 1024 * 1024;

/** What a server holds of the machine. */
export type Holdings = {
  readonly rssMiB: number;
  readonly heapMiB: number;
  readonly processes: number;
  readonly descriptors: number;
  readonly mounts: number;
  readonly cgroups: number;
  readonly folders: number;
  readonly dataMiB: number;
};

/** How much more of each a server may hold after its load than before: what it keeps ready may differ a little. */
const MOST_GROWTH: Partial<Holdings> = {
  heapMiB: 64,
  processes: 12,
  descriptors: 40,
  mounts: 8,
  cgroups: 12,
  folders: 4,
};

export async function holdingsOf(server: ServedProcess, dataDir: string, temporary: string): Promise<Holdings> {
  const { pid } = server;
  return {
    rssMiB: Math.round(residentBytes(pid) / MiB),
    heapMiB: Math.round((await heapBytes(server)) / MiB),
    processes: descendants(pid).length,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    mounts: readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n").length,
    cgroups: cgroupFolders(pid).length,
    folders: readdirSync(temporary).length,
    dataMiB: Math.round(folderBytes(dataDir) / MiB),
  };
}

export function describe(holdings: Holdings): string {
  const { rssMiB, heapMiB, processes, descriptors, mounts, cgroups, folders, dataMiB } = holdings;
  const memory = `memory ${rssMiB} MiB, heap ${heapMiB} MiB`;
  const kernel = `${processes} processes, ${descriptors} descriptors, ${mounts} mounts, ${cgroups} cgroups`;
  return `${memory}, ${kernel}, ${folders} temporary folders, data ${dataMiB} MiB`;
}

/** One sentence for each thing that grew more than it may. */
export function growthErrors(before: Holdings, after: Holdings): string[] {
  return Object.entries(MOST_GROWTH).flatMap(([name, most]) => {
    const [from, to] = [before[name as keyof Holdings], after[name as keyof Holdings]];
    return to - from > most ? [`${name} grew from ${from} to ${to}, more than ${most}`] : [];
  });
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
}

async function heapBytes({ child }: ServedProcess): Promise<number> {
  const answer = once(child, "message");
  child.send("heap");
  return Number((await answer)[0]);
}

function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
