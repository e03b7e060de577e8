import { readFileSync } from "node:fs";
import type { Cgroups } from "./cgroups.ts";
import { findHierarchies } from "./hierarchy.ts";
import { openV1 } from "./v1.ts";
import { openV2 } from "./v2.ts";

/**
 * Cgroups for an engine's sandboxes, or undefined where this process may not make any: then rlimits and a watcher
 * in init enforce the limits. `serial` is hexadecimal and tells two engines of one process apart.
 */
export function openCgroups(serial: string): Cgroups | undefined {
  const hierarchies = findHierarchies(
    readFileSync("/proc/self/mountinfo", "utf8"),
    readFileSync("/proc/self/cgroup", "utf8"),
  );
  return openV2(hierarchies, serial) ?? openV1(hierarchies, serial);
}
