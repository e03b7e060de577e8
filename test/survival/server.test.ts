import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Execution, ExecutionList } from "@glovebox/protocol";
import { expect, test } from "vitest";
import type { RequestInput } from "../../packages/core/src/glovebox.ts";
import { cgroupFolders, descendants, isAlive, mountsBelow, wallsOf } from "../hosts/machine.ts";
import { ServedProcess } from "../hosts/servedProcess.ts";

const LONG = process.env["LONG_TESTS"] === "1";
const KILLS = LONG ? 50 : 5;
/** Answers that are waited for before each kill, so that it comes in the first moments too. */
const ENOUGH = [12, 0, 40, 3, 25];

const ENDLESS = { language: "bash", code: "echo begun; exec sleep 3000", limits: { timeoutMs: 3_600_000 } };
/** What the clients ask for, each its own, again and again. */
const MIXTURE: readonly RequestInput[] = [
  { language: "python", code: "import random; print(random.random())" },
  { language: "python", code: "import os; open('a.bin', 'wb').write(os.urandom(200_000))" },
  { language: "bash", code: "echo $RANDOM; exit 3" },
  { language: "python", code: "raise ValueError('no')" },
  { language: "javascript", code: "console.log(Math.random())" },
  { language: "javascript", engine: "portable", code: "console.log(Math.random())" },
];

test(`[survival.server] a server killed ${KILLS} times under load keeps what it answered, and the next start removes what it left and only that`, {
  timeout: LONG ? 1_800_000 : 240_000,
}, async () => {
  using places = makePlaces();
  await using living = await places.start("living");
  const witness = await begin(living.url);
  const others = wallsOf(living.pid).flatMap(({ keeper, reaper, warden }) => [keeper, reaper, warden]);
  expect(others.length).toBeGreaterThan(0);
  const othersFolders = places.folders();

  let answers = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await using server = await places.start("killed");
    const lost = await begin(server.url);
    const answered = await killUnderLoad(server, ENOUGH[kill % ENOUGH.length] ?? 0);
    const leftFolders = places.folders().filter((name) => !othersFolders.includes(name));
    expect(leftFolders.length).toBeGreaterThan(0);

    await using next = await places.start("killed");
    for (const execution of answered) expect(await record(next.url, execution.id)).toEqual(execution);
    await checkArtifact(next.url, answered);
    expect(await record(next.url, lost)).toMatchObject({ state: "ended", outcome: { status: "lost" } });
    expect((await newest(next.url)).filter(({ state }) => state !== "ended")).toEqual([]);
    const { stdout } = await execute(next.url, { language: "python", code: "print(6 * 7)" });
    expect(stdout).toBe("42\n");

    expect(places.folders().filter((name) => leftFolders.includes(name))).toEqual([]);
    expect(cgroupFolders(server.pid)).toEqual([]);
    expect(mountsBelow(places.base)).toEqual([]);
    expect(places.halfWritten("killed", server.pid)).toEqual([]);
    expect(others.filter((pid) => !isAlive(pid))).toEqual([]);
    expect(othersFolders.filter((name) => !places.folders().includes(name))).toEqual([]);
    await killUnderLoad(next, 0);
    answers += answered.length;
  }
  expect(answers).toBeGreaterThan(KILLS * 10);
  expect(await record(living.url, witness)).toMatchObject({ state: "running", stdout: "begun\n" });
  const cancelled = await fetch(`${living.url}/v1/executions/${witness}`, { method: "DELETE" });
  expect(await cancelled.json()).toMatchObject({ stdout: "begun\n", outcome: { status: "cancelled" } });
});

type Places = Disposable & {
  readonly base: string;
  start(name: string): Promise<ServedProcess>;
  folders(): string[];
  halfWritten(name: string, pid: number): string[];
};

/** Data directories side by side, and one temporary folder for all servers: each must know its own there. */
function makePlaces(): Places {
  const base = mkdtempSync("/tmp/gloveboxtest-"); // short, and open to the uids of sandboxes
  chmodSync(base, 0o755);
  const temporary = join(base, "tmp");
  mkdirSync(temporary);
  return {
    base,
    start: (name) => ServedProcess.start({ dataDir: join(base, name), env: { TMPDIR: temporary } }),
    folders: () => readdirSync(temporary).filter((name) => name.startsWith("glovebox-")),
    halfWritten: (name, pid) =>
      readdirSync(join(base, name, "artifacts")).filter((file) => file.startsWith(`incoming-${pid}-`)),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Kills it once so many executions were answered whole, and gives those. None of its processes is left then. */
async function killUnderLoad(server: ServedProcess, enough: number): Promise<Execution[]> {
  const answered: Execution[] = [];
  let isKilled = false;
  const clients = MIXTURE.map(async (request) => {
    while (!isKilled) {
      try {
        answered.push(await execute(server.url, request));
      } catch (error) {
        if (!isKilled) throw error;
      }
    }
  });
  const asked = Promise.all(clients);
  while (answered.length < enough) await Promise.race([asked, nextTurn()]);
  const processes = descendants(server.pid);
  isKilled = true;
  await server.end("SIGKILL");
  await asked;
  await expect.poll(() => processes.filter(isAlive), { timeout: 15_000 }).toEqual([]);
  return answered;
}

function post(url: string, request: RequestInput, accept: string): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return fetch(`${url}/v1/executions`, { method: "POST", headers, body: JSON.stringify(request) });
}

async function execute(url: string, request: RequestInput): Promise<Execution> {
  return Execution.parse(await (await post(url, request, "application/json")).json());
}

/** Starts a program that does not end, and gives its id. Its answer stays open for as long as the server lives. */
async function begin(url: string): Promise<string> {
  const { body } = await post(url, ENDLESS, "application/x-ndjson");
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.includes("begun")) said += (await reader?.read())?.value ?? assert.fail(`it ended: ${said}`);
  return /"id":"([^"]+)"/.exec(said)?.[1] ?? "";
}

async function record(url: string, id: string): Promise<unknown> {
  return (await fetch(`${url}/v1/executions/${id}`)).json();
}

async function newest(url: string): Promise<ExecutionList["executions"]> {
  return ExecutionList.parse(await (await fetch(`${url}/v1/executions?limit=100`)).json()).executions;
}

/** Of the last execution that left one. */
async function checkArtifact(url: string, answered: readonly Execution[]): Promise<void> {
  const artifact = answered.findLast(({ artifacts }) => artifacts.length > 0)?.artifacts[0];
  if (artifact === undefined) return;
  const content = new Uint8Array(await (await fetch(`${url}${artifact.url}`)).arrayBuffer());
  expect(createHash("sha256").update(content).digest("hex")).toBe(artifact.sha256);
}
