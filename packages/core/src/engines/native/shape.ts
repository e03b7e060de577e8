import type { Limits } from "@glovebox/protocol";
import type { CgroupLimits } from "./cgroups/cgroups.ts";

/** Beside the program's own processes its cgroup holds the sleeper (sandbox/glovebox_sandbox/sleeper.py). */
const OURS_IN_CGROUP = 1;
/** An rlimit counts by uid: init's real one is the user's. */
const OURS_BY_UID = 2;

/** The limits that are part of the wall: they cannot be changed once it stands. Sizes in bytes. */
export type Shape = {
  readonly workspaceBytes: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** null where a cgroup counts processes: that limit can be changed at any time. */
  readonly processes: number | null;
  /** Whether its programs can be given terminals. */
  readonly terminals: boolean;
};

export function shapeOf(limits: Limits, hasCgroups: boolean, terminals = false): Shape {
  const { workspaceBytes, fileBytes, openFiles, processes } = limits;
  return { workspaceBytes, fileBytes, openFiles, processes: hasCgroups ? null : processes + OURS_BY_UID, terminals };
}

export function cgroupLimits({ memoryBytes, processes }: CgroupLimits): CgroupLimits {
  return { memoryBytes, processes: processes + OURS_IN_CGROUP };
}

export function sameShape(a: Shape, b: Shape): boolean {
  return (
    a.workspaceBytes === b.workspaceBytes &&
    a.fileBytes === b.fileBytes &&
    a.openFiles === b.openFiles &&
    a.processes === b.processes &&
    a.terminals === b.terminals
  );
}
