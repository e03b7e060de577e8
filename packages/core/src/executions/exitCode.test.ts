import type { Outcome } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { exitCodeOf } from "./exitCode.ts";

const usage = { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0 };

test.each<[Partial<Outcome>, number]>([
  [{ status: "succeeded", exitCode: 0 }, 0],
  [{ status: "failed", exitCode: 3 }, 3],
  [{ status: "failed", exitCode: 255 }, 255],
  [{ status: "timed_out", signal: "SIGKILL" }, 124],
  [{ status: "out_of_memory", signal: "SIGKILL" }, 137],
  [{ status: "out_of_memory", exitCode: 1 }, 137],
  [{ status: "killed", signal: "SIGSEGV" }, 139],
  [{ status: "killed", signal: "SIGTERM" }, 143],
  [{ status: "killed", signal: "SIG40" }, 168],
  [{ status: "cancelled", signal: "SIGKILL" }, 130],
  [{ status: "output_limit", signal: "SIGKILL" }, 1],
  [{ status: "rejected" }, 126],
  [{ status: "crashed" }, 125],
  [{ status: "lost" }, 125],
])("%o ends with %d", (outcome, code) => {
  expect(exitCodeOf({ status: "crashed", exitCode: null, signal: null, usage, ...outcome })).toBe(code);
});
