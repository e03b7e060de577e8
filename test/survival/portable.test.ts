import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { RequestInput } from "../../packages/core/src/glovebox.ts";
import { type Host, leftFolders, startHost } from "../hosts/host.ts";
import { commandOf, descendants, isAlive } from "../hosts/machine.ts";
import { asOrdinaryUser } from "../hosts/modes.ts";

const MiB = 1024 * 1024;
const ENDLESS = { language: "javascript", code: "console.log('begun'); for (;;);" };
const mode = asOrdinaryUser;

/** One of each way to end. */
const MIXTURE: readonly (RequestInput & { abortAfterMs?: number; ends: string })[] = [
  { language: "javascript", code: "console.log(1)", ends: "succeeded" },
  { language: "python", code: "open('a.txt', 'w').write('x' * 1000)", ends: "succeeded" },
  { language: "python", code: "raise ValueError('x')", ends: "failed" },
  { language: "javascript", code: "for (;;);", limits: { timeoutMs: 60 }, ends: "timed_out" },
  { language: "javascript", code: "for (;;) console.log('x'.repeat(99))", limits: { outputBytes: 300 }, ends: "output_limit" },
  { language: "javascript", code: "process.abort()", ends: "killed" },
  { language: "javascript", code: "setInterval(() => Deno[Deno.internal].core.writeSync(1, new Uint8Array(9)), 200)", ends: "killed" },
  { language: "javascript", code: "for (;;);", abortAfterMs: 40, ends: "cancelled" },
  { language: "typescript", code: "const n: number = 1; console.log(n);", ends: "succeeded" },
  { language: "javascript", code: "const k = []; for (;;) k.push(Buffer.alloc(8 << 20, 1))", limits: { memoryBytes: 64 * MiB }, ends: "out_of_memory" },
]; // biome-ignore format: a table
const EXECUTIONS = 30;

const start = (after?: Host) =>
  startHost({ mode, options: { engine: "portable", armed: 1 }, ...(after === undefined ? {} : { after }) });

async function nextWorks(host: Host, language = "javascript"): Promise<readonly string[]> {
  const code = language === "python" ? "print(6 * 7)" : "console.log(6 * 7)";
  const { stdout, outcome } = await host.execute({ language, code });
  expect({ stdout, status: outcome.status }, outcome.error?.message).toEqual({ stdout: "42\n", status: "succeeded" });
  return outcome.notes ?? [];
}

/** Deno processes of this host. */
function sandboxes(host: Host): number[] {
  return descendants(host.pid).filter((pid) => /\bdeno\b.*inside\.js/.test(commandOf(pid)));
}

/** The one that burns the processor. */
function busiest(host: Host): Promise<number> {
  return vi.waitFor(() => {
    const busy = sandboxes(host).filter((pid) => ticksOf(pid) > 60);
    if (busy.length !== 1) throw new Error(`${busy.length} are busy`);
    return busy[0] ?? 0;
  }, 10_000);
}

test(`[survival.leaks] ${EXECUTIONS} executions of the portable engine that end in every way leave nothing`, async () => {
  await using host = await start();
  const before = await host.holdings();
  const seen = new Set<number>();
  const wrong: string[] = [];
  const work = async (index: number) => {
    const { ends, abortAfterMs, ...request } = MIXTURE[index % MIXTURE.length] ?? { ends: "", language: "", code: "" };
    const { outcome } = await host.execute(request, abortAfterMs === undefined ? {} : { abortAfterMs });
    if (outcome.status !== ends) wrong.push(`${index}: ${outcome.status}, not ${ends} (${outcome.error?.message})`);
    for (const pid of descendants(host.pid)) seen.add(pid);
  };
  for (let first = 0; first < EXECUTIONS; first += 5)
    await Promise.all(Array.from({ length: 5 }, (_, offset) => work(first + offset)));
  expect(wrong).toEqual([]);
  await host.close();

  expect(seen.size).toBeGreaterThan(EXECUTIONS / 2);
  expect([...seen].filter(isAlive)).toEqual([]);
  expect((await host.holdings()).children).toEqual([]);
  expect(leftFolders(host)).toEqual([]);
  const kinds = async () => (await host.holdings()).descriptors.map((each) => each.replace(/\d+/g, "N")).toSorted();
  await expect.poll(kinds).toEqual(before.descriptors.map((each) => each.replace(/\d+/g, "N")).toSorted());
});

