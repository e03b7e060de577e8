import { expect, test } from "vitest";
import { startHost } from "../hosts/host.ts";
import { asOrdinaryUser, asRoot } from "../hosts/modes.ts";

test.each([asRoot, asOrdinaryUser])(
  "[truth.inputs] as $name, a program may open its streams by their names in /dev",
  { timeout: 60_000 },
  async (mode) => {
    await using host = await startHost({ mode });
    const code = "cat /dev/stdin > /dev/stdout; echo no >&2; echo yes > /dev/stderr";
    const { stdout, stderr } = await host.execute({ language: "bash", code, stdin: "input" });
    expect({ stdout, stderr }).toEqual({ stdout: "input", stderr: "no\nyes\n" });
    const python = "open('/dev/stdout', 'w').write(open('/dev/stdin').read())";
    expect((await host.execute({ language: "python", code: python, stdin: "input" })).stdout).toBe("input");
  },
);
