import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCounter, readNumber } from "./counters.ts";
import { engineFolder, findHierarchies, removeLeftOvers } from "./hierarchy.ts";

const V2 = "31 24 0:27 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate";
const V1_MEMORY = "36 25 0:32 / /sys/fs/cgroup/memory rw,nosuid shared:15 - cgroup cgroup rw,memory";
const V1_PIDS = "37 25 0:33 / /sys/fs/cgroup/pids rw,nosuid shared:16 - cgroup cgroup rw,pids";
const OTHERS = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n23 22 0:21 / /proc rw - proc proc rw\n";

test("a v2 machine has one hierarchy, and we are somewhere below its mount", () => {
  const own = "0::/user.slice/user-1000.slice/session-2.scope\n";
  expect(findHierarchies(`${OTHERS}${V2}\n`, own)).toEqual([
    {
      controllers: [],
      mountPoint: "/sys/fs/cgroup",
      own: "/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope",
    },
  ]);
});

test("a v1 machine has one hierarchy for each controller, each with a place of its own", () => {
  const own = "11:memory:/user/1\n10:pids:/\n1:name=systemd:/init.scope\n";
  const found = findHierarchies(`${OTHERS}${V1_MEMORY}\n${V1_PIDS}\n`, own);
  expect(found).toEqual([
    { controllers: ["rw", "memory"], mountPoint: "/sys/fs/cgroup/memory", own: "/sys/fs/cgroup/memory/user/1" },
    { controllers: ["rw", "pids"], mountPoint: "/sys/fs/cgroup/pids", own: "/sys/fs/cgroup/pids" },
  ]);
});

test("controllers that share a hierarchy are found by either name", () => {
  const line = "40 25 0:40 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct";
  expect(findHierarchies(line, "4:cpu,cpuacct:/a\n")).toMatchObject([{ own: "/sys/fs/cgroup/cpu,cpuacct/a" }]);
});

test("a hybrid machine has v1 hierarchies, and an empty v2 one beside them", () => {
  const unified = "32 25 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw";
  const found = findHierarchies(`${V1_MEMORY}\n${unified}\n`, "4:memory:/a\n0::/\n");
  expect(found).toMatchObject([
    { mountPoint: "/sys/fs/cgroup/memory", own: "/sys/fs/cgroup/memory/a" },
    { controllers: [], mountPoint: "/sys/fs/cgroup/unified", own: "/sys/fs/cgroup/unified" },
  ]);
});

test("in a container the mount shows only a part of the hierarchy, and our place is relative to it", () => {
  const part = "/docker/8d3f";
  const mounted = `600 590 0:32 ${part} /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory`;
  expect(findHierarchies(mounted, `9:memory:${part}/inner\n`)).toMatchObject([{ own: "/sys/fs/cgroup/memory/inner" }]);
  expect(findHierarchies(mounted, `9:memory:${part}\n`)).toMatchObject([{ own: "/sys/fs/cgroup/memory" }]);
});

test("in a container with a cgroup namespace our place is the root", () => {
  expect(findHierarchies(V2, "0::/\n")).toMatchObject([{ own: "/sys/fs/cgroup" }]);
});

test("a hierarchy that this process is not in does not count, nor do empty or torn lines", () => {
  expect(findHierarchies(`${V1_MEMORY}\n\n36 25\n`, "10:pids:/\n")).toEqual([]);
  expect(findHierarchies("", "")).toEqual([]);
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hierarchy-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("what an engine of a dead process left is removed; a living one's and a stranger's are not", () => {
  const ours = engineFolder(folder, "abcd");
  const left = join(folder, "glovebox-1-999999999999-abcd");
  const stranger = join(folder, "glovebox-notes");
  for (const path of [ours, left, join(left, "sandbox"), stranger]) mkdirSync(path);
  removeLeftOvers(folder);
  expect(readdirSync(folder).sort()).toEqual([ours, stranger].map((path) => path.slice(folder.length + 1)).sort());
});

test("counters and numbers are read; one that the kernel does not keep is 0 or undefined", () => {
  writeFileSync(join(folder, "events"), "low 0\noom 3\noom_kill 12\n");
  writeFileSync(join(folder, "peak"), "4096\n");
  writeFileSync(join(folder, "max"), "max\n");
  expect(readCounter(join(folder, "events"), "oom_kill")).toBe(12);
  expect(readCounter(join(folder, "events"), "oom_group_kill")).toBe(0);
  expect(readNumber(join(folder, "peak"))).toBe(4096);
  expect(readNumber(join(folder, "max"))).toBeUndefined();
  expect(readNumber(join(folder, "nothing"))).toBeUndefined();
});
