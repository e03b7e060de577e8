import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Toolchain } from "../../packages/core/src/engines/native/toolchains/toolchain.ts";
import { Toolchains } from "../../packages/core/src/engines/native/toolchains/toolchains.ts";
import { pythonToolchain } from "../../packages/core/src/runtimes/toolchains/python.ts";
import { commandLines, descendants, isAlive } from "../hosts/machine.ts";
import { failing, type Patch, raiseWall, recording, runIn, type WallUnderTest } from "./wallUnderTest.ts";

/** Steps without which a sandbox is as safe, and which may fail quietly. */
const OPTIONAL = /^madvise/;

let dataDir: string;
let python: Toolchain;
let wall: WallUnderTest;
/** Who makes which steps. What init does before it forks the worker is among both. */
let inner: { init: string[]; worker: string[] };
let outer: string[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "gloveboxtest-wall-data-"));
  python = await new Toolchains(dataDir).get(pythonToolchain);
  wall = await raiseWall(python, recording);
  const sandbox = await wall.arm();
  const { stdout, artifacts } = await runIn(sandbox, "print('user code ran')");
  expect(stdout).toBe("user code ran\n");
  inner = { init: stepsIn(artifacts["steps-init"]), worker: stepsIn(artifacts["steps-worker"]) };
  outer = outerSteps(wall.warden.keeperPid ?? 0);
});
afterAll(async () => {
  await wall?.[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true });
});

test("[wall.fail-closed] the steps of the wall are those that the design names", () => {
  const all = [...inner.worker, ...inner.init];
  for (const step of [
    "mount /workspace", "mount cover the shelf", "mount /tmp", "mount /dev/shm", "mount /home/user", "mount /proc", "capset", "prctl NO_NEW_PRIVS worker",
    "prctl NO_NEW_PRIVS init", "prctl not dumpable init", "prctl seccomp", "close_range worker", "close_range init", "setresuid user",
    "setresuid init", "unshare cgroup namespace", "write /proc/sys/user/max_user_namespaces",
  ]) expect(all).toContain(step); // biome-ignore format: a list of names
  for (const step of ["pivot_root", "umount2", "mount root", "mount bind a toolchain"]) expect(outer).toContain(step);
});

test("[wall.fail-closed] a sandbox in which any step fails is never given out, and leaves nothing", {
  timeout: 120_000,
}, async () => {
  const refusals = await refusalsByStep();
  expect(refusals.size).toBeGreaterThan(35);
  expect([...refusals].filter(([, refusal]) => refusal === GIVEN_OUT)).toEqual([]);

  const { stdout } = await runIn(await wall.arm(), "print('still works')");
  expect(stdout).toBe("still works\n");
  // The reaper and the warden.
  await expect.poll(() => descendants(wall.warden.keeperPid ?? 0).length, { timeout: 5_000 }).toBe(2);
});

test("[wall.names-the-step] what is told of a wall that cannot stand names the step that failed", async () => {
  const unnamed = [...(await refusalsByStep())].filter(([step, refusal]) => !refusal.includes(`(${step})`));

  expect(unnamed).toEqual([]);
});

test("[wall.fail-closed] where any step of the outer wall fails there is no warden, and no process is left", {
  timeout: 180_000,
}, async () => {
  const steps = [...new Set(outer)].filter((step) => !OPTIONAL.test(step)).map(pattern);
  expect(steps.length).toBeGreaterThan(8);
  const leaks: string[] = [];
  for (const step of new Set(steps)) {
    const before = new Set(descendants(process.pid));
    const refused = await raiseWall(python, failing("outer.py", step)).then(
      async (raised) => {
        await raised[Symbol.asyncDispose]();
        return "the warden came up";
      },
      (error: Error) => error.message,
    );
    if (refused === "the warden came up") leaks.push(step);
    await expect
      .poll(() => descendants(process.pid).filter((pid) => !before.has(pid) && isAlive(pid)), { timeout: 5_000 })
      .toEqual([]);
  }
  expect(leaks).toEqual([]);
});

test.each(["clone inner namespaces", String.raw`write /proc/\d+/uid_map`, String.raw`write /proc/\d+/gid_map`])(
  "[wall.fail-closed] a warden whose step %s fails gives no sandbox",
  async (step) => {
    const refused = await raiseWall(python, failing("warden.py", step)).then(
      async (raised) => {
        const armed = await raised.arm().then(
          () => "the sandbox was given out",
          (error: Error) => error.message,
        );
        await raised[Symbol.asyncDispose]();
        return armed;
      },
      (error: Error) => error.message,
    );
    expect(refused).not.toBe("the sandbox was given out");
    expect(refused).toMatch(new RegExp(`\\(${step}\\)`));
  },
);

test("[wall.verified] a wall that a step only pretended to build is found out before code comes", async () => {
  const cases: (readonly Patch[])[] = [
    [["wall.py", "    seccomp.install(kit.filter)", "    pass"]],
    [["wall.py", "    syscalls.empty_bounding_set()", "    pass"]],
    [["root.py", "    syscalls.make_read_only(target, recursive=True)", "    pass"]],
    [["wall.py", '    syscalls.close_range(kept, 0xFFFFFFFF, 0, step="worker")', "    os.dup(0)"]],
  ];
  for (const patches of cases) {
    const refused = await raiseWall(python, patches).then(
      async (raised) => {
        const armed = await raised.arm().then(
          () => "given out",
          (error: Error) => error.message,
        );
        await raised[Symbol.asyncDispose]();
        return armed;
      },
      (error: Error) => error.message,
    );
    expect(refused).toContain("verify:");
  }
});

function stepsIn(text: string | undefined): string[] {
  if (text === undefined) throw new Error("the sandbox recorded no steps");
  const steps = text.split("\n").filter((step) => step !== "");
  // Those before are the warden's own, made once for all its sandboxes.
  return steps.slice(steps.lastIndexOf("clone inner namespaces") + 1);
}

/** The warden was told the steps that were made before it, in its orders. */
function outerSteps(keeper: number): string[] {
  for (const pid of descendants(keeper)) {
    const [, , , , script = "", orders = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    if (script.endsWith("warden.py") && orders.startsWith("{")) return JSON.parse(orders).steps;
  }
  throw new Error(`no warden among ${commandLines().join("\n")} in ${readdirSync("/proc").length} processes`);
}

const GIVEN_OUT = "the sandbox was given out";

/** What came of arming a sandbox with each step of it failing in turn. */
async function refusalsByStep(): Promise<Map<string, string>> {
  const refusals = new Map<string, string>();
  for (const step of new Set([...inner.worker, ...inner.init].filter((name) => !OPTIONAL.test(name)))) {
    const refusal = await wall.arm(step).then(
      () => GIVEN_OUT,
      (error: Error) => error.message,
    );
    refusals.set(step, refusal);
  }
  return refusals;
}

/** Pids and the places of temporary folders differ from one run to the next. */
function pattern(step: string): string {
  return step
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\/proc\/\d+/, "/proc/\\d+")
    .replace(/\/tmp\/[^ ]*?glovebox[^ /]*/g, "/tmp/.*");
}
