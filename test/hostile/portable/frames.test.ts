import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { RequestInput } from "../../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../../hosts/host.ts";
import { asOrdinaryUser } from "../../hosts/modes.ts";
import { program } from "../../programs/programs.ts";

const MiB = 1024 * 1024;

/** What is no order of frames: nothing of it is believed. */
const BROKEN = [
  "usage", "status", "notes", "signal", "started", "ready", "broken", "broken-long", "host-frames", "longest", "not-json",
  "wrong-shape", "extra", "deep", "two-errors", "data-first", "more-data", "less-data", "negative-size", "vast-size",
]; // biome-ignore format: a list of names

/** What is no frame at all. Where it comes in one piece with the start, there was no start. */
const NO_FRAMES = ["garbage", "text", "huge-length", "too-long", "unknown-type"];

describe("a program that writes frames itself", () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode: asOrdinaryUser, options: { engine: "portable", armed: 2 } });
  });
  afterAll(() => host[Symbol.asyncDispose]());
  afterEach(async () => {
    const { stdout, outcome } = await host.execute({ language: "javascript", code: "console.log(6 * 7)" });
    expect({ stdout, status: outcome.status }).toEqual({ stdout: "42\n", status: "succeeded" });
  });

  const forges = (forgery: string, limits: RequestInput["limits"] = {}) =>
    host.execute({ ...program("portable/forges_frames.js", forgery), limits: { timeoutMs: 5_000, ...limits } });

  test.each(BROKEN)("[portable.frames] whatever does not fit ends its own sandbox: %s", async (forgery) => {
    const { outcome, artifacts, stdout } = await forges(forgery);

    expect({ status: outcome.status, exitCode: outcome.exitCode, artifacts, stdout }).toEqual({
      status: "killed", exitCode: null, artifacts: [], stdout: "",
    }); // biome-ignore format: one value
    expect(outcome.notes?.join()).toMatch(/^the sandbox broke/);
    expect(JSON.stringify(outcome).length).toBeLessThan(12_000);
  });

  test.each(NO_FRAMES)("[truth.frames] whatever is no frame ends its own sandbox: %s", async (forgery) => {
    const { outcome, artifacts, stdout } = await forges(forgery);

    expect(["killed", "crashed"]).toContain(outcome.status);
    expect({ exitCode: outcome.exitCode, artifacts, stdout }).toEqual({ exitCode: null, artifacts: [], stdout: "" });
  });

  test("[portable.frames] the first ending counts, and its exit code is the program's own word", async () => {
    const { outcome } = await forges("ended");

    expect(outcome).toMatchObject({ status: "succeeded", exitCode: 0 });
    expect(outcome.usage.wallMs).toBeGreaterThan(0);
  });

  test("[portable.frames] a report pollutes nothing", async () => {
    const { outcome } = await forges("proto");

    expect(outcome.status).toBe("killed");
    expect(JSON.stringify(outcome)).not.toContain("polluted");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("[portable.frames] a frame that never ends counts for nothing", async () => {
    const { outcome } = await forges("half-a-frame", { timeoutMs: 500 });

    expect(outcome).toMatchObject({ status: "timed_out", exitCode: null });
  });

  test("[containment.artifacts] only names inside the workspace come out", async () => {
    const { outcome, artifacts } = await forges("names");

    expect(outcome.status).toBe("succeeded");
    const names = artifacts.map(({ name }) => name);
    expect(names).toContain("good.txt");
    for (const name of names) expect(name, JSON.stringify(name)).toMatch(/^(good\.txt|__proto__|C:\\a|a\nb)$/);
    expect(outcome.notes?.join("\n")).toContain('"../up" was left out');
  });

  test("[containment.artifacts] of two artifacts with one name the later stays", async () => {
    const { id, artifacts } = await forges("same-name");

    expect(artifacts.map(({ name }) => name)).toContain("a.txt");
    expect(Buffer.from(await host.readArtifact(id, "a.txt")).toString()).toBe("two");
  });

  test.each(["empty-artifacts", "empty-frames", "drop-by-drop"])(
    "[portable.frames] a flood ends at its time and does not keep the host from its work: %s",
    async (forgery) => {
      await host.longestStall();
      const before = (await host.holdings()).memoryBytes;
      const { outcome } = await forges(forgery, { timeoutMs: 1_000, outputBytes: MiB });

      expect(["timed_out", "failed", "killed"]).toContain(outcome.status);
      expect(outcome.usage.wallMs).toBeLessThan(10_000);
      expect(await host.longestStall()).toBeLessThan(500);
      expect((await host.holdings()).memoryBytes - before).toBeLessThan(256 * MiB);
    },
  );

  test("[portable.frames] a million frames of one byte are one byte each", async () => {
    const { outcome, stdout } = await forges("one-byte-frames", { timeoutMs: 20_000 });

    expect({ status: outcome.status, length: stdout.length }).toEqual({ status: "succeeded", length: 1_000_000 });
  });

  test("[limits.time] a program that says that it is over, and goes on, ends soon after its time", async () => {
    const { outcome } = await forges("over-and-loops", { timeoutMs: 500 });

    expect(outcome).toMatchObject({ status: "timed_out", exitCode: null });
    expect(outcome.usage.wallMs).toBeLessThan(500 + 8_000);
  });

  test("[limits.memory] a program that says that it is over, and takes more memory, is out of memory", async () => {
    const { outcome } = await forges("over-and-eats", { memoryBytes: 128 * MiB });

    expect(outcome).toMatchObject({ status: "out_of_memory", exitCode: null });
  });

  test("[survival.cancel] a program that says that it is over, and goes on, can be cancelled", async () => {
    const { outcome } = await host.execute(program("portable/forges_frames.js", "over-and-loops"), {
      abortAfterMs: 300,
    });

    expect(outcome.status).toBe("cancelled");
  });

  test("[truth.out-of-memory] a program that writes V8's last words ends with its own exit code", async () => {
    const script = `Deno[Deno.internal].core.writeSync(2, new TextEncoder().encode("Fatal JavaScript out of memory"))`;
    const code = `
from pyodide.ffi import to_js
to_js([]).constructor.constructor(${JSON.stringify(`${script}; Deno.exit(9)`)})()`;
    const { outcome } = await host.execute({ language: "python", code });

    expect(outcome).toMatchObject({ status: "failed", exitCode: 9 });
  });
});
