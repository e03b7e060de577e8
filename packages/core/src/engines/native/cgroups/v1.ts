import { chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { SandboxUsage } from "../../engine.ts";
import type { Cgroup, CgroupLimits, Cgroups } from "./cgroups.ts";
import { Counters, readCounter, readNumber } from "./counters.ts";
import { engineFolder, type Hierarchy, makeFolder, removeEmptying, removeLeftOvers, removeTree } from "./hierarchy.ts";

/** What may stay charged to a cgroup (page cache of shared files, kernel memory) before it is thrown away. */
const CLEAN_BYTES = 8 * 1024 * 1024;

/** The cgroups of version 1, or undefined where this process may not make any. */
export function openV1(hierarchies: readonly Hierarchy[], serial: string): Cgroups | undefined {
  const memory = hierarchies.find(({ controllers }) => controllers.includes("memory"));
  const pids = hierarchies.find(({ controllers }) => controllers.includes("pids"));
  if (memory === undefined || pids === undefined) return undefined;
  const parents = [...new Set([memory.own, pids.own])];
  parents.forEach(removeLeftOvers);
  const folders = parents.map((parent) => engineFolder(parent, serial));
  if (!folders.every(makeFolder)) {
    folders.forEach(removeTree);
    return undefined;
  }
  const [memoryFolder = "", pidsFolder = memoryFolder] = folders;
  return {
    version: "v1",
    folders,
    create: (name, uid) => new CgroupV1(join(memoryFolder, name), join(pidsFolder, name), uid),
    [Symbol.asyncDispose]: async () => void (await Promise.all(folders.map(removeEmptying))),
  };
}

class CgroupV1 implements Cgroup {
  readonly entrance: string;
  readonly counters: Counters;
  readonly #memory: string;
  readonly #pids: string;
  readonly #countsSwap: boolean;
  #limits: CgroupLimits | undefined;

  constructor(memory: string, pids: string, uid: number) {
    // Not cgroup.procs: moving a whole process waits for every fork and exit on the machine to pause. The worker has
    // one thread, and for the caller's own thread the kernel need not wait.
    this.entrance = join(basename(memory), "tasks");
    this.#memory = memory;
    this.#pids = pids;
    for (const folder of new Set([memory, pids])) {
      makeFolder(folder);
      chownSync(join(folder, "tasks"), uid, uid);
    }
    this.counters = new Counters({
      peak: join(memory, "memory.max_usage_in_bytes"),
      kills: join(memory, "memory.oom_control"),
      refusals: join(pids, "pids.events"),
    });
    this.#countsSwap = existsSync(join(memory, "memory.memsw.limit_in_bytes"));
  }

  prepare(limits: CgroupLimits): void {
    this.limit(limits);
    writeFileSync(join(this.#memory, "memory.max_usage_in_bytes"), "0");
    this.counters.restart();
  }

  limit(limits: CgroupLimits): void {
    this.#setMemory(limits.memoryBytes);
    if (this.#limits?.processes !== limits.processes) {
      writeFileSync(join(this.#pids, "pids.max"), String(limits.processes));
    }
    this.#limits = limits;
  }

  /** The limit with swap may never be below the one without. */
  #setMemory(bytes: number): void {
    const before = this.#limits?.memoryBytes;
    if (before === bytes) return;
    const plain = join(this.#memory, "memory.limit_in_bytes");
    const withSwap = join(this.#memory, "memory.memsw.limit_in_bytes");
    const files = this.#countsSwap ? [withSwap, plain] : [plain];
    if (before === undefined || bytes < before) files.reverse();
    for (const file of files) writeFileSync(file, String(bytes));
  }

  get usage(): SandboxUsage | undefined {
    const memoryBytes = readNumber(join(this.#memory, "memory.usage_in_bytes"));
    if (memoryBytes === undefined) return undefined;
    const nanoseconds = readNumber(join(this.#memory, "cpuacct.usage"));
    return {
      memoryBytes,
      fileBytes: readCounter(join(this.#memory, "memory.stat"), "shmem"),
      cpuMs: nanoseconds === undefined ? undefined : nanoseconds / 1e6,
    };
  }

  isEmpty(): boolean {
    return [this.#memory, this.#pids].every((folder) => readFileSync(join(folder, "cgroup.procs"), "utf8") === "");
  }

  isClean(): boolean {
    return (readNumber(join(this.#memory, "memory.usage_in_bytes")) ?? 0) <= CLEAN_BYTES;
  }

  remove(): void {
    removeTree(this.#memory);
    removeTree(this.#pids);
  }
}
