import { join } from "node:path";
import type { Diagnosis, EngineDiagnosis } from "glovebox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

const isRoot = process.geteuid?.() === 0;

function native({ engines }: Diagnosis): EngineDiagnosis {
  const found = engines.find(({ engine }) => engine === "native");
  if (found === undefined) throw new Error("doctor says nothing of the native engine");
  return found;
}

function enforced({ promises }: EngineDiagnosis, about: RegExp): boolean | undefined {
  return promises.find(({ promise }) => about.test(promise))?.enforced;
}

/** Runs doctor as an ordinary user whose user namespace is what the script makes of it. */
async function doctorIn(script: string, args: string): Promise<{ code: number | null; stdout: string }> {
  const withoutRights = "exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all";
  const unshare = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps"];
  const shell = ["sh", "-ec", `${script}\n${withoutRights} "$0" "$1" doctor ${args}`, process.execPath, COMMAND];
  return ending(place.start([...unshare, ...shell]));
}

test("[doctor.truth] where the wall stands, it says so after a program has run behind it", async () => {
  const { code, stdout, stderr } = await place.glovebox(["doctor", "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const diagnosis = JSON.parse(stdout) as Diagnosis;
  const found = native(diagnosis);
  expect(diagnosis.auto.engine).toBe("native");
  expect(found).toMatchObject({ usable: true, facts: { kernel: expect.stringMatching(/^\d/) } });
  expect(found.languages.map(({ language }) => language)).toContain("python");
  expect(enforced(found, /^Each sandbox has uids/)).toBe(isRoot);
});

test("[doctor.truth] a memory limit that nobody enforces at once is not listed as kept", async () => {
  const { stdout } = await place.glovebox(["doctor", "--json", "--cgroups", "false"]);
  const found = native(JSON.parse(stdout) as Diagnosis);
  expect(found.usable).toBe(true);
  expect(enforced(found, /^Memory stays/)).toBe(false);
  expect(found.missing).toContainEqual(expect.objectContaining({ what: "cgroups", remedy: "set cgroups to true" }));
});

test("[doctor.truth] an ordinary user's sandboxes are not said to have uids of their own", async () => {
  const { code, stdout } = await doctorIn("", "--json");
  const found = native(JSON.parse(stdout) as Diagnosis);
  expect(code).toBe(0);
  expect(found.facts["user"]).toBe("ordinary, uid 1000");
  expect(enforced(found, /^Each sandbox has uids/)).toBe(false);
  expect(found.missing).toContainEqual(expect.objectContaining({ what: "a range of uids" }));
});

test("[doctor.remedy] where no user namespace can be made, the native engine is not usable, with the command", async () => {
  const { stdout } = await doctorIn("echo 0 > /proc/sys/user/max_user_namespaces", "--json");
  const found = native(JSON.parse(stdout) as Diagnosis);
  expect(found).toMatchObject({ usable: false, reason: expect.stringContaining("namespace") });
  expect(found.promises.filter((promise) => promise.enforced)).toEqual([]);
  expect(found.missing).toContainEqual(
    expect.objectContaining({
      why: "user.max_user_namespaces is 0",
      remedy: expect.stringMatching(/^sysctl -w user\.max_user_namespaces=\d+$/),
    }),
  );
});

test.skipIf(!isRoot)(
  "[doctor.remedy] a masked /proc is named with Docker's option (only root can mask it)",
  async () => {
    const script = `mount -t tmpfs masked /proc/bus\nexec "$0" "$1" doctor`;
    const child = place.start(["unshare", "--mount", "sh", "-ec", script, process.execPath, COMMAND]);
    const { stdout } = await ending(child);
    expect(stdout).toContain("native: not usable");
    expect(stdout).toMatch(/ {2}! a whole \/proc\n +\/proc\/bus is masked/);
    expect(stdout).toContain("systempaths=unconfined");
  },
);

test.skipIf(!isRoot)(
  "[doctor.truth] where no engine can run, the exit code is 1 (only root can hide them)",
  async () => {
    const deno = join(import.meta.dirname, "../../node_modules/deno");
    const script = `mount -t tmpfs masked /proc/bus\nmount -t tmpfs hidden ${deno}\nexec "$0" "$1" doctor --json`;
    const child = place.start(["unshare", "--mount", "sh", "-ec", script, process.execPath, COMMAND]);
    const { code, stdout } = await ending(child);
    const { engines, auto } = JSON.parse(stdout) as Diagnosis;
    expect(code).toBe(1);
    expect(engines.map(({ engine, usable }) => [engine, usable])).toEqual([
      ["native", false],
      ["portable", false],
    ]);
    expect(auto).toEqual({ engine: null, reason: expect.stringContaining("no engine can run here") });
  },
);

test("[doctor.truth] for people it is a table within 100 columns, without colours where nobody sees them", async () => {
  const { code, stdout } = await place.glovebox(["doctor"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^platform: linux \S+\n\nnative: usable\n/);
  expect(stdout).toContain("✓ No process outside can be seen or signalled");
  expect(stdout).toMatch(/^auto takes native: /m);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(stdout).not.toContain("\u001b");
});
