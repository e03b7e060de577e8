import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { cgroupFolders, commandLines, commandOf, descendants, isAlive, wallsOf } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";
import { attempts, program } from "../programs/programs.ts";

const MINUTES = { timeout: 300_000 };
/** What is removed is removed soon, and on a busy machine a little later. */
const PATIENTLY = { timeout: 20_000 };
/** Becomes the Python program of its first argument. */
const LAUNCHER = `#include <unistd.h>
int main(int count, char **arguments) {
  arguments[0] = "python3";
  execvp("python3", arguments);
  return 1;
}
`;
/** A compiler is at it for some seconds; `name` makes it another program. */
const slow = (name: string) => `#include <cstdio>
template <int N> constexpr long work() {
  long sum = N;
  for (long i = 0; i < 1000; ++i) for (long j = 0; j < 800; ++j) sum += i ^ j;
  return sum;
}
static_assert(work<1>() + work<2>() != 0);
int main() { std::puts("${name}"); }
`;
const built = (name: string) => ({ language: "c++", code: slow(name), compileLimits: { timeoutMs: 250_000 } });

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  const staged = () => readdirSync(join(host.places.home, ".local/share/glovebox/layers/shelf/staging"));
  const compiling = () => descendants(host.pid).filter((pid) => /cc1plus/.test(commandOf(pid)));

  test("[containment.shelf] nothing that a program tries leads off its layer, or changes it", MINUTES, async () => {
    const { files } = program("reaches_the_shelf.py");
    const { stdout, stderr, outcome } = await host.execute({
      language: "c",
      code: LAUNCHER,
      files,
      args: ["reaches_the_shelf.py", "/opt/program"],
    });
    const { options, parents, "list keeping": keeping, ...others } = attempts(stdout);
    expect(outcome.status, stderr).toBe("succeeded");
    expect(options).toBe("done: [[True, True, True]]");
    expect(parents).toBe("done: []");
    expect(keeping).toBe("done: []");
    expect(Object.keys(others).length).toBeGreaterThan(40);
    for (const [name, result] of Object.entries(others))
      expect(result, name).toMatch(/^(EACCES|EPERM|EROFS|ENOENT|ENOSYS|EXDEV|ENOTDIR)$/);
  });

  test(
    "[survival.warden] when the warden is killed during a build, the program is built and runs",
    MINUTES,
    async () => {
      const running = host.execute(built("survived"));
      await expect.poll(() => compiling().length, { timeout: 60_000 }).toBeGreaterThan(0);
      for (const { warden } of wallsOf(host.pid)) process.kill(warden, "SIGKILL");
      const { stdout, outcome, compile } = await running;
      expect(stdout, JSON.stringify([outcome, compile])).toBe("survived\n");
      await expect.poll(staged, PATIENTLY).toEqual([]);
    },
  );

  test("[layers.left-over] a build that is given up ends at once and leaves nothing", MINUTES, async () => {
    const running = host.execute(built("given up"), { abortAfterMs: 2_000 });
    expect((await running).outcome.status).toBe("cancelled");
    await expect.poll(compiling, PATIENTLY).toEqual([]);
    await expect.poll(staged, PATIENTLY).toEqual([]);
  });

  test("[layers.shared] two processes that build the same program at once both run it", MINUTES, async () => {
    await using other = await startHost({ mode, after: host });
    const runs = [host, other].map((each) => each.execute(built("shared")));
    for (const { stdout, outcome } of await Promise.all(runs)) expect(stdout, outcome.error?.message).toBe("shared\n");
    const again = await Promise.all([host, other].map((each) => each.execute(built("shared"))));
    expect(again.map(({ stdout, compile }) => [stdout, compile?.cached])).toEqual([
      ["shared\n", true],
      ["shared\n", true],
    ]);
    await expect.poll(staged, PATIENTLY).toEqual([]);
  });
});

describe.each(users)("as $name", (mode) => {
  const layers = (host: Host) => join(host.places.home, ".local/share/glovebox/layers");
  const shelf = (host: Host, folder: string) => readdirSync(join(layers(host), "shelf", folder));

  /** Layers that were used just now are never removed. */
  function age(host: Host): void {
    const aMinuteAgo = new Date(Date.now() - 60_000);
    for (const name of readdirSync(layers(host)).filter((name) => name.endsWith(".json")))
      utimesSync(join(layers(host), name), aMinuteAgo, aMinuteAgo);
  }

  test(
    "[layers.bounded] programs keep their files while layers are removed for others, and go once they ended",
    MINUTES,
    async () => {
      await using host = await startHost({ mode, options: { layerBytes: 1024 * 1024 } });
      const big = (name: string) =>
        `#include <stdio.h>\n#include <unistd.h>\nchar data[700000] = {1};\nint main() { puts("${name}"); fflush(stdout); if (data[0] && getchar() < 0) sleep(10); return access("/opt/program/program", R_OK); }`;
      const handle = await host.hold({ language: "c", code: big("long") }, "stdout");
      age(host);
      for (const name of ["a", "b", "c"]) {
        const { stdout } = await host.execute({ language: "c", code: big(name).replace("sleep(10)", "0") });
        expect(stdout).toBe(`${name}\n`);
      }
      const ended = (await host.resume(handle)).at(-1);
      expect(ended).toMatchObject({ type: "ended", outcome: { status: "succeeded" } });
      age(host);
      await host.execute({ language: "c", code: big("last").replace("sleep(10)", "0") });
      await expect.poll(() => shelf(host, "layers").length, PATIENTLY).toBe(1);
      await expect.poll(() => shelf(host, "staging"), PATIENTLY).toEqual([]);
    },
  );

  test(
    "[layers.left-over] when the host is killed during a build, the next start removes what it left",
    MINUTES,
    async () => {
      const host = await startHost({ mode });
      const running = host.execute(built("killed")).catch(() => undefined);
      const compiler = () => descendants(host.pid).filter((pid) => /cc1plus/.test(commandOf(pid)));
      await expect.poll(() => compiler().length, { timeout: 60_000 }).toBeGreaterThan(0);
      const processes = descendants(host.pid);
      const gone = host.pid;
      await host.kill("SIGKILL");
      await running;
      await expect.poll(() => processes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
      expect(shelf(host, "staging").length).toBeGreaterThan(0);

      await using next = await startHost({ mode, after: host });
      await expect.poll(() => shelf(next, "staging"), PATIENTLY).toEqual([]);
      await next.execute({ language: "bash", code: "true" });
      expect(cgroupFolders(gone)).toEqual([]);
      expect(commandLines().filter((line) => line.includes(`glovebox-${gone}-`))).toEqual([]);
    },
  );
});
