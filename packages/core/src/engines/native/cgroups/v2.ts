import { chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SandboxUsage } from "../../engine.ts";
import type { Cgroup, CgroupLimits, Cgroups } from "./cgroups.ts";
import { Counters, readCounter, readNumber } from "./counters.ts";
import { engineFolder, type Hierarchy, makeFolder, removeEmptying, removeLeftOvers, removeTree } from "./hierarchy.ts";

const CLEAN_BYTES = 8 * 1024 * 1024;
const CONTROLLERS = ["memory", "pids"];

/** The cgroups of version 2, or undefined where this process may not make any with a memory and a process limit. */
export function openV2(hierarchies: readonly Hierarchy[], serial: string): Cgroups | undefined {
  const unified = hierarchies.find(({ controllers }) => controllers.length === 0);
  if (unified === undefined) return undefined;
  for (const parent of candidates(unified)) {
    const folder = openBelow(parent, serial);
    if (folder !== undefined) {
      return {
        version: "v2",
        folders: [folder],
        create: (name, uid) => new CgroupV2(join(folder, name), uid),
        [Symbol.asyncDispose]: () => removeEmptying(folder),
      };
    }
  }
  return undefined;
}

/**
 * A cgroup that holds processes cannot pass controllers on, except the root. So: this process's own cgroup where it
 * passes them on already, the ones above it (a delegated slice), the root last.
 */
function candidates({ mountPoint, own }: Hierarchy): string[] {
  const found = [own];
  for (let folder = own; folder.startsWith(mountPoint) && folder !== mountPoint; folder = dirname(folder)) {
    found.push(dirname(folder));
  }
  return found;
}

function openBelow(parent: string, serial: string): string | undefined {
  if (!passesOn(parent)) return undefined;
  removeLeftOvers(parent);
  const folder = engineFolder(parent, serial);
  if (!makeFolder(folder)) return undefined;
  try {
    writeFileSync(join(folder, "cgroup.subtree_control"), CONTROLLERS.map((name) => `+${name}`).join(" "));
    return folder;
  } catch {
    removeTree(folder);
    return undefined; // the controllers are not delegated to us
  }
}

function passesOn(parent: string): boolean {
  try {
    const passed = readFileSync(join(parent, "cgroup.subtree_control"), "utf8").split(/\s+/);
    return CONTROLLERS.every((name) => passed.includes(name));
  } catch {
    return false;
  }
}

class CgroupV2 implements Cgroup {
  readonly entrance: string;
  readonly counters: Counters;
  readonly #folder: string;
  #limits: CgroupLimits | undefined;

  constructor(folder: string, uid: number) {
    this.entrance = join(basename(folder), "cgroup.procs");
    this.#folder = folder;
    this.counters = new Counters({
      peak: join(folder, "memory.peak"),
      kills: join(folder, "memory.events"),
      refusals: join(folder, "pids.events"),
    });
    makeFolder(folder);
    if (process.geteuid?.() === 0) chownSync(join(folder, "cgroup.procs"), uid, uid);
  }

  prepare(limits: CgroupLimits): void {
    this.limit(limits);
    this.counters.restart();
  }

  limit(limits: CgroupLimits): void {
    if (this.#limits?.memoryBytes !== limits.memoryBytes) {
      this.#write("memory.max", String(limits.memoryBytes));
      if (existsSync(join(this.#folder, "memory.swap.max"))) this.#write("memory.swap.max", "0");
    }
    if (this.#limits?.processes !== limits.processes) this.#write("pids.max", String(limits.processes));
    this.#limits = limits;
  }

  #write(name: string, value: string): void {
    writeFileSync(join(this.#folder, name), value);
  }

  get usage(): SandboxUsage | undefined {
    const memoryBytes = readNumber(join(this.#folder, "memory.current"));
    if (memoryBytes === undefined) return undefined;
    return {
      memoryBytes,
      fileBytes: readCounter(join(this.#folder, "memory.stat"), "shmem"),
      // Every cgroup of version 2 counts this, whatever its controllers.
      cpuMs: readCounter(join(this.#folder, "cpu.stat"), "usage_usec") / 1_000,
    };
  }

  isEmpty(): boolean {
    return readCounter(join(this.#folder, "cgroup.events"), "populated") === 0;
  }

  /** memory.peak cannot be set back before Linux 6.12, so a used cgroup is not clean. */
  isClean(): boolean {
    return (readNumber(join(this.#folder, "memory.peak")) ?? 0) <= CLEAN_BYTES;
  }

  remove(): void {
    removeTree(this.#folder);
  }
}
