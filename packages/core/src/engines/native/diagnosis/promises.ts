import type { EnforcedPromise, MissingThing } from "@glovebox/protocol";

/** What a wall that stood on this machine was made of. */
export type Wall = {
  /** Landlock's ABI; 0 where the kernel has none. */
  readonly landlock: number;
  /** Whether each sandbox has uids of its own. */
  readonly hasRange: boolean;
  readonly cgroups: "v1" | "v2" | undefined;
};

/** From this ABI on Landlock also keeps signals and abstract sockets in. */
export const SCOPING_ABI = 6;

/** What may be missing, by the name under which a remedy is listed. */
export const CGROUPS = "cgroups";
export const UIDS = "a range of uids";

type Rule = {
  readonly promise: string;
  readonly by: (wall: Wall) => string | { readonly not: string; readonly needs: string };
};

const RULES: readonly Rule[] = [
  {
    promise: "No file of the host can be read, but for the toolchains and /usr",
    by: ({ landlock }) => `a root of its own, with only those in it${landlock > 0 ? `; Landlock ABI ${landlock}` : ""}`,
  },
  {
    promise: "Nothing of the host can be written, and no set-user-id file works",
    by: () => "read-only mounts with nosuid and nodev; four tmpfs of its own",
  },
  {
    promise: "No process outside can be seen or signalled",
    by: (wall) => `a process namespace; seccomp${scoped(wall)}${wall.hasRange ? "; other uids" : ""}`,
  },
  {
    promise: "No network and no server of the host can be reached",
    by: (wall) => `an empty network namespace; a root without the host's sockets${scoped(wall)}`,
  },
  {
    promise: "Nothing of the host's environment and descriptors is inside",
    by: () => "cleared before the warden starts, closed before code runs",
  },
  {
    promise: "Nothing of one sandbox is found by another, at once or later",
    by: () => "namespaces of its own for each; each is used once",
  },
  {
    promise: "Each sandbox has uids of its own, so that the kernel counts each apart",
    by: ({ hasRange }) =>
      hasRange ? "a block of 65,536 uids for each wall, two of them for each sandbox" : { not: ONE_UID, needs: UIDS },
  },
  {
    promise: "Nothing gives rights back",
    by: () => "no_new_privs; an empty bounding set; user.max_*_namespaces = 0",
  },
  {
    promise: "Kernel calls that no program needs are refused",
    by: () => "seccomp; a call of a foreign architecture ends the process",
  },
  {
    promise: "Status, exit code and time come from outside of user code",
    by: (wall) => `init: process 1, not dumpable, seccomp${wall.hasRange ? ", another uid" : ""}${scoped(wall)}`,
  },
  {
    promise: "Memory stays within its limit, files in the sandbox included",
    by: ({ cgroups }) => (cgroups === undefined ? { not: MEMORY_WATCHED, needs: CGROUPS } : `cgroup ${cgroups}`),
  },
  {
    promise: "Processes stay within their limit",
    by: ({ cgroups }) => (cgroups === undefined ? "RLIMIT_NPROC" : `cgroup ${cgroups}`),
  },
  {
    promise: "Wall-clock and CPU time stay within their limits",
    by: () => "init, every 20 ms for CPU; the host kills an init that is silent 5 s longer",
  },
  {
    promise: "Output, file size, open files and disk stay within their limits",
    by: () => "init for output; RLIMIT_FSIZE and RLIMIT_NOFILE; the size of each tmpfs",
  },
  {
    promise: "What ended leaves nothing: no process, mount, cgroup or folder",
    by: () => "the process namespace; the next start removes what a killed one left",
  },
];

const ONE_UID = "nobody: an ordinary user has one uid, which all sandboxes and the host process share";
const MEMORY_WATCHED = "nobody at once: init looks every 20 ms and kills, so a fast program overshoots";

/** Every promise of the native engine, with what keeps it. Without a wall nothing runs, so nothing is kept. */
export function nativePromises(wall: Wall | undefined, missing: readonly MissingThing[]): EnforcedPromise[] {
  return RULES.map(({ promise, by }) => {
    if (wall === undefined) return { promise, enforced: false, by: "the wall cannot stand here, so nothing is run" };
    const kept = by(wall);
    if (typeof kept === "string") return { promise, enforced: true, by: kept };
    const remedy = missing.find(({ what }) => what === kept.needs)?.remedy;
    return { promise, enforced: false, by: kept.not, ...(remedy === undefined ? {} : { remedy }) };
  });
}

function scoped({ landlock }: Wall): string {
  return landlock >= SCOPING_ABI ? `; Landlock ABI ${landlock}` : "";
}
