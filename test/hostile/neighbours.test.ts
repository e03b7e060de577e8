import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { attempts, program } from "../programs/programs.ts";

/** What a sandbox finds of traces that are not its own. */
const NOTHING = {
  "file in /workspace": "done: 'nothing'",
  "file in /tmp": "done: 'nothing'",
  "file in /home/user": "done: 'nothing'",
  "file in /dev/shm": "done: 'nothing'",
  "file in /var/tmp": "done: 'nothing'",
  "shared memory": "ENOENT",
  semaphore: "ENOENT",
  "message queue": "ENOENT",
  "abstract socket": expect.stringMatching(/ECONNREFUSED|EPERM/),
  "abstract socket listed": "done: 'nothing'",
  port: "ECONNREFUSED",
  process: "done: 'nothing'",
  environment: "done: 'nothing'",
  "rows of shared memory": "done: 0",
  hostname: "done: 'glovebox'",
};

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    // One armed sandbox, so that the second execution comes as close after the first as it can.
    host = await startHost({ mode, options: { armed: 1 } });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.traces] a sandbox finds each trace that it left itself", async () => {
    const { stdout } = await host.execute(program("leaves_traces.py", "leave", "look", mark()));

    const { hostname, "rows of shared memory": rows, leave, ...found } = attempts(stdout);
    expect(leave).toBe("done: 'left'");
    expect(Object.keys(found).length).toBe(Object.keys(NOTHING).length - 2);
    for (const [name, result] of Object.entries(found)) expect(result, name).toBe("done: 'found'");
  });

  test("[containment.traces] an execution finds nothing of the one before", async () => {
    const name = mark();
    const first = await host.execute(program("leaves_traces.py", "leave", name));
    expect(attempts(first.stdout)).toEqual({ leave: "done: 'left'" });

    for (let later = 0; later < 4; later++) {
      const { stdout } = await host.execute(program("leaves_traces.py", "look", name));
      expect(attempts(stdout)).toEqual(NOTHING);
    }
  });

  test("[containment.neighbours] two sandboxes that live at once do not find each other", async () => {
    const name = mark();
    const handle = await host.hold(program("leaves_traces.py", "leave", "stay", name), "stdout");
    try {
      const { stdout } = await host.execute(program("leaves_traces.py", "look", name));
      expect(attempts(stdout)).toEqual(NOTHING);
    } finally {
      await host.leave(handle);
    }
  });

  test.runIf(process.arch === "x64")(
    "[containment.shared-pages] the memory that sandboxes share can be changed by none",
    async () => {
      const [first, second] = [await host.execute(writer), await host.execute(writer)];

      expect(attempts(first.stdout)).toEqual({
        protection: "EACCES",
        "a copy's protection": "EACCES",
        hole: expect.stringMatching(/EACCES|EINVAL/),
        "hole in what is private": expect.stringMatching(/EACCES|EINVAL/),
        "/proc/self/mem": expect.stringMatching(/EIO|EFAULT|EACCES|EROFS/),
        "/proc/self/map_files": expect.stringMatching(/EPERM|EACCES|ENOENT/),
      });
      expect(first.stdout).toMatch(/^pages \d{3,} True [0-9a-f]{64}$/m);
      expect(second.stdout).toBe(first.stdout);
    },
  );
});

const writer = program("writes_shared_pages.py");

function mark(): string {
  return `mark${randomBytes(8).toString("hex")}`;
}
