import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Execution, ExecutionList } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { listed, program, temporaryFolder } from "./served.ts";

const KILLS = 5;
const CLIENTS = 8;

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, "serverProcess.ts");
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  return { child, url: String(said).trim() };
}

/** Sends one after another until the server is gone; notes what was answered whole. */
async function client(url: string, answered: Execution[]): Promise<void> {
  for (let count = 0; ; count++) {
    try {
      const response = await fetch(`${url}/v1/executions`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(program(`print ${count}\nwrite a.txt ${Math.random()}\nsleep ${count % 3}`)),
      });
      answered.push(Execution.parse(await response.json()));
    } catch {
      return; // the server was killed
    }
  }
}

test("[store.killed] a server killed again and again under load keeps every record that it answered with", async () => {
  using folder = temporaryFolder();
  const answered: Execution[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, url } = await startProcess(folder.path);
    const enough = answered.length + 100;
    const clients = Array.from({ length: CLIENTS }, () => client(url, answered));
    while (answered.length < enough) await new Promise((resolve) => setImmediate(resolve));
    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), ...clients]);
  }
  const { child, url } = await startProcess(folder.path);
  try {
    for (const execution of answered) {
      const kept = await fetch(`${url}/v1/executions/${execution.id}`);
      expect(await kept.json()).toEqual(execution);
    }
    const last = answered.at(-1)?.artifacts[0];
    expect((await (await fetch(`${url}${last?.url}`)).arrayBuffer()).byteLength).toBe(last?.size);
    const all = await everything(url);
    expect(all.filter(({ state }) => state !== "ended")).toEqual([]);
    expect(all.filter(({ outcome }) => outcome?.status === "lost").length).toBeLessThanOrEqual(KILLS * CLIENTS);
    expect(readdirSync(join(folder.path, "artifacts")).filter((name) => name.startsWith("incoming"))).toEqual([]);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

async function everything(url: string): Promise<ExecutionList["executions"]> {
  const all = await listed(await fetch(`${url}/v1/executions?limit=100`));
  for (let page = all, cursor = ""; page.length > 0; ) {
    const answer = ExecutionList.parse(await (await fetch(`${url}/v1/executions?limit=100${cursor}`)).json());
    if (cursor !== "") all.push(...answer.executions);
    if (answer.nextCursor === undefined) break;
    cursor = `&cursor=${answer.nextCursor}`;
    page = answer.executions;
  }
  return all;
}
