import { defaultLimits } from "@glovebox/protocol";
import { expect, test } from "vitest";
import type { ErrorReport } from "./errorReport.ts";
import { crashed, type KernelCounts, outcomeOf, type RunEnding } from "./outcome.ts";

const ENDING: RunEnding = {
  exitCode: 0,
  signal: null,
  reason: null,
  wallMs: 5,
  cpuMs: 3,
  peakMemoryBytes: 1_000,
  notes: [],
};
const REPORT: ErrorReport = { name: "ValueError", message: "no", traceback: "Traceback", memory: false, module: "" };
const USAGE: Counts = { peakMemoryBytes: 2_000, outOfMemoryKills: 0, refusedForks: 0 };
const BY_SIGNAL = { exitCode: null, signal: "SIGKILL" };
const OOM_KILL = { outOfMemoryKills: 1 };

type Counts = { [K in keyof KernelCounts]: ReturnType<KernelCounts[K]> };
type Change = { ending?: Partial<RunEnding>; report?: Partial<ErrorReport>; usage?: Partial<Counts> };

function outcome({ ending, report, usage }: Change) {
  return outcomeOf({
    ending: { ...ENDING, ...ending },
    report: report === undefined ? undefined : { ...REPORT, ...report },
    usage: usage === undefined ? undefined : counted({ ...USAGE, ...usage }),
    limits: defaultLimits,
  });
}

function counted({ peakMemoryBytes, outOfMemoryKills, refusedForks }: Counts): KernelCounts {
  return {
    peakMemoryBytes: () => peakMemoryBytes,
    outOfMemoryKills: () => outOfMemoryKills,
    refusedForks: () => refusedForks,
  };
}

test.each<[string, Change, string]>([
  ["exit code 0", {}, "succeeded"],
  ["another exit code", { ending: { exitCode: 3 } }, "failed"],
  ["an exception", { ending: { exitCode: 1 }, report: {} }, "failed"],
  ["a report of a program that then exits with 0", { report: {} }, "succeeded"],
  ["a signal", { ending: { exitCode: null, signal: "SIGSEGV" } }, "killed"],
  ["kill -9 of itself, without the kernel's word of memory", { ending: BY_SIGNAL, usage: {} }, "killed"],
  ["the kernel's kill for memory", { ending: BY_SIGNAL, usage: OOM_KILL }, "out_of_memory"],
  ["a failure after a child was killed for memory", { ending: { exitCode: 1 }, usage: OOM_KILL }, "out_of_memory"],
  ["success after a child was killed for memory", { usage: OOM_KILL }, "succeeded"],
  [
    "another signal after a child was killed for memory",
    { ending: { exitCode: null, signal: "SIGSEGV" }, usage: OOM_KILL },
    "killed",
  ],
  [
    "a MemoryError near the limit",
    { ending: { exitCode: 1 }, report: { memory: true }, usage: { peakMemoryBytes: defaultLimits.memoryBytes * 0.6 } },
    "out_of_memory",
  ],
  ["a MemoryError far from the limit", { ending: { exitCode: 1 }, report: { memory: true } }, "failed"],
  ["a MemoryError that the program got over", { report: { memory: true } }, "succeeded"],
  [
    "a signal after a report of a MemoryError",
    { ending: { exitCode: null, signal: "SIGTERM" }, report: { memory: true } },
    "killed",
  ],
  ["init's time limit", { ending: { ...BY_SIGNAL, reason: "timed_out" } }, "timed_out"],
  [
    "init's time limit, though memory ran out as well",
    { ending: { ...BY_SIGNAL, reason: "timed_out" }, usage: OOM_KILL },
    "timed_out",
  ],
  ["init's output limit", { ending: { ...BY_SIGNAL, reason: "output_limit" } }, "output_limit"],
  ["init's watch on memory", { ending: { ...BY_SIGNAL, reason: "out_of_memory" } }, "out_of_memory"],
  ["the caller's stop", { ending: { ...BY_SIGNAL, reason: "cancelled" } }, "cancelled"],
])("%s is told as it was: %o", (_, change, status) => {
  expect(outcome(change).status).toBe(status);
});

