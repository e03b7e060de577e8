import { arch } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { attempts, onTheHost, program } from "../programs/programs.ts";

const UNIX_INET_INET6 = [1, 2, 10];

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.system-calls] calls that no program needs are refused, whatever garbage their high bits hold", async () => {
    const { outcome, stdout } = await host.execute(program("calls_the_kernel.py"));

    expect(outcome.status).toBe("succeeded");
    const { clone3, "unknown call": unknown, ...others } = attempts(stdout);
    // Programs fall back to an older call where the kernel seems not to know a new one.
    expect({ clone3, unknown }).toEqual({ clone3: "ENOSYS", unknown: "ENOSYS" });
    expect(Object.keys(others).length).toBeGreaterThan(75);
    for (const [name, result] of Object.entries(others)) {
      const refusals = name.startsWith("open /dev")
        ? ["ENOENT"]
        : name.startsWith("set") || name.startsWith("chown")
          ? ["EPERM", "EINVAL"]
          : ["EPERM"];
      const onlyOnX86 = /^(modify_ldt|iopl|ioperm)$/.test(name) && arch() !== "x64" ? ["ENOSYS"] : [];
      expect([...refusals, ...onlyOnX86], `${name}: ${result}`).toContain(result);
    }
  });

  test("[containment.sockets] only UNIX and internet sockets reach the kernel", async () => {
    const { sockets } = JSON.parse((await host.execute(program("opens_sockets.py"))).stdout);

    expect(sockets).toEqual(UNIX_INET_INET6);
    expect(JSON.parse(await onTheHost("opens_sockets.py")).sockets.length).toBeGreaterThan(3);
  });

  test("[containment.sockets] pairs of sockets are held to the same families", async () => {
    const { pairs } = JSON.parse((await host.execute(program("opens_sockets.py"))).stdout);

    expect(pairs.filter((family: number) => !UNIX_INET_INET6.includes(family))).toEqual([]);
  });

  test.runIf(arch() === "x64")("[containment.foreign-calls] a call as i386 or x32 ends the process", async () => {
    const bare = attempts(await onTheHost("speaks_foreign_arch.py"));
    expect(bare["native"]).toBe("done: 'exit 0'");

    const tried = attempts((await host.execute(program("speaks_foreign_arch.py"))).stdout);

    const killedBySeccomp = "done: 'signal 31'";
    // Where the kernel has no i386 calls at all, the instruction itself faults, on the host as well.
    const i386 = bare["i386"] === "done: 'exit 0'" ? killedBySeccomp : expect.stringMatching(/signal (31|11)/);
    expect(tried).toEqual({ native: "done: 'exit 0'", i386, x32: killedBySeccomp });
  });

  test("[containment.inotify] files that sandboxes share cannot be watched", async () => {
    const tried = attempts((await host.execute(program("calls_the_kernel.py"))).stdout);

    expect(tried).toMatchObject({ inotify: "EPERM", fanotify: "EPERM" });
  });
});
