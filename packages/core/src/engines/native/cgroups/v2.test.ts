import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Cgroup } from "./cgroups.ts";
import type { Hierarchy } from "./hierarchy.ts";
import { openV2 } from "./v2.ts";

// Plain folders stand for the kernel's: the files that it would make are made here.
let mountPoint = "";
beforeEach(() => {
  mountPoint = mkdtempSync(join(tmpdir(), "cgroup-test-"));
});
afterEach(() => rmSync(mountPoint, { recursive: true }));

function hierarchy(own: string): Hierarchy {
  mkdirSync(join(mountPoint, own), { recursive: true });
  return { controllers: [], mountPoint, own: join(mountPoint, own) };
}

function passOn(folder: string, controllers: string): void {
  writeFileSync(join(mountPoint, folder, "cgroup.subtree_control"), controllers);
}

function engineFolders(folder: string): string[] {
  return readdirSync(join(mountPoint, folder)).filter((name) => name.startsWith("glovebox-"));
}

/** A cgroup of an engine, and the folder that stands for it. */
function oneCgroup(): { cgroup: Cgroup; folder: string } {
  const found = hierarchy("");
  passOn("", "memory pids");
  const cgroups = openV2([found], "ab");
  if (cgroups === undefined) throw new Error("no cgroups");
  const folder = join(cgroups.folders[0] ?? "", "one-0-0");
  mkdirSync(folder);
  writeFileSync(join(folder, "cgroup.procs"), "");
  const cgroup = cgroups.create("one-0-0", process.geteuid?.() ?? 0);
  expect(cgroup.entrance).toBe("one-0-0/cgroup.procs");
  return { cgroup, folder };
}

test("the nearest folder that passes memory and pids on is taken", () => {
  const found = hierarchy("slice/service");
  passOn("slice", "cpu memory pids\n");
  passOn("", "cpu memory pids\n");
  const cgroups = openV2([found], "ab");
  expect(cgroups).toMatchObject({ version: "v2" });
  expect(engineFolders("slice")).toHaveLength(1);
  expect(engineFolders("")).toEqual([]);
  expect(cgroups?.folders.map(dirname)).toEqual([join(mountPoint, "slice")]);
  expect(readFileSync(join(cgroups?.folders[0] ?? "", "cgroup.subtree_control"), "utf8")).toBe("+memory +pids");
});

test("without both controllers there are no cgroups, and nothing is left", () => {
  const found = hierarchy("slice/service");
  passOn("slice", "cpu memory\n");
  expect(openV2([found], "ab")).toBeUndefined();
  expect(engineFolders("slice")).toEqual([]);
});

test("a machine whose only hierarchies are v1 has none of version 2", () => {
  expect(openV2([{ controllers: ["memory"], mountPoint, own: mountPoint }], "ab")).toBeUndefined();
});

test("limits are written once, swap is forbidden, and counting begins anew for each sandbox", () => {
  const { cgroup, folder } = oneCgroup();
  const put = (name: string, content: string) => writeFileSync(join(folder, name), content);
  put("memory.swap.max", "max");
  put("memory.events", "oom 7\noom_kill 5\n");
  put("pids.events", "max 2\n");
  cgroup.prepare({ memoryBytes: 1_000_000, processes: 9 });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  expect([read("memory.max"), read("memory.swap.max"), read("pids.max")]).toEqual(["1000000", "0", "9"]);

  const { counters } = cgroup;
  put("memory.events", "oom 8\noom_kill 6\n");
  put("pids.events", "max 5\n");
  put("memory.peak", "4096\n");
  expect([counters.peakMemoryBytes(), counters.outOfMemoryKills(), counters.refusedForks()]).toEqual([4096, 1, 3]);

  put("memory.max", "untouched");
  cgroup.prepare({ memoryBytes: 1_000_000, processes: 10 });
  expect([read("memory.max"), read("pids.max")]).toEqual(["untouched", "10"]);
  expect([counters.outOfMemoryKills(), counters.refusedForks()]).toEqual([0, 0]);
});

test("a cgroup is empty when nobody is in it, and clean when little is charged to it", () => {
  const { cgroup, folder } = oneCgroup();
  writeFileSync(join(folder, "cgroup.events"), "populated 1\nfrozen 0\n");
  writeFileSync(join(folder, "memory.peak"), String(100 * 1024 * 1024));
  expect([cgroup.isEmpty(), cgroup.isClean()]).toEqual([false, false]);
  writeFileSync(join(folder, "cgroup.events"), "populated 0\nfrozen 0\n");
  writeFileSync(join(folder, "memory.peak"), "4096");
  expect([cgroup.isEmpty(), cgroup.isClean()]).toEqual([true, true]);
});