test("[survival.close] closing while programs of the portable engine run ends them and leaves nothing", async () => {
  await using host = await start();
  const answers = Promise.allSettled(Array.from({ length: 3 }, () => host.execute(ENDLESS)));
  await expect.poll(() => sandboxes(host).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  const processes = descendants(host.pid);
  await host.close();

  for (const answer of await answers) {
    if (answer.status === "fulfilled") expect(["cancelled", "crashed"]).toContain(answer.value.outcome.status);
    else expect(answer.reason).toMatchObject({ code: "closed" });
  }
  expect(processes.filter(isAlive)).toEqual([]);
  expect(leftFolders(host)).toEqual([]);
});

test.runIf(process.platform === "linux")(
  "[survival.host] when the host is killed, no sandbox of the portable engine is left",
  async () => {
    await using host = await start();
    await host.hold(ENDLESS, "stdout");
    await nextWorks(host, "python");
    const processes = descendants(host.pid);
    expect(sandboxes(host).length).toBeGreaterThan(1);

    await host.kill("SIGKILL");
    await expect.poll(() => processes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  },
);

test("[survival.worker] a sandbox of the portable engine that is killed from outside is a killed execution, no more", async () => {
  await using host = await start();
  const handle = await host.hold(ENDLESS, "stdout");
  process.kill(await busiest(host), "SIGKILL");

  const events = await host.resume(handle);
  expect(events.flatMap((event) => (event.type === "ended" ? [event.outcome] : []))).toMatchObject([
    { status: "killed", exitCode: null, signal: "SIGKILL" },
  ]);
  await nextWorks(host);
});

test("[survival.armed] when armed sandboxes of the portable engine are killed, the next executions work", async () => {
  await using host = await start();
  await nextWorks(host);
  await nextWorks(host, "python");
  await expect.poll(() => sandboxes(host).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  const killed = sandboxes(host);
  for (const pid of killed) process.kill(pid, "SIGKILL");
  // The host learns of it a moment later.
  await expect.poll(async () => (await host.holdings()).children.filter((pid) => killed.includes(pid))).toEqual([]);

  for (const language of ["javascript", "python", "javascript"]) await nextWorks(host, language);
});

test("[portable.image] an image that is damaged is built again, and the outcome says so", {
  timeout: 180_000,
}, async () => {
  const damages = [
    (image: string) => truncateSync(image, 1_000),
    (image: string) => writeFileSync(image, Buffer.alloc(statSync(image).size)),
    (image: string) => rmSync(image),
  ];
  await using first = await start();
  expect(await nextWorks(first, "python")).toEqual([]);
  const folder = join(first.places.home, ".local/share/glovebox/cache/portable");
  await first.close();
  let last = first;
  for (const damage of damages) {
    damage(join(folder, readdirSync(folder).find((name) => name.endsWith(".image")) ?? ""));
    last = await start(last);
    expect((await nextWorks(last, "python")).join()).toMatch(/damaged/);
    await last.close();
  }
});

test("[portable.image] where the data directory cannot be written to, Python runs and nothing is left", async () => {
  const dataDir = "/dev/null/glovebox";
  await using host = await startHost({ mode, options: { engine: "portable", armed: 0, dataDir } });
  await nextWorks(host, "python");
  await host.close();

  expect(leftFolders(host)).toEqual([]);
});

/** Processor time so far, in ticks of 10 ms. */
function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[11]);
  } catch {
    return 0; // it has ended
  }
}
