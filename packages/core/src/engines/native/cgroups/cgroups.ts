import type { SandboxUsage } from "../../engine.ts";
import type { Counters } from "./counters.ts";

export type CgroupLimits = { readonly memoryBytes: number; readonly processes: number };

/** The cgroup of one sandbox's user processes. It is reused once it is empty. */
export interface Cgroup {
  /** The file through which a process joins it, relative to each of `Cgroups.folders`. */
  readonly entrance: string;
  readonly counters: Counters;
  /** Now; undefined where the kernel does not tell. */
  readonly usage: SandboxUsage | undefined;
  /** Sets the limits and starts counting anew, for a new sandbox. */
  prepare(limits: CgroupLimits): void;
  /** Sets the limits while a sandbox is in it. */
  limit(limits: CgroupLimits): void;
  isEmpty(): boolean;
  /** Whether so little is still charged to it that the next sandbox would not notice. */
  isClean(): boolean;
  remove(): void;
}

/** The cgroups of one engine. Disposing removes them all, once what was killed in them is gone. */
export interface Cgroups extends AsyncDisposable {
  readonly version: "v1" | "v2";
  /** One folder in each hierarchy; a sandbox's cgroup is a folder of the same name in each. */
  readonly folders: readonly string[];
  /** `uid` is the host uid that may move its own processes in. */
  create(name: string, uid: number): Cgroup;
}
