import { errorCodes, GloveboxError, type Outcome } from "glovebox";
import { expect, test } from "vitest";
import { exitCodeOf, exitCodeOfError } from "./exitCodes.ts";

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
  [{ status: "rejected" }, 1],
  [{ status: "crashed" }, 125],
  [{ status: "lost" }, 125],
])("%o ends with %d", (outcome, code) => {
  expect(exitCodeOf({ status: "crashed", exitCode: null, signal: null, usage, ...outcome })).toBe(code);
});

test("an error is 2 where the caller or the machine's keeper can mend it, else 125", () => {
  const codes = Object.fromEntries(errorCodes.map((code) => [code, exitCodeOfError(new GloveboxError(code, ""))]));
  expect(codes).toEqual({
    invalid_request: 2,
    unknown_language: 2,
    unknown_engine: 2,
    unknown_environment: 2,
    engine_unavailable: 2,
    environment_failed: 125,
    packages_failed: 2,
    sandbox_failed: 125,
    not_found: 125,
    closed: 125,
    too_busy: 125,
    payload_too_large: 2,
    unsupported_media_type: 2,
    method_not_allowed: 2,
    forbidden: 2,
    request_timeout: 125,
    unavailable: 125,
    internal: 125,
  });
});

test("what is not to be had is 2 where a setting stands in the way", () => {
  const inUse = new GloveboxError("unavailable", "port: 4747 is in use", { field: "port" });
  expect(exitCodeOfError(inUse)).toBe(2);
});
