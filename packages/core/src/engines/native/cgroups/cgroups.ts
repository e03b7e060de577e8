/** What a cgroup counted while one sandbox ran in it. */
export type CgroupUsage = {
  /** Bytes, all processes and their files in memory together; undefined where the kernel does not keep it. */
  readonly peakMemoryBytes: number | undefined;
  readonly outOfMemoryKills: number;
  readonly refusedForks: number;
};

export type CgroupLimits = { readonly memoryBytes: number; readonly processes: number };

/** The cgroup of one sandbox's user processes. It is reused once it is empty. */
export interface Cgroup {
  /** The file through which a process joins it, relative to each of `Cgroups.folders`. */
  readonly entrance: string;
  /** Sets the limits and starts counting anew. */
  prepare(limits: CgroupLimits): void;
  usage(): CgroupUsage;
  isEmpty(): boolean;
  /** Whether so little is still charged to it that the next sandbox would not notice. */
  isClean(): boolean;
  remove(): void;
}

/** The cgroups of one engine. Disposing removes them all. */
export interface Cgroups extends Disposable {
  readonly version: "v1" | "v2";
  /** One folder in each hierarchy; a sandbox's cgroup is a folder of the same name in each. */
  readonly folders: readonly string[];
  /** `uid` is the host uid that may move its own processes in. */
  create(name: string, uid: number): Cgroup;
}
