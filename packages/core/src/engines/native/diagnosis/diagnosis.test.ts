import { GloveboxError } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { wallFailure } from "../wallFailure.ts";
import { type DiagnosisOptions, diagnoseNative } from "./diagnosis.ts";
import type { Machine } from "./machine.ts";
import type { Wall } from "./promises.ts";

const wholeWall: Wall = { landlock: 7, hasRange: true, cgroups: "v2" };
const unified = { controllers: [], mountPoint: "/sys/fs/cgroup", own: "/sys/fs/cgroup/a" };
const machine: Machine = {
  kernel: "6.12.0",
  uid: 0,
  container: undefined,
  usernsClone: undefined,
  mostUserNamespaces: 15_000,
  apparmorRestricts: false,
  maskedProc: [],
  hierarchies: [unified],
  seccomp: true,
  swap: false,
};

function diagnose(options: Partial<DiagnosisOptions> = {}) {
  return diagnoseNative({
    wantsCgroups: true,
    tryWall: async () => wholeWall,
    runtimes: async () => [
      { language: "python", version: "3.12.1", aliases: [] },
      { language: "python", version: "3.11.7", aliases: [] },
    ],
    machine,
    ...options,
  });
}

const withWall = (wall: Partial<Wall>, other: Partial<Machine> = {}) =>
  diagnose({ tryWall: async () => ({ ...wholeWall, ...wall }), machine: { ...machine, ...other } });
const withFailure = (failure: Error, other: Partial<Machine> = {}) =>
  diagnose({ tryWall: () => Promise.reject(failure), machine: { ...machine, ...other } });

test("where the whole wall stands, every promise is enforced and nothing is missing", async () => {
  const { usable, promises, missing, languages, facts } = await diagnose();
  expect({ usable, missing }).toEqual({ usable: true, missing: [] });
  expect(promises.length).toBeGreaterThanOrEqual(12);
  expect(promises.filter(({ enforced }) => !enforced)).toEqual([]);
  expect(languages).toEqual([{ language: "python", versions: ["3.12.1", "3.11.7"] }]);
  expect(facts).toMatchObject({ kernel: "6.12.0", cgroups: "v2 (memory, pids)", landlock: "ABI 7", user: "root" });
});

test("without cgroups memory is listed as not enforced, with the command that mends it", async () => {
  const { usable, promises, missing, facts } = await withWall({ cgroups: undefined }, { uid: 1000 });
  expect(usable).toBe(true);
  expect(promises.filter(({ enforced }) => !enforced)).toEqual([
    {
      promise: expect.stringContaining("Memory"),
      enforced: false,
      by: expect.stringContaining("20 ms"),
      remedy: "systemd-run --user --scope -p Delegate=yes glovebox serve",
    },
  ]);
  expect(missing).toMatchObject([{ what: "cgroups", remedy: expect.stringContaining("Delegate=yes") }]);
  expect(facts["cgroups"]).toBe("none in use (v2 mounted)");
});

test.each<[string, Partial<Machine>, string]>([
  ["root", {}, "systemd-run --scope"],
  ["a container", { container: "docker" }, "--cgroupns=host"],
  ["a machine that mounts none", { hierarchies: [] }, "mount -t cgroup2"],
])("for %s the remedy for missing cgroups is its own", async (_, other, remedy) => {
  const { missing } = await withWall({ cgroups: undefined }, other);
  expect(missing).toMatchObject([{ what: "cgroups", remedy: expect.stringContaining(remedy) }]);
});

test("cgroups that are switched off are named as the setting that they are", async () => {
  const { missing } = await diagnose({
    wantsCgroups: false,
    tryWall: async () => ({ ...wholeWall, cgroups: undefined }),
  });
  expect(missing).toMatchObject([{ what: "cgroups", remedy: "set cgroups to true" }]);
});

