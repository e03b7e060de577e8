import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MissingThing } from "@glovebox/protocol";
import { mendings } from "../wallFailure.ts";
import type { Machine } from "./machine.ts";
import { CGROUPS, SCOPING_ABI, UIDS, type Wall } from "./promises.ts";

/** What weakens a wall that stands. */
export function weaknesses(wall: Wall, machine: Machine, wantsCgroups: boolean): MissingThing[] {
  return [cgroups(wall, machine, wantsCgroups), swapCount(wall, machine), uids(wall), landlock(wall)].flatMap(
    (found) => found ?? [],
  );
}

/** What this machine is known to forbid, where the wall does not stand. */
export function hindrances(machine: Machine): MissingThing[] {
  const ordinary = machine.uid !== 0;
  const found: (MissingThing | false)[] = [
    machine.mostUserNamespaces === 0 && {
      what: "user namespaces",
      why: "user.max_user_namespaces is 0",
      remedy: mendings.userNamespaces,
    },
    ordinary &&
      machine.usernsClone === 0 && {
        what: "user namespaces of ordinary users",
        why: "kernel.unprivileged_userns_clone is 0",
        remedy: mendings.usernsClone,
      },
    ordinary &&
      machine.apparmorRestricts && {
        what: "rights in user namespaces",
        why: "AppArmor takes them from ordinary users (Ubuntu 23.10 and newer)",
        remedy: mendings.apparmor,
      },
    machine.maskedProc.length > 0 && {
      what: "a whole /proc",
      why: `${machine.maskedProc.slice(0, 3).join(", ")} is masked, as in Docker, which forbids a fresh one`,
      remedy: mendings.maskedProc,
    },
    !machine.seccomp && { what: "seccomp filters", why: "the kernel has none", remedy: mendings.seccomp },
  ];
  return found.filter((thing) => thing !== false);
}

function cgroups(wall: Wall, { hierarchies, uid, container }: Machine, wanted: boolean): MissingThing | undefined {
  if (wall.cgroups !== undefined) return undefined;
  const what = CGROUPS;
  const lost = "memory is watched every 20 ms instead of limited by the kernel";
  if (!wanted) return { what, why: `switched off by the setting cgroups: ${lost}`, remedy: "set cgroups to true" };
  if (hierarchies.length === 0)
    return { what, why: `none are mounted: ${lost}`, remedy: "mount -t cgroup2 none /sys/fs/cgroup" };
  const why = `memory and pids are not delegated to this process: ${lost}`;
  if (container !== undefined) return { what, why, remedy: mendings.containerCgroups };
  return { what, why, remedy: uid === 0 ? mendings.rootCgroups : mendings.userCgroups };
}

function swapCount({ cgroups }: Wall, { swap, hierarchies }: Machine): MissingThing | undefined {
  if (!swap || cgroups === undefined) return undefined;
  const files = hierarchies.flatMap(({ own, mountPoint }) =>
    [own, mountPoint].flatMap((folder) => [
      join(folder, "memory.memsw.limit_in_bytes"),
      join(folder, "memory.swap.max"),
    ]),
  );
  // The root of a version 2 hierarchy never has the file, though the groups below it do.
  if (cgroups === "v2" || files.some((file) => existsSync(file))) return undefined;
  return {
    what: "the count of swapped memory",
    why: "swap is on and the kernel does not count it, so a program may use more than its limit by swapping",
    remedy: "boot with swapaccount=1, or swapoff -a",
  };
}

function uids({ hasRange }: Wall): MissingThing | undefined {
  if (hasRange) return undefined;
  return {
    what: UIDS,
    why: "all sandboxes share this user's uid, and with it pipe buffers and on some kernels process counts",
    remedy: "run Glovebox as root: it gives each sandbox uids of its own, none of them root's",
  };
}

function landlock({ landlock: abi }: Wall): MissingThing | undefined {
  if (abi >= SCOPING_ABI) return undefined;
  const newer = "a kernel of 6.12 or newer, booted with landlock in lsm=";
  if (abi === 0) return { what: "Landlock", why: "a second lock behind namespaces and mounts", remedy: newer };
  return {
    what: `Landlock ABI ${SCOPING_ABI} or newer`,
    why: `ABI ${abi} does not keep signals and abstract sockets in; namespaces and seccomp alone do`,
    remedy: newer,
  };
}
