import { existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { findHierarchies, type Hierarchy } from "../cgroups/hierarchy.ts";

/** What the kernel says about itself and this process. A field is undefined where it does not say. */
export type Machine = {
  readonly kernel: string;
  readonly uid: number;
  /** docker, podman or kubernetes, where one is recognized. */
  readonly container: string | undefined;
  readonly usernsClone: number | undefined;
  readonly mostUserNamespaces: number | undefined;
  readonly apparmorRestricts: boolean;
  /** Places below /proc that something was mounted over: they forbid a fresh /proc. */
  readonly maskedProc: readonly string[];
  readonly hierarchies: readonly Hierarchy[];
  readonly seccomp: boolean;
  readonly swap: boolean;
};

export type Read = (path: string) => string | undefined;

/** Only looks: changes nothing and starts nothing. */
export function lookAtMachine(read: Read = readIfThere, exists: (path: string) => boolean = existsSync): Machine {
  const mountinfo = read("/proc/self/mountinfo") ?? "";
  return {
    kernel: release(),
    uid: process.geteuid?.() ?? -1,
    container: containerOf(read, exists),
    usernsClone: numberIn(read("/proc/sys/kernel/unprivileged_userns_clone")),
    mostUserNamespaces: numberIn(read("/proc/sys/user/max_user_namespaces")),
    apparmorRestricts: numberIn(read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")) === 1,
    maskedProc: maskedProc(mountinfo),
    hierarchies: findHierarchies(mountinfo, read("/proc/self/cgroup") ?? ""),
    seccomp: /^Seccomp:/m.test(read("/proc/self/status") ?? ""),
    swap: (read("/proc/swaps") ?? "").trim().split("\n").length > 1,
  };
}

function containerOf(read: Read, exists: (path: string) => boolean): string | undefined {
  if (exists("/.dockerenv")) return "docker";
  if (exists("/run/.containerenv")) return "podman";
  return (read("/proc/self/cgroup") ?? "").includes("kubepods") ? "kubernetes" : undefined;
}

/** binfmt_misc lies on a folder that is empty anyway, so the kernel does not mind it. */
function maskedProc(mountinfo: string): string[] {
  const places = mountinfo.split("\n").map((line) => line.split(" ")[4] ?? "");
  return [...new Set(places)].filter((place) => place.startsWith("/proc/") && place !== "/proc/sys/fs/binfmt_misc");
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+\s*$/.test(text) ? undefined : Number(text);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // this kernel does not have it
  }
}
