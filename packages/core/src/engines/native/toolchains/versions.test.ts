import { expect, test } from "vitest";
import { byVersion, isAtLeast, matchesVersion } from "./versions.ts";

test("versions are compared as numbers, part by part", () => {
  expect(["3.9.1", "3.11.0", "3.10.12", "3.11"].toSorted(byVersion)).toEqual(["3.9.1", "3.10.12", "3.11.0", "3.11"]);
  expect(byVersion("3.11", "3.11.0")).toBe(0);
  expect(byVersion("3.11.1", "3.11")).toBeGreaterThan(0);
});

test.each([
  ["3.10.0", true],
  ["3.10", true],
  ["3.9.99", false],
  ["4.0.0", true],
])("%s is at least 3.10.0: %s", (version, wanted) => expect(isAtLeast(version, "3.10.0")).toBe(wanted));

test.each([
  ["3.11.7", undefined, true],
  ["3.11.7", "3", true],
  ["3.11.7", "3.11", true],
  ["3.11.7", "3.11.7", true],
  ["3.11.7", "3.1", false],
  ["3.1.7", "3.11", false],
  ["3.11.7", "3.11.70", false],
])("%s is what %s asks for: %s", (version, wish, wanted) => expect(matchesVersion(version, wish)).toBe(wanted));
