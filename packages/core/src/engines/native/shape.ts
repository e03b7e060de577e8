import type { Limits } from "@glovebox/protocol";

/** The limits that are part of the wall: they cannot be changed once it stands. Sizes in bytes. */
export type Shape = {
  readonly workspaceBytes: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** null where a cgroup counts processes: that limit can be changed at any time. */
  readonly processes: number | null;
};

export function shapeOf(limits: Limits, hasCgroups: boolean): Shape {
  const { workspaceBytes, fileBytes, openFiles, processes } = limits;
  return { workspaceBytes, fileBytes, openFiles, processes: hasCgroups ? null : processes };
}

export function sameShape(a: Shape, b: Shape): boolean {
  return (
    a.workspaceBytes === b.workspaceBytes &&
    a.fileBytes === b.fileBytes &&
    a.openFiles === b.openFiles &&
    a.processes === b.processes
  );
}
