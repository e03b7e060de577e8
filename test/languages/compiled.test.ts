import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asOrdinaryUser, asRoot } from "../hosts/modes.ts";
import { samples } from "./samples.ts";

const MINUTES = { timeout: 300_000 };

describe.each(samples)("$language", ({ language, code, files, broken, brokenAt }) => {
  test(
    "[languages.compiled] a program of several files finds its arguments, variables, files and folder, and leaves files",
    MINUTES,
    async () => {
      const run = () =>
        host.execute({
          language,
          code,
          files: { ...files, "data.txt": "data", "below/keep.txt": "" },
          args: ["one", "two words"],
          env: { WORD: "wörd" },
          workdir: "/workspace/below",
        });
      const first = await run();
      expect(first.compile?.stderr, first.outcome.error?.message).toBe("");
      expect(first.stdout).toBe("one,two words|wörd|data|/workspace/below|42\n");
      expect(first.outcome).toMatchObject({ status: "failed", exitCode: 7 });
      expect(first.artifacts.map(({ name }) => name)).toEqual(["below/left.txt"]);
      expect(first.compile).toMatchObject({ cached: false, outcome: { status: "succeeded" } });

      const second = await run();
      expect(second.stdout).toBe(first.stdout);
      expect(second.compile?.cached).toBe(true);
    },
  );

  test(
    "[languages.compile-errors] what a compiler says names the user's file and line, and nothing runs",
    MINUTES,
    async () => {
      const { outcome, compile, stdout, stderr } = await host.execute({ language, code: broken });
      expect(outcome).toMatchObject({ status: "failed", error: { name: "CompileError" } });
      expect(outcome.exitCode).not.toBe(0);
      expect(outcome.error?.message).toContain(brokenAt);
      expect(compile?.stderr).toContain(brokenAt);
      expect([stdout, stderr]).toEqual(["", ""]);
    },
  );
});

let host: Host;
beforeAll(async () => {
  // The toolchains of this user, which the host's own home folder does not have.
  const env = { RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(homedir(), ".rustup") };
  host = await startHost({ mode: asRoot, env });
});
afterAll(() => host[Symbol.asyncDispose]());

test("[languages.compile-limits] a compiler has limits of its own, and the answer says which it hit", async () => {
  const code = '#include "/dev/zero"\nint main() {}\n';
  const { outcome } = await host.execute({ language: "c", code, compileLimits: { timeoutMs: 300 } });
  expect(outcome.status).toBe("timed_out");
  expect(outcome.notes?.join("\n")).toContain("compileLimits");
});

test("[languages.isolation] what was built for one principal is not used for another", async () => {
  const request = { language: "c", code: "int main() { return 0; }" };
  const cached = async (principal: string) => (await host.execute(request, { principal })).compile?.cached;
  expect([await cached("a"), await cached("a"), await cached("b")]).toEqual([false, true, false]);
});

test("[containment.shelf] a program sees its own layer, read-only, and none of another's", async () => {
  const code = `
import os
print(sorted(os.listdir("/opt/program")), os.access("/opt/program", os.W_OK))
for path in ("/opt/shelf", "/opt/shelf/layers", "/opt/shelf/staging"):
    try:
        print(os.listdir(path))
    except OSError as error:
        print(type(error).__name__)
`;
  await host.execute({ language: "c", code: "int main() { return 0; }" });
  const { stdout } = await host.execute({ language: "python", code });
  expect(stdout).toBe("[] False\nPermissionError\nPermissionError\nPermissionError\n");
  const inside = await host.execute({
    language: "c",
    code: '#include <stdlib.h>\nint main() { return system("ls -a /opt/program; ls /opt/shelf; touch /opt/program/x; rm /opt/program/program") != 0; }',
  });
  expect(inside.stdout).toBe(".\n..\nprogram\n");
  expect(inside.stderr.match(/Read-only file system/g)).toHaveLength(2);
});

test("[languages.compiled] an ordinary user can compile too", MINUTES, async () => {
  await using ordinary = await startHost({ mode: asOrdinaryUser });
  const [sample] = samples.filter(({ language }) => language === "c");
  if (sample === undefined) throw new Error("no sample in C");
  for (const cached of [false, true]) {
    const { compile, stdout } = await ordinary.execute({
      ...{ language: "c", code: sample.code, files: { ...sample.files, "data.txt": "data" } },
      ...{ args: ["one"], env: { WORD: "word" } },
    });
    expect(stdout).toBe("one|word|data|/workspace|42\n");
    expect(compile?.cached).toBe(cached);
  }
});
