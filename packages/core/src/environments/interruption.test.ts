import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type Bench, createBench, INSTALL_TINY, STORE_MODULE } from "./store.fixture.ts";
import { EnvironmentStore } from "./store.ts";

const MINUTE = 60_000;
const WAITING = expect.objectContaining({ detail: "waiting for another install" });

/** An installer that leaves half a package, counts its runs, and goes on when the test lets it. */
function blockingUv({ directory }: Bench): string {
  return `
echo half > "$target/half.py"
echo $$ >> ${directory}/runs
until [ -e ${directory}/go ]; do [ -d ${directory} ] || exit 1; sleep 0.02; done
rm "$target/half.py"
${INSTALL_TINY}`;
}

async function runs({ directory }: Bench): Promise<number[]> {
  const text = await readFile(join(directory, "runs"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

async function untilInstallerRuns(bench: Bench): Promise<number> {
  return vi.waitUntil(async () => (await runs(bench)).at(-1), { timeout: MINUTE });
}

async function letInstallersGo({ directory }: Bench): Promise<void> {
  await writeFile(join(directory, "go"), "");
}

/** Another process that installs, prints each detail of its progress as a line, and at last the directory. */
async function installElsewhere(bench: Bench): Promise<ChildProcess> {
  const script = join(bench.directory, "install.ts");
  const [lock = ""] = (await bench.locks()).values();
  await writeFile(
    script,
    `import { EnvironmentStore } from ${JSON.stringify(STORE_MODULE)};
    const store = new EnvironmentStore(${JSON.stringify({ dataDir: bench.dataDir }).slice(
      0,
      -1,
    )}, locks: new Map([["tiny", ${JSON.stringify(lock)}]]) });
    const onProgress = ({ detail }) => console.log(detail);
    const { directory } = await store.install("tiny", ${JSON.stringify(bench.python)}, { onProgress });
    console.log(directory);`,
  );
  return spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
}

async function entries({ dataDir }: Bench): Promise<string[]> {
  return (await readdir(join(dataDir, "environments"))).filter((name) => !name.endsWith(".lock"));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: there is no such process
  }
}

test("two installations at once in one process run the installer once", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  await bench.fakeUv(blockingUv(bench));
  const locks = await bench.locks();
  const store = () => new EnvironmentStore({ dataDir: bench.dataDir, locks });
  const first = store().install("tiny", bench.python);
  await untilInstallerRuns(bench);
  const onProgress = vi.fn();
  const second = store().install("tiny", bench.python, { onProgress });
  await vi.waitFor(() => expect(onProgress).toHaveBeenCalledWith(WAITING), { timeout: MINUTE });

  await letInstallersGo(bench);
  expect(await second).toEqual(await first);
  expect(await runs(bench)).toHaveLength(1);
});

test("two installations at once in two processes run the installer once", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  await bench.fakeUv(blockingUv(bench));
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const first = store.install("tiny", bench.python);
  await untilInstallerRuns(bench);
  const elsewhere = await installElsewhere(bench);
  let said = "";
  elsewhere.stdout?.on("data", (data: Buffer) => {
    said += data;
  });
  await vi.waitFor(() => expect(said).toContain("waiting for another install"), { timeout: MINUTE });
  expect(await store.list(), "list removed what is being built").toHaveLength(2);
  expect(await entries(bench)).toEqual([expect.stringMatching(/^\.staging-tiny-/)]);

  await letInstallersGo(bench);
  const { directory } = await first;
  expect(await once(elsewhere, "close")).toEqual([0, null]);
  expect(said.trim().split("\n").at(-1)).toBe(directory);
  expect(await runs(bench)).toHaveLength(1);
});

test("an abort kills the installer and leaves nothing", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  await bench.fakeUv(blockingUv(bench));
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const controller = new AbortController();
  const installation = store.install("tiny", bench.python, { signal: controller.signal });
  const installer = await untilInstallerRuns(bench);
  const reason = new Error("the client went away");
  controller.abort(reason);
  await expect(installation).rejects.toBe(reason);
  expect(isAlive(installer)).toBe(false);
  expect(await entries(bench)).toEqual([]);
});

test("an abort ends the wait for another installation and lets that one go on", { timeout: MINUTE }, async () => {
  await using bench = await createBench();
  await bench.fakeUv(blockingUv(bench));
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const first = store.install("tiny", bench.python);
  await untilInstallerRuns(bench);
  const controller = new AbortController();
  const reason = new Error("the client went away");
  const onProgress = () => controller.abort(reason);
  await expect(store.install("tiny", bench.python, { signal: controller.signal, onProgress })).rejects.toBe(reason);
  await letInstallersGo(bench);
  expect(await first).toMatchObject({ name: "tiny" });
});

test("after a kill -9 in the middle nothing half-made is found, and the next installation works", {
  timeout: MINUTE,
}, async () => {
  await using bench = await createBench();
  await bench.fakeUv(blockingUv(bench));
  const store = new EnvironmentStore({ dataDir: bench.dataDir, locks: await bench.locks() });
  const elsewhere = await installElsewhere(bench);
  const orphan = await untilInstallerRuns(bench);
  elsewhere.kill("SIGKILL");
  await once(elsewhere, "close");
  expect(await entries(bench)).toHaveLength(1);
  expect(await store.find("tiny", bench.python)).toBeUndefined();
  expect((await store.list())[1]).toMatchObject({ installed: [], outdated: [] });
  expect(await entries(bench)).toEqual([]);

  await letInstallersGo(bench);
  const installed = await store.install("tiny", bench.python);
  await vi.waitUntil(() => !isAlive(orphan), { timeout: MINUTE });
  expect(await readdir(installed.sitePackages ?? "")).not.toContain("half.py");
  expect(installed.packages).toEqual([{ name: "tiny", version: "1.0" }]);
});
