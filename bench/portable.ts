import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Glovebox } from "glovebox";
import type { Bench, Measured } from "./measured.ts";
import { type Program, run } from "./programs.ts";
import type { Row } from "./table.ts";
import { medianInTurns } from "./turns.ts";

const execute = promisify(execFile);
const python = { language: "python", code: "print(1)", prints: "1", environment: "base", engine: "portable" };
const javascript = { ...python, language: "javascript", code: "console.log(1)" };
const unarmed = { of: "value", better: "lower", reach: 600, miss: 600 } as const;
const armed = { of: "value", better: "lower", reach: 15, miss: 15 } as const;

/** The portable engine, beside Pyodide and Node as one would start them without it. */
export async function portable({ folder }: Bench): Promise<Measured> {
  const cold = async () => timeFirst(await mkdtemp(join(folder, "portable-")), python);
  const dataDir = await mkdtemp(join(folder, "portable-"));
  const once = { perRound: 1, warmUps: 1 };
  const [coldMs = 0, pythonMs = 0, javascriptMs = 0, pyodideMs, nodeMs] = await medianInTurns(
    [
      { run: cold, perRound: 1, warmUps: 0 },
      { run: () => timeFirst(dataDir, python), ...once },
      { run: () => timeFirst(dataDir, javascript), ...once },
      { run: () => execute(process.execPath, [join(import.meta.dirname, "plainPyodide.ts")]), ...once },
      { run: () => execute(process.execPath, ["-e", javascript.code]), ...once },
    ],
    { rounds: 7, pauseMs: 100 },
  );
  const [armedPython = 0, armedJavascript = 0] = await armedMedians(dataDir);
  const besidePyodide = { id: "", against: "node, loadPyodide, runPython", unit: "ms", reference: pyodideMs } as const;
  const besideNode = { id: "", against: "node -e", unit: "ms", reference: nodeMs } as const;
  const rows: Row[] = [
    { ...besidePyodide, what: "portable Python, its first start: no image", value: coldMs },
    { ...besidePyodide, what: "portable Python from its image, unarmed", value: pythonMs, limits: unarmed },
    { ...besidePyodide, what: "portable Python, armed", value: armedPython, limits: armed },
    { ...besideNode, what: "portable JavaScript, unarmed", value: javascriptMs, limits: unarmed },
    { ...besideNode, what: "portable JavaScript, armed", value: armedJavascript, limits: armed },
  ];
  return { rows };
}

/** From a Glovebox that has started nothing yet to the program's end. */
async function timeFirst(dataDir: string, program: Program): Promise<number> {
  await using box = await Glovebox.open({ engine: "portable", dataDir, armed: 0 });
  const started = performance.now();
  await run(box, program);
  return performance.now() - started;
}

/** The pause is long enough for a process to be started in the place of the one that was used. */
async function armedMedians(dataDir: string): Promise<number[]> {
  await using box = await Glovebox.open({ engine: "portable", dataDir });
  const ways = [python, javascript].map((program) => ({ run: () => run(box, program), perRound: 1, warmUps: 4 }));
  return await medianInTurns(ways, { rounds: 20, pauseMs: 1_000 });
}
