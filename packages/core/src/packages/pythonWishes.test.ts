import { expect, test } from "vitest";
import type { Environment } from "../environments/environment.ts";
import { hasWish } from "./pythonWishes.ts";

const packages = [
  { name: "numpy", version: "2.1.0" },
  { name: "PyYAML", version: "6.0.2" },
];
const data: Environment = {
  name: "data",
  directory: "/data",
  sitePackages: "/data/site-packages",
  python: "3.11",
  packages,
  bytes: 1,
};

test.each([
  ["numpy", true],
  ["numpy==2.1.0", true],
  ["pyyaml", true],
  ["numpy==2.0.0", false],
  ["polars", false],
  // What needs a comparison of versions is left to the installer, which then finds that nothing is missing.
  ["numpy>=2", false],
  ["requests[socks]", false],
])("[packages.environment] an environment with numpy 2.1.0 has %s: %s", (wish, expected) => {
  expect(hasWish(data, wish)).toBe(expected);
});
