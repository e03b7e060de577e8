import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";
import { expect, test, vi } from "vitest";
import type { InstallProgress } from "./environment.ts";
import { createBench, INSTALL_TINY, pathWithoutUv, uvOnPath } from "./store.fixture.ts";
import { EnvironmentStore } from "./store.ts";

const MINUTE = 60_000;
const WRONG_HASH = "0".repeat(64);

async function errorOf(work: Promise<unknown>): Promise<GloveboxError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GloveboxError) return error;
  throw new Error("expected a GloveboxError", { cause: error });
}

test("pip installs an environment that imports, is compiled, and is found again", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  vi.stubEnv("PATH", pathWithoutUv());
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  expect(await store.find("tiny", bench.python)).toBeUndefined();

  const progress: InstallProgress[] = [];
  const installed = await store.install("tiny", bench.python, { onProgress: (step) => progress.push(step) });

  expect(installed.packages).toEqual([{ name: "tiny", version: "1.0" }]);
  expect(installed.directory).toMatch(new RegExp(`^${bench.dataDir}/environments/tiny-[0-9a-f]{12}$`));
  expect(await readdir(join(installed.directory ?? "", "site-packages", "__pycache__"))).toHaveLength(1);
  const code = `import sys; sys.path.insert(0, ${JSON.stringify(installed.sitePackages)}); import tiny; print(tiny.answer)`;
  expect(execFileSync(bench.python.executable, ["-I", "-c", code], { encoding: "utf8" })).toBe("42\n");
  expect(progress.at(-1)).toMatchObject({ done: 1, total: 1 });
  expect(progress.filter(({ done, total }) => done === total)).toHaveLength(1);
  expect(await store.find("tiny", bench.python)).toEqual(installed);
  expect(await readdir(installed.directory ?? "")).toEqual(["environment.json", "site-packages"]);
});

test.skipIf(!uvOnPath())("uv installs the same (skipped where no uv is on PATH)", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const installed = await store.install("tiny", bench.python);
  expect(installed.packages).toEqual([{ name: "tiny", version: "1.0" }]);
});

test("a Python without pip brings its own pip for the installation", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  vi.stubEnv("PATH", pathWithoutUv());
  const bare = join(bench.directory, "bare");
  execFileSync(bench.python.executable, ["-I", "-m", "venv", "--without-pip", bare]);
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const installed = await store.install("tiny", { ...bench.python, executable: join(bare, "bin", "python") });
  expect(installed.packages).toEqual([{ name: "tiny", version: "1.0" }]);
});

test("a package with another hash is refused, in the installer's words", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  vi.stubEnv("PATH", pathWithoutUv());
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks(WRONG_HASH) });
  const error = await errorOf(store.install("tiny", bench.python));
  expect(error.code).toBe("environment_failed");
  expect(error.message).toMatch(/HASHES/i);
  expect(error.message).toContain(WRONG_HASH);
  expect(await store.find("tiny", bench.python)).toBeUndefined();
});

test("a machine without any installer is told what to install", async () => {
  await using bench = await createBench();
  vi.stubEnv("PATH", "/nowhere");
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const error = await errorOf(store.install("tiny", { executable: "/nowhere/python3", version: "3.11.2" }));
  expect(error.code).toBe("environment_failed");
  expect(error.advice).toContain("apt install python3-pip");
});

test("an unknown environment is refused with the names of the known ones", async () => {
  await using bench = await createBench();
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  for (const work of [store.find("x", bench.python), store.install("x", bench.python), store.remove("x")]) {
    const error = await errorOf(work);
    expect(error.code).toBe("unknown_environment");
    expect(error.message).toContain("known: base, tiny");
  }
});

test("base is always there and can be neither installed nor removed", async () => {
  await using bench = await createBench();
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  expect(await store.find("base", bench.python)).toMatchObject({ sitePackages: undefined, packages: [] });
  expect((await errorOf(store.install("base", bench.python))).code).toBe("invalid_request");
  expect((await errorOf(store.remove("base"))).code).toBe("invalid_request");
  expect((await store.list()).map(({ name }) => name)).toEqual(["base", "tiny"]);
});

test("remove takes the installations of the current lock and of earlier ones", async () => {
  await using bench = await createBench();
  await bench.fakeUv(INSTALL_TINY);
  await new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() }).install("tiny", bench.python);
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks(WRONG_HASH) });
  await store.install("tiny", bench.python);
  expect((await store.list())[1]).toMatchObject({ installed: [{ name: "tiny" }], outdated: [{ name: "tiny" }] });

  expect(await store.remove("tiny")).toHaveLength(2);
  expect((await store.list())[1]).toEqual({ name: "tiny", installed: [], outdated: [] });
  expect((await readdir(join(bench.dataDir, "environments"))).filter((name) => !name.endsWith(".lock"))).toEqual([]);
});

test("a directory without a whole manifest is no environment, and an installation replaces it", async () => {
  await using bench = await createBench();
  await bench.fakeUv(INSTALL_TINY);
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const { directory = "" } = await store.install("tiny", bench.python);
  await writeFile(join(directory, "environment.json"), '{"name": "tiny", "pyth');
  expect(await store.find("tiny", bench.python)).toBeUndefined();
  expect(await store.install("tiny", bench.python)).toMatchObject({ directory });
});

test("a full disk is named as such, with the data directory", async () => {
  await using bench = await createBench();
  await bench.fakeUv("echo 'error: No space left on device (os error 28)' >&2; exit 2");
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const error = await errorOf(store.install("tiny", bench.python));
  expect(error.message).toBe(`cannot write to the data directory ${bench.dataDir}: the disk is full`);
});

test("a data directory that cannot be made is named", async () => {
  await using bench = await createBench();
  await mkdir(bench.directory, { recursive: true });
  await writeFile(join(bench.directory, "file"), "");
  const dataDir = join(bench.directory, "file", "data");
  const store = new EnvironmentStore({ dataDir, locks: await bench.locks() });
  const error = await errorOf(store.install("tiny", bench.python));
  expect(error.message).toBe(`cannot write to the data directory ${dataDir}: a part of its path is not a directory`);
});
