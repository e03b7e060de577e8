import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND, ending, Place } from "./command.fixture.ts";

// Machines on which the wall cannot stand, made with namespaces of our own. What would run must not.
let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

const RUN = `exec "$0" "$1" run --engine native -c 'print("it ran")'`;
const WITHOUT_RIGHTS = `exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$0" "$1" run --engine native -c 'print("it ran")'`;

/** Runs a shell script in the surroundings that `unshare` makes. */
async function runIn(unshare: readonly string[], script: string) {
  return ending(place.start(["unshare", ...unshare, "sh", "-ec", script, process.execPath, COMMAND]));
}

/** An ordinary user, in a namespace whose limits the script may set. */
const ORDINARY = ["--user", "--map-user=1000", "--map-group=1000", "--keep-caps"];

test.each(["user", "pid", "mnt", "net", "ipc", "uts"])(
  "where no %s namespace can be made, it says so and names the command that mends it",
  async (kind) => {
    const script = `echo 0 > /proc/sys/user/max_${kind}_namespaces\n${WITHOUT_RIGHTS}`;
    const { code, stdout, stderr } = await runIn(ORDINARY, script);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^glovebox: the native engine cannot build its wall on this machine: .*namespace/);
    expect(stderr).toMatch(/^glovebox: what to do: .*sysctl -w .*user\.max_user_namespaces=/m);
  },
);

test("an ordinary user inside a user namespace that has only its own uid is served all the same", async () => {
  expect(await runIn(ORDINARY, WITHOUT_RIGHTS)).toEqual({ code: 0, stdout: "it ran\n", stderr: "" });
});

test("the root of a container without a uid range runs programs as its one uid, as an ordinary user does", async () => {
  const { code, stdout } = await runIn(["--user", "--map-root-user"], RUN);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "it ran\n" });
});

test.skipIf(process.geteuid?.() !== 0)(
  "where /proc is masked, as in Docker, the remedy is named (only root can mask it)",
  async () => {
    const { code, stdout, stderr } = await runIn(["--mount"], `mount -t tmpfs masked /proc/bus\n${RUN}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("systempaths=unconfined");
  },
);

test("without a wall, auto takes the portable engine, and says so", async () => {
  const script = `echo 0 > /proc/sys/user/max_user_namespaces\n${WITHOUT_RIGHTS}`.replace("--engine native", "--json");
  const { code, stdout } = await runIn(ORDINARY, script);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    engine: "portable",
    engineReason: expect.stringContaining("native cannot run this"),
    stdout: "it ran\n",
  });
});

test("where no Python can be found, it says what to install", async () => {
  const script = `PATH=/nowhere HOME=/nowhere PYENV_ROOT= exec "$0" "$1" run --engine native -c 'print("it ran")' --data-dir "$TMPDIR/../data"`;
  const hidden = ["--user", "--map-root-user", "--mount"];
  const hide = "for d in /usr/local/bin /usr/bin; do mount -t tmpfs none $d; done";
  const { code, stdout, stderr } = await runIn(hidden, `${hide}\n${script}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("no python was found on this machine");
  expect(stderr).toContain("apt install python3");
});
