import { execFile } from "node:child_process";
import { mkdir, mkdtemp, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Glovebox, GloveboxError } from "glovebox";
import { commandOf, descendants, isAlive } from "../test/hosts/machine.ts";
import { COMMAND, ServedProcess } from "../test/hosts/servedProcess.ts";
import { HttpClient } from "./httpClient.ts";
import { sitePackagesOf, timePython } from "./interpreter.ts";
import { dataVariables } from "./latency.ts";
import type { Bench, Measured } from "./measured.ts";
import { data, type Program, plain } from "./programs.ts";
import type { Row } from "./table.ts";
import { medianInTurns } from "./turns.ts";

const execute = promisify(execFile);
const NODE = [process.execPath, COMMAND];
const NPX = ["npx", "glovebox"];
const base = { of: "value", better: "lower", reach: 1_000, miss: 1_000 } as const;
const withData = { of: "value", better: "lower", reach: 3_000, miss: 3_000 } as const;

/** P9: from the start of the command to the first result, with a data directory that has been used before. */
export async function p9(bench: Bench): Promise<Measured> {
  const rows = await baseRows(bench);
  try {
    return { rows: [...rows, await dataRow(bench)] };
  } catch (error) {
    if (!(error instanceof GloveboxError) || error.code !== "environment_failed") throw error;
    return { rows, text: `P9 with the environment data cannot be measured here: ${error.message}` };
  }
}

async function baseRows({ folder, python }: Bench): Promise<Row[]> {
  const dataDir = join(folder, "p9");
  const fresh = async () => firstResult(NODE, await mkdtemp(join(folder, "p9-")), plain);
  const once = { perRound: 1, warmUps: 1 };
  const [own = 0, npx = 0, first = 0, bare, node = 0, npxAlone = 0] = await medianInTurns(
    [
      { run: () => firstResult(NODE, dataDir, plain), ...once },
      { run: () => firstResult(NPX, dataDir, plain), ...once },
      { run: fresh, ...once },
      { run: () => timePython(python, plain.code, { PATH: process.env["PATH"] }, plain.prints), ...once },
      { run: () => execute(process.execPath, ["-e", "0"]), ...once },
      { run: () => execute("npx", ["node", "-e", "0"]), ...once },
    ],
    { rounds: 9, pauseMs: 100 },
  );
  const against = "python3 -c";
  const note = `of that Node's own start takes ${node.toFixed(0)} ms, and npx with Node's ${npxAlone.toFixed(0)} ms`;
  const row = { against, unit: "ms", reference: bare } as const;
  return [
    { ...row, id: "P9", what: "glovebox serve to the first result, base", value: own, limits: base, note },
    { ...row, id: "P9", what: "the same, started by npx", value: npx, limits: base },
    { ...row, id: "P9", what: "the same, its first start on a machine", value: first },
  ];
}

async function dataRow({ folder, python }: Bench): Promise<Row> {
  const dataDir = join(folder, "p9-data");
  const { variables, environments } = await installed(folder);
  await mkdir(dataDir);
  await symlink(environments, join(dataDir, "environments"));
  const [value = 0, reference] = await medianInTurns(
    [
      { run: () => firstResult(NODE, dataDir, data), perRound: 1, warmUps: 1 },
      { run: () => timePython(python, data.code, variables, data.prints), perRound: 1, warmUps: 1 },
    ],
    { rounds: 7, pauseMs: 100 },
  );
  const what = "the same with numpy, pandas, pyplot, data";
  return { id: "P9", what, against: "cold imports", unit: "ms", value, reference, limits: withData };
}

/** The environment data of this user, installed where it is missing. */
async function installed(folder: string): Promise<{ variables: NodeJS.ProcessEnv; environments: string }> {
  await using box = await Glovebox.open();
  const sitePackages = await sitePackagesOf(box, "data");
  return { variables: await dataVariables(box, folder), environments: dirname(dirname(sitePackages)) };
}

/** Milliseconds until a server that is started now has run the program, asked as soon as it listens. */
async function firstResult(command: readonly string[], dataDir: string, program: Program): Promise<number> {
  const started = performance.now();
  const server = await ServedProcess.start({ dataDir, command });
  using client = new HttpClient(server.url);
  await client.run(program);
  const took = performance.now() - started;
  await stop(server);
  return took;
}

/** Until all of it is gone. What npx started does not hear of a signal to npx, so it gets its own. */
async function stop(server: ServedProcess): Promise<void> {
  const processes = descendants(server.pid);
  for (const pid of processes.filter((each) => commandOf(each).includes(" serve --port"))) process.kill(pid, "SIGTERM");
  await server.end("SIGTERM");
  while (processes.some(isAlive)) await sleep(20);
}