test("a program's report is its error only where it failed", () => {
  expect(outcome({ ending: { exitCode: 1 }, report: {} }).error).toEqual({
    name: "ValueError",
    message: "no",
    traceback: "Traceback",
  });
  expect(outcome({ report: {} }).error).toBeUndefined();
  expect(outcome({ ending: { exitCode: 3 } }).error).toBeUndefined();
});

test("a program cannot report its way into another status", () => {
  const timedOut = outcome({ ending: { ...BY_SIGNAL, reason: "timed_out", wallMs: 30_001 }, report: { name: "Fine" } });
  expect(timedOut.error?.name).toBe("TimedOut");
});

test("an error says which limit was met, and how to raise it", () => {
  const message = (reason: RunEnding["reason"], wallMs = 30_001) =>
    outcome({ ending: { ...BY_SIGNAL, reason, wallMs } }).error?.message;
  expect(message("timed_out")).toBe("stopped after 30000 ms; raise limits.timeoutMs or do less in one run");
  expect(message("timed_out", 5)).toContain("limits.cpuMs");
  expect(message("out_of_memory")).toContain("512 MiB");
  expect(message("out_of_memory")).toContain("limits.memoryBytes");
  expect(message("output_limit")).toContain("limits.outputBytes");
  expect(outcome({ ending: { exitCode: null, signal: "SIGSEGV" } }).error?.message).toContain("SIGSEGV");
});

test("notes tell of limits that did not end the program", () => {
  const usage = { peakMemoryBytes: defaultLimits.memoryBytes, outOfMemoryKills: 1, refusedForks: 9 };
  const { notes = [] } = outcome({ ending: { notes: ["from init"] }, usage });
  expect(notes).toHaveLength(3);
  expect(notes[0]).toContain("512 MiB of memory");
  expect(notes[1]).toContain("limits.processes");
  expect(notes[2]).toBe("from init");
  expect(outcome({}).notes).toBeUndefined();
});

test("a missing module that an environment has is named together with the environment", () => {
  const { notes = [] } = outcome({ ending: { exitCode: 1 }, report: { module: "pandas" } });
  expect(notes).toEqual(['pandas is in the environment "data": set environment to "data"']);
  const unknown = outcome({ ending: { exitCode: 1 }, report: { module: "nobody_has_this" } });
  expect(unknown.notes).toEqual(['if nobody_has_this is a package: add "nobody_has_this" to packages']);
  // Python has found sklearn, or it would name that.
  expect(outcome({ ending: { exitCode: 1 }, report: { module: "sklearn.nope" } }).notes).toBeUndefined();
});

test.each<[string, Change]>([
  ["limits.fileBytes", { ending: { exitCode: 1 }, report: { name: "OSError", message: "[Errno 27] File too large" } }],
  ["limits.fileBytes", { ending: { exitCode: null, signal: "SIGXFSZ" } }],
  ["limits.fileBytes", { ending: { exitCode: 1 }, report: { name: "Error", message: "EFBIG: file too large, write" } }],
  ["limits.workspaceBytes", { ending: { exitCode: 1 }, report: { message: "[Errno 28] No space left on device" } }],
])("a program that met %s on the disk is told so: %j", (limit, change) => {
  expect(outcome(change).notes).toEqual([expect.stringContaining(`raise ${limit}`)]);
});

test("an error of the disk that the program got over is not spoken of", () => {
  expect(outcome({ report: { message: "[Errno 28] No space left on device" } }).notes).toBeUndefined();
});

test("peak memory is the cgroup's where it keeps it, else init's", () => {
  expect(outcome({ usage: {} }).usage.peakMemoryBytes).toBe(2_000);
  expect(outcome({ usage: { peakMemoryBytes: undefined } }).usage.peakMemoryBytes).toBe(1_000);
  expect(outcome({}).usage).toEqual({ wallMs: 5, cpuMs: 3, peakMemoryBytes: 1_000 });
});

test("a sandbox that ends without a word crashed, and that is not the program's failure", () => {
  expect(crashed("the sandbox ended unexpectedly")).toMatchObject({ status: "crashed", exitCode: null, signal: null });
});
