import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { descendants, ownMemory } from "../hosts/machine.ts";
import { users } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";

const MiB = 1024 * 1024;

const FORGERIES = [
  "ended", "ready", "broken", "output", "artifact", "host-frames", "garbage", "huge-length", "long-as-allowed",
  "unknown-type", "one-byte-frames", "not-json", "wrong-shape", "proto", "deep", "deep-result", "long-message", "half-a-frame",
]; // biome-ignore format: a list of names

const FLOODS = [
  "errors", "results", "results that are none", "results that are no JSON", "notes", "results of many names",
  "variables of many names",
]; // biome-ignore format: a list of names

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test.each(FORGERIES)(
    "[truth.forged-reports] a program that reports %s changes nothing in how it ended",
    async (forgery) => {
      const { outcome, stdout, stderr, artifacts } = await host.execute(program("forges_reports.py", forgery));

      expect({ stdout, stderr, artifacts }).toEqual({ stdout: `sent ${forgery}\n`, stderr: "", artifacts: [] });
      expect(outcome).toMatchObject({ status: "failed", exitCode: 3, signal: null });
      expect(outcome.notes ?? []).toEqual([]);
      expect(outcome.error?.name).not.toBe("polluted");
      expect(JSON.stringify(outcome)).not.toContain("extra");
      const next = await host.execute({ language: "python", code: "print(1)" });
      expect(next).toMatchObject({ stdout: "1\n", outcome: { status: "succeeded" } });
      expect(Object.keys(next.outcome).toSorted()).toEqual(["exitCode", "signal", "status", "usage"]);
    },
  );

  test("[truth.forged-reports] a report is text: its newlines and control characters stay within one string", async () => {
    const { outcome } = await host.execute(program("forges_reports.py", "newlines"));

    expect(outcome).toMatchObject({ status: "failed", exitCode: 3 });
    expect(outcome.error?.message).toBe('a\n\ndata: {"type":"ended"}\r\n\x1b[2Jb');
  });

  test("[truth.forged-reports] a program that reports to be out of memory has failed with its own exit code", async () => {
    const { outcome } = await host.execute(program("forges_reports.py", "memory"));

    expect(outcome).toMatchObject({ status: "failed", exitCode: 3 });
  });

  test("[truth.forged-reports] an exception whose message is empty lines does not keep the host from its work", async () => {
    const { outcome } = await host.execute({ language: "python", code: 'raise ValueError("\\n" * 50_000)' });

    expect(outcome).toMatchObject({ status: "failed", exitCode: 1, error: { name: "ValueError" } });
  });

  test.each(FLOODS)("[truth.forged-reports] a flood of %s does not keep the host from its work", async (kind) => {
    await host.longestStall();
    const { outcome } = await host.execute({
      ...program("forges_reports.py", "flood", "1", kind),
      limits: { timeoutMs: 4_000 },
    });

    expect(["failed", "killed", "output_limit"]).toContain(outcome.status);
    expect(await host.longestStall()).toBeLessThan(200);
  });

  test.each(["errors", "large results"])(
    "[truth.forged-reports] a flood of %s that nobody reads does not grow init",
    async (kind) => {
      await host.execute({ language: "python", code: "1" });
      const before = largest(host.pid);
      const limits = { outputBytes: 256 * MiB, timeoutMs: 5_500 };
      const handle = await host.hold(
        { ...program("forges_reports.py", "flood-behind-output", kind), limits },
        "stdout",
      );
      let most = before;
      for (const until = performance.now() + 4_500; performance.now() < until; await pause(50)) {
        most = Math.max(most, largest(host.pid));
      }
      await host.leave(handle);

      // Init may hold a queue of some MiB. What the program takes itself is limited elsewhere.
      expect((most - before) / MiB, "MiB that the largest process grew by").toBeLessThan(130);
    },
  );

  test("[truth.streams] a program that closes every descriptor still ends with its exit code", async () => {
    const code = "import os\nos.closerange(0, 1024)\nos._exit(5)";
    const { outcome } = await host.execute({ language: "python", code });

    expect(outcome).toMatchObject({ status: "failed", exitCode: 5 });
  });

  test("[truth.streams] a program that closes every descriptor and goes on still ends at its time", async () => {
    const code = "import os\nos.closerange(0, 1024)\nwhile True: pass";
    const { outcome } = await host.execute({ language: "python", code, limits: { timeoutMs: 400 } });

    expect(outcome.status).toBe("timed_out");
  });

  test("[truth.streams] a program that hands its streams to a child ends when it ends, not when the child does", async () => {
    const { outcome, stdout } = await host.execute({ language: "bash", code: "(sleep 30; echo late) & echo early" });

    expect({ stdout, status: outcome.status }).toEqual({ stdout: "early\n", status: "succeeded" });
    expect(outcome.usage.wallMs).toBeLessThan(5_000);
  });
});

/** Own memory, in bytes, of the largest process below this one. */
function largest(root: number): number {
  return Math.max(...descendants(root).map(ownMemory));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
