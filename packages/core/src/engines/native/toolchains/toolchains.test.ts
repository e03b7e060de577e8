import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nodeToolchain } from "../../../runtimes/toolchains/node.ts";
import { pythonToolchain } from "../../../runtimes/toolchains/python.ts";
import { Toolchains } from "./toolchains.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toolchains-test-"));
  mkdirSync(join(folder, "bin"));
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("HOME", folder);
  vi.stubEnv("PYENV_ROOT", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A python3 that says what it is, and counts how often it was asked. */
function fakePython(facts: object): void {
  const file = join(folder, "bin/python3");
  const told = JSON.stringify({ executable: file, prefix: folder, sharedLibrary: false, ...facts });
  writeFileSync(file, `#!/bin/sh\necho asked >> ${folder}/asked\necho '${told}'\n`);
  chmodSync(file, 0o755);
}

function timesAsked(): number {
  return readFileSync(join(folder, "asked"), "utf8").trim().split("\n").length;
}

const CPYTHON = { implementation: "cpython", version: "3.99.1" };

test("the python3 that is first on PATH is the default", async () => {
  fakePython(CPYTHON);
  const { version, executable } = await new Toolchains(join(folder, "data")).get(pythonToolchain);
  expect({ version, executable }).toEqual({ version: "3.99.1", executable: join(folder, "bin/python3") });
});

test("an interpreter is asked once, and again when its file changes", async () => {
  fakePython(CPYTHON);
  const open = () => new Toolchains(join(folder, "data")).get(pythonToolchain);
  await open();
  await open();
  expect(timesAsked()).toBe(1);
  fakePython({ ...CPYTHON, version: "3.99.12" });
  expect((await open()).version).toBe("3.99.12");
});

test("a damaged memory, or none that can be written, only costs the asking", async () => {
  fakePython(CPYTHON);
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data/toolchains.json"), '{"half');
  expect((await new Toolchains(join(folder, "data")).get(pythonToolchain)).version).toBe("3.99.1");
  expect((await new Toolchains(join(folder, "bin/python3/data")).get(pythonToolchain)).version).toBe("3.99.1");
});

test.each([
  ["another implementation", { implementation: "pypy", version: "3.99.1" }],
  ["a version that is too old", { implementation: "cpython", version: "3.9.18" }],
])("%s is passed over", async (_, facts) => {
  fakePython(facts);
  const all = await new Toolchains(join(folder, "data")).all(pythonToolchain);
  expect(all.map(({ executable }) => executable)).not.toContain(join(folder, "bin/python3"));
});

test("a version that is not here is an error that lists those that are", async () => {
  fakePython(CPYTHON);
  const error = await new Toolchains(join(folder, "data"))
    .get(pythonToolchain, "3.98")
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "unknown_language", field: "language" });
  expect(String(error)).toContain("3.99.1");
});

test("this process's own Node is always among those found", async () => {
  const all = await new Toolchains(join(folder, "data")).all(nodeToolchain);
  expect(all.map(({ version }) => version)).toContain(process.versions.node);
});
