import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Glovebox, type OpenSession } from "glovebox";
import { descendants } from "../test/hosts/machine.ts";
import type { Bench, Measured } from "./measured.ts";
import { medianInTurns } from "./turns.ts";

const execute = promisify(execFile);
const SESSIONS = 1_000;
const MiB = 1024 * 1024;
const GB = 1_000_000_000;
/** Long enough for the next checkpoint to be taken. After a longer pause it is the machine's own waking that is measured. */
const IDLE_MS = 5;

/** After this long without a cell a session has given back what it only looked at. */
const REST_MS = 8_000;

/** P4: a cell in a live session, beside the same in a Jupyter kernel. */
export async function p4({ python, folder }: Bench): Promise<Measured> {
  await using box = await Glovebox.open();
  await using plain = await box.sessions.create({ environment: "base" });
  await using data = await box.sessions.create({ environment: "data" });
  await data.execute({ code: "import pandas; df = pandas.DataFrame({'a': range(1000)})" });
  const [value = 0, withData = 0] = await medianInTurns(
    [
      { run: () => cell(plain, "1 + 1", "2"), perRound: 5, warmUps: 20 },
      { run: () => cell(data, "int(df.a.sum())", "499500"), perRound: 5, warmUps: 20 },
    ],
    { rounds: 40, pauseMs: IDLE_MS },
  );
  const reference = await jupyter(python, folder);
  const limits = { of: "value", better: "lower", reach: 1, miss: 2 } as const;
  const row = { against: "the same in a Jupyter kernel", unit: "ms", reference, limits } as const;
  return {
    rows: [
      { ...row, id: "P4", what: "a cell in a live session", value },
      { ...row, id: "P4", what: "a cell that asks pandas", value: withData },
    ],
  };
}

/** P5: what one more live session with the data stack takes of the machine's memory at rest, its checkpoint included. */
export async function p5(): Promise<Measured> {
  await using box = await Glovebox.open({ armed: 1, sessions: SESSIONS + 1 });
  await using _first = await dataSession(box);
  await sleep(REST_MS);
  const before = memoryOfDescendants();
  const sessions: OpenSession[] = [];
  while (sessions.length < SESSIONS) sessions.push(await dataSession(box));
  await sleep(REST_MS);
  const value = (memoryOfDescendants() - before) / SESSIONS / MiB;
  for (const session of sessions) await cell(session, "int(df.a.sum())", "6");
  const limits = { of: "value", better: "lower", reach: 10, miss: 16 } as const;
  const what = `one more of ${SESSIONS} live data sessions`;
  return { rows: [{ id: "P5", what, against: "", unit: "MiB", value, limits }] };
}

/** P6: a branch of a session that holds 1 GB, up to the branch's own first answer. */
export async function p6(): Promise<Measured> {
  await using box = await Glovebox.open();
  await using session = await box.sessions.create({ environment: "base", limits: { memoryBytes: 4 * GB } });
  await session.execute({ code: `held = bytearray(b"1") * ${GB}` });
  const branch = async () => {
    const started = performance.now();
    const [made] = await session.branch();
    if (made === undefined) throw new Error("no branch");
    const taken = performance.now() - started;
    await cell(made, "len(held)", String(GB));
    await made.close();
    return taken;
  };
  const [value = 0] = await medianInTurns([{ run: branch, perRound: 1, warmUps: 2 }], { rounds: 15, pauseMs: 100 });
  const limits = { of: "value", better: "lower", reach: 10, miss: 20 } as const;
  return { rows: [{ id: "P6", what: "branch a session that holds 1 GB", against: "", unit: "ms", value, limits }] };
}

async function dataSession(box: Glovebox): Promise<OpenSession> {
  const session = await box.sessions.create({ environment: "data" });
  const code = 'import pandas; df = pandas.DataFrame({"a": [1, 2, 3]}); int(df.a.sum())';
  await cell(session, code, "6");
  return session;
}

async function cell(session: OpenSession, code: string, shows: string): Promise<void> {
  const { outcome, results } = await session.execute({ code });
  if (results[0]?.mime["text/plain"] !== shows)
    throw new Error(`a cell ended as ${outcome.status}: ${JSON.stringify({ results, outcome })}`);
}

/** Bytes of all processes below this one: each page once, however many share it, and the page tables. */
function memoryOfDescendants(): number {
  const pids = descendants(process.pid);
  return pids.reduce((sum, pid) => sum + field(pid, "smaps_rollup", "Pss") + field(pid, "status", "VmPTE"), 0);
}

function field(pid: number, file: string, name: string): number {
  try {
    return (
      Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/${file}`, "utf8"))?.[1] ?? 0) *
      1024
    );
  } catch {
    return 0; // it has just ended
  }
}

/** Median milliseconds; undefined where the kernel cannot be installed. */
async function jupyter(python: string, folder: string): Promise<number | undefined> {
  const made = join(folder, "jupyter");
  try {
    await execute(python, ["-m", "venv", made]);
    await execute(join(made, "bin/pip"), ["install", "--quiet", "ipykernel"]);
    const { stdout } = await execute(join(made, "bin/python"), [join(import.meta.dirname, "jupyter.py")], {
      env: { ...process.env, HOME: folder },
    });
    return Number(stdout);
  } catch {
    return undefined;
  }
}
