import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestInput } from "../../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../../hosts/host.ts";
import { users } from "../../hosts/modes.ts";
import { attempts, program, source } from "../../programs/programs.ts";
import { layOutside, type Outside } from "./outside.ts";

/** One of each kind that has to be refused by Deno itself, whatever the machine puts around it. */
const REFUSED_BY_DENO = [
  ...["read", "fetch file:", "import text", "another context", "read own environment file"],
  ...["write", "heap snapshot", "database", "database backed up", "environment", "host name", "memory of the system"],
  ...["command", "spawn by Node", "signal", "native code", "native module", "address"],
  ...["fetch", "connect", "connect to a socket", "connect by Node", "listen", "import http:"],
];
const REFUSAL = /Requires .*access/;
const GiB = 1024 ** 3;

describe.each(users)("as $name", (mode) => {
  let host: Host;
  let outside: Outside;
  beforeAll(async () => {
    outside = await layOutside();
    const env = { GLOVEBOX_TEST_SECRET: outside.secret, AWS_SECRET_ACCESS_KEY: outside.secret };
    host = await startHost({ mode, options: { engine: "portable", armed: 1 }, env });
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
    await outside[Symbol.asyncDispose]();
  });
  beforeEach(() => expect(outside.touched()).toEqual([]));

  function opens(name: string): RequestInput {
    const { files, ...request } = program(`portable/${name}`, JSON.stringify(outside.given));
    // A heap snapshot that is refused has been made by then.
    return {
      ...request,
      limits: { memoryBytes: 2 * GiB },
      files: { ...files, "portable/doors.js": source("portable/doors.js") },
    };
  }

  test.each(["opens_doors.js", "opens_doors.py"])(
    "[portable.doors] %s finds every door closed: files, variables, processes, native code, network",
    async (name) => {
      const { stdout, outcome } = await host.execute(opens(name));

      const tried = attempts(stdout);
      expect({ status: outcome.status, error: outcome.error }).toMatchObject({ status: "succeeded" });
      expect(Object.entries(tried).filter(([, result]) => result.startsWith("done"))).toEqual([]);
      expect(Object.keys(tried).length).toBeGreaterThan(90);
      for (const door of REFUSED_BY_DENO) expect(tried, door).toMatchObject({ [door]: expect.stringMatching(REFUSAL) });
      expect(stdout).not.toContain(outside.secret);
      expect(outside.touched()).toEqual([]);
    },
  );

  test.each([
    ["python", "import os\nprint(dict(os.environ), os.getcwd(), os.__file__)"],
    ["javascript", "console.log(JSON.stringify(process.env), process.cwd(), process.argv, __filename)"],
  ])("[containment.environment] %s sees nothing of the host's environment", async (language, code) => {
    const { stdout, outcome } = await host.execute({ language, code, env: { OWN: "visible" } });

    expect(outcome.status).toBe("succeeded");
    expect(stdout).toContain("visible");
    for (const own of [outside.secret, host.places.home, host.places.temporary]) expect(stdout).not.toContain(own);
  });
});