test("with one uid for all sandboxes, that each has its own is not claimed", async () => {
  const { promises, missing, facts } = await withWall({ hasRange: false }, { uid: 1000 });
  expect(promises.filter(({ enforced }) => !enforced).map(({ promise }) => promise)).toEqual([
    expect.stringContaining("uids of its own"),
  ]);
  expect(missing).toMatchObject([{ what: "a range of uids", remedy: expect.stringContaining("as root") }]);
  expect(facts).toMatchObject({ user: "ordinary, uid 1000", uids: "one, shared by all sandboxes" });
  expect(JSON.stringify(promises)).not.toContain("other uids");
});

test("an old Landlock, or none, weakens the wall and is not named where it keeps nothing", async () => {
  const old = await withWall({ landlock: 4 });
  expect(old.missing).toMatchObject([{ what: "Landlock ABI 6 or newer", why: expect.stringContaining("ABI 4") }]);
  const none = await withWall({ landlock: 0 });
  expect(none.missing).toMatchObject([{ what: "Landlock" }]);
  expect(none.facts["landlock"]).toBe("none");
  expect(JSON.stringify(none.promises)).not.toContain("Landlock");
});

test("swap that version 1 does not count is told", async () => {
  const v1 = { controllers: ["memory"], mountPoint: "/nowhere/memory", own: "/nowhere/memory/a" };
  const { missing } = await withWall({ cgroups: "v1" }, { swap: true, hierarchies: [v1] });
  expect(missing).toMatchObject([{ remedy: expect.stringContaining("swapaccount=1") }]);
});

test("where no wall stands the engine is not usable, and no promise is listed as kept", async () => {
  const failure = wallFailure("mount /proc", "mount /proc: Operation not permitted");
  const { usable, reason, promises, missing } = await withFailure(failure, { maskedProc: ["/proc/kcore"] });
  expect({ usable, reason }).toEqual({ usable: false, reason: failure.message });
  expect(promises.filter(({ enforced }) => enforced)).toEqual([]);
  expect(missing).toMatchObject([
    { what: "a wall that stands", why: failure.message, remedy: expect.stringContaining("systempaths=unconfined") },
    { what: "a whole /proc", why: expect.stringContaining("/proc/kcore") },
  ]);
});

test.each<[string, Partial<Machine>, string]>([
  ["AppArmor", { uid: 1000, apparmorRestricts: true }, "kernel.apparmor_restrict_unprivileged_userns=0"],
  ["Debian's switch", { uid: 1000, usernsClone: 0 }, "kernel.unprivileged_userns_clone=1"],
  ["a maximum of 0", { mostUserNamespaces: 0 }, "user.max_user_namespaces="],
  ["a kernel without seccomp", { seccomp: false }, "CONFIG_SECCOMP_FILTER"],
])("where %s stands in the way, it is named with its own command", async (_, other, command) => {
  const { missing } = await withFailure(wallFailure("unshare outer user namespace", "EPERM"), other);
  expect(missing.slice(1)).toMatchObject([{ remedy: expect.stringContaining(command) }]);
});

test("what hinders ordinary users is no hindrance to root", async () => {
  const { missing } = await withFailure(wallFailure("", "?"), { uid: 0, apparmorRestricts: true, usernsClone: 0 });
  expect(missing).toHaveLength(1);
});

test("without any interpreter the advice says what to install, and no language is listed", async () => {
  const failure = new GloveboxError("engine_unavailable", "no python was found", { advice: "apt install python3" });
  const { usable, missing, languages } = await diagnose({
    tryWall: () => Promise.reject(failure),
    runtimes: () => Promise.reject(failure),
  });
  expect({ usable, languages }).toEqual({ usable: false, languages: [] });
  expect(missing).toMatchObject([{ remedy: "apt install python3" }]);
});

test("a closed engine says so, instead of that the machine is not fit", async () => {
  await expect(withFailure(new GloveboxError("closed", "this Glovebox is closed"))).rejects.toMatchObject({
    code: "closed",
  });
});
