import { expect, test } from "vitest";
import { wallFailure } from "./wallFailure.ts";

test.each([
  ["unshare outer user namespace", "user.max_user_namespaces"],
  ["clone inner namespaces", "user.max_user_namespaces"],
  ["clone outer namespaces", "apparmor_restrict_unprivileged_userns"],
  ["mount outer /proc", "systempaths=unconfined"],
  ["mount /proc", "systempaths=unconfined"],
  ["mount root", "apparmor=unconfined"],
  ["pivot_root", "apparmor=unconfined"],
  ["mount_setattr /usr", "Linux 5.12"],
  ["write /proc/7/uid_map", "ordinary user"],
  ["prctl seccomp", "CONFIG_SECCOMP_FILTER"],
  ["something else", "docs/security.md"],
])("a wall that fails at %j says what mends it", (step, advice) => {
  const error = wallFailure(step, "Operation not permitted");
  expect(error).toMatchObject({ code: "engine_unavailable", survives: "nothing" });
  expect(error.message).toContain("Operation not permitted");
  expect(error.advice).toContain(advice);
});
