import { type EngineDiagnosis, GloveboxError, type MissingThing } from "@glovebox/protocol";
import type { Runtime } from "../../engine.ts";
import { lookAtMachine, type Machine } from "./machine.ts";
import { hindrances, weaknesses } from "./missing.ts";
import { nativePromises, type Wall } from "./promises.ts";

export type DiagnosisOptions = {
  /** The setting. */
  readonly wantsCgroups: boolean;
  /** Builds a wall and runs a program behind it, or throws what stood in the way. The decisive fact. */
  readonly tryWall: () => Promise<Wall>;
  readonly runtimes: () => Promise<readonly Runtime[]>;
  readonly machine?: Machine;
};

/** What the native engine can do here: by trying it, and by looking at the machine for reasons and remedies. */
export async function diagnoseNative(options: DiagnosisOptions): Promise<EngineDiagnosis> {
  const { tryWall, wantsCgroups, machine = lookAtMachine() } = options;
  const tried = await tryWall().catch(asError);
  const wall = tried instanceof Error ? undefined : tried;
  const languages = await options.runtimes().then(byLanguage, () => []);
  const missing =
    tried instanceof Error ? [stop(tried), ...hindrances(machine)] : weaknesses(tried, machine, wantsCgroups);
  return {
    engine: "native",
    usable: wall !== undefined,
    reason: tried instanceof Error ? tried.message : "a program has just run behind the wall of this machine's kernel",
    facts: factsOf(machine, wall),
    promises: nativePromises(wall, missing),
    missing,
    languages,
  };
}

function stop(error: Error): MissingThing {
  const advice = error instanceof GloveboxError ? error.advice : undefined;
  return {
    what: "a wall that stands",
    why: error.message,
    remedy: advice ?? 'see docs/security.md, "What the machine must offer"',
  };
}

function factsOf(machine: Machine, wall: Wall | undefined): Record<string, string> {
  return {
    kernel: machine.kernel,
    ...(machine.container === undefined ? {} : { container: machine.container }),
    user: machine.uid === 0 ? "root" : `ordinary, uid ${machine.uid}`,
    "user namespaces": userNamespaces(machine),
    "/proc": machine.maskedProc.length === 0 ? "whole" : `masked at ${machine.maskedProc.join(", ")}`,
    cgroups: cgroupsOf(machine, wall),
    seccomp: machine.seccomp ? "filters" : "none",
    ...(wall === undefined ? {} : wallFacts(wall)),
  };
}

function wallFacts({ landlock, hasRange }: Wall): Record<string, string> {
  return {
    landlock: landlock === 0 ? "none" : `ABI ${landlock}`,
    uids: hasRange ? "own block of 65,536 per wall" : "one, shared by all sandboxes",
  };
}

function userNamespaces({ uid, usernsClone, mostUserNamespaces, apparmorRestricts }: Machine): string {
  if (mostUserNamespaces === 0) return "forbidden by user.max_user_namespaces=0";
  if (uid !== 0 && usernsClone === 0) return "forbidden by kernel.unprivileged_userns_clone=0";
  if (uid !== 0 && apparmorRestricts) return "without rights, by kernel.apparmor_restrict_unprivileged_userns=1";
  return mostUserNamespaces === undefined ? "allowed" : `allowed, at most ${mostUserNamespaces}`;
}

function cgroupsOf({ hierarchies }: Machine, wall: Wall | undefined): string {
  if (wall?.cgroups !== undefined) return `${wall.cgroups} (memory, pids)`;
  if (hierarchies.length === 0) return "none are mounted";
  const versions = new Set(hierarchies.map(({ controllers }) => (controllers.length === 0 ? "v2" : "v1")));
  const mounted = `${[...versions].toSorted().join(" and ")} mounted`;
  return wall === undefined ? mounted : `none in use (${mounted})`;
}

function byLanguage(runtimes: readonly Runtime[]): EngineDiagnosis["languages"] {
  const names = [...new Set(runtimes.map(({ language }) => language))];
  return names.map((language) => ({
    language,
    versions: runtimes.filter((runtime) => runtime.language === language).map(({ version }) => version),
  }));
}

/** That somebody closed the engine says nothing about the machine. */
function asError(error: unknown): Error {
  if (error instanceof GloveboxError && error.code === "closed") throw error;
  return error instanceof Error ? error : new Error(String(error));
}
