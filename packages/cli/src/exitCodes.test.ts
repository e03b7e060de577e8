import { errorCodes, GloveboxError } from "glovebox";
import { expect, test } from "vitest";
import { exitCodeOfError } from "./exitCodes.ts";

test("an error is 2 where the caller or the machine's keeper can mend it, else 125", () => {
  const codes = Object.fromEntries(errorCodes.map((code) => [code, exitCodeOfError(new GloveboxError(code, ""))]));
  expect(codes).toEqual({
    invalid_request: 2,
    conflict: 2,
    range_not_satisfiable: 2,
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
