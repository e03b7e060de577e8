import { expect, test } from "vitest";
import { lookAtMachine } from "./machine.ts";

const nothing = () => false;

test("a kernel that says nothing leaves the facts open and names no hindrance", () => {
  expect(lookAtMachine(() => undefined, nothing)).toMatchObject({
    container: undefined,
    usernsClone: undefined,
    mostUserNamespaces: undefined,
    apparmorRestricts: false,
    maskedProc: [],
    hierarchies: [],
    seccomp: false,
    swap: false,
  });
});

test("what the kernel says is read from its files", () => {
  const files: Record<string, string> = {
    "/proc/sys/kernel/unprivileged_userns_clone": "0\n",
    "/proc/sys/user/max_user_namespaces": "15000\n",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n",
    "/proc/self/status": "Name:\tnode\nSeccomp:\t0\n",
    "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n",
    "/proc/self/cgroup": "0::/user.slice\n",
    "/proc/self/mountinfo": "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n",
  };
  const exists = (path: string) => path === "/run/.containerenv";
  expect(lookAtMachine((path) => files[path], exists)).toMatchObject({
    container: "podman",
    usernsClone: 0,
    mostUserNamespaces: 15_000,
    apparmorRestricts: true,
    hierarchies: [{ controllers: [], mountPoint: "/sys/fs/cgroup", own: "/sys/fs/cgroup/user.slice" }],
    seccomp: true,
    swap: true,
  });
});

test("a mount over a place in /proc masks it, but for the folder that is empty anyway", () => {
  const mountinfo = [
    "22 1 0:20 / /proc rw - proc proc rw",
    "23 22 0:5 /null /proc/kcore rw - tmpfs tmpfs rw",
    "24 22 0:21 / /proc/sys/fs/binfmt_misc rw - binfmt_misc binfmt_misc rw",
    "25 22 0:22 / /proc/acpi ro - tmpfs tmpfs ro",
  ].join("\n");
  const read = (path: string) => (path === "/proc/self/mountinfo" ? mountinfo : undefined);
  expect(lookAtMachine(read, nothing).maskedProc).toEqual(["/proc/kcore", "/proc/acpi"]);
});
