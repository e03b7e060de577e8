import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const NAMES = ["port", "host", "queue", "limits.timeoutMs", "limits.cpuMs"];

test.each([
  ["prot", "port"],
  ["PORT", "port"],
  ["limits.timoutMs", "limits.timeoutMs"],
  ["limits.cpums", "limits.cpuMs"],
])("%j is near %j", (wrong, name) => {
  expect(nearest(wrong, NAMES)).toBe(name);
});

test("a name that is far from all is near none", () => {
  expect(nearest("telemetryEndpoint", NAMES)).toBeUndefined();
  expect(nearest("anything", [])).toBeUndefined();
});
