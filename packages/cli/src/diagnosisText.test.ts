import type { Diagnosis, EngineDiagnosis } from "glovebox";
import { expect, test } from "vitest";
import { diagnosisText } from "./diagnosisText.ts";

const native: EngineDiagnosis = {
  engine: "native",
  usable: true,
  reason: "a program has just run",
  facts: { kernel: "6.12.0", cgroups: "v2 (memory, pids)" },
  promises: [
    { promise: "No file can be read", enforced: true, by: "a root of its own" },
    { promise: "Memory stays within its limit", enforced: false, by: "nobody: it is looked at every 20 ms" },
  ],
  missing: [{ what: "cgroups", why: "not delegated", remedy: "systemd-run --user --scope" }],
  languages: [{ language: "python", versions: ["3.12.1", "3.11.7"] }],
};
const diagnosis: Diagnosis = {
  platform: "linux x64",
  engines: [native],
  auto: { engine: "native", reason: "a program has just run" },
};

test("it tells what keeps each promise, what does not, what mends it, and what auto takes", () => {
  expect(diagnosisText(diagnosis, { colours: false })).toBe(`platform: linux x64

native: usable
  a program has just run
  kernel   6.12.0
  cgroups  v2 (memory, pids)
  python: 3.12.1, 3.11.7

  promises
  ✓ No file can be read
      a root of its own
  ✗ Memory stays within its limit
      nobody: it is looked at every 20 ms

  missing
  ! cgroups
      not delegated
      what to do: systemd-run --user --scope

auto takes native: a program has just run
`);
});

test("of an engine that is not usable it tells what stands in the way, and lists no promise", () => {
  const broken = { ...native, usable: false, reason: "no user namespaces" };
  const text = diagnosisText(
    { ...diagnosis, engines: [broken], auto: { engine: null, reason: "no engine can run here" } },
    { colours: false },
  );
  expect(text).toContain("native: not usable\n  no user namespaces\n");
  expect(text).toContain("auto takes no engine: no engine can run here\n");
  expect(text).not.toContain("promises");
});

test("no line is wider than 100 columns, and long ones go on below", () => {
  const long = "word ".repeat(60).trim();
  const wide = { ...native, reason: long, facts: { "/proc": `masked at ${long}` }, missing: [] };
  const lines = diagnosisText({ ...diagnosis, engines: [wide] }, { colours: false }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.join(" ").replace(/ +/g, " ")).toContain(`masked at ${long}`);
});

test("colours are used only where they are asked for", () => {
  expect(diagnosisText(diagnosis, { colours: true })).toContain("\u001b[32m✓");
  expect(diagnosisText(diagnosis, { colours: false })).not.toContain("\u001b");
});
