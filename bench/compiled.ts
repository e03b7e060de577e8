import { execFile } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Glovebox } from "glovebox";
import type { Bench, Measured } from "./measured.ts";
import { type Program, run } from "./programs.ts";
import type { Row } from "./table.ts";
import { medianInTurns } from "./turns.ts";

const execute = promisify(execFile);
const reached = { of: "ratio", better: "lower", reach: 0.1, miss: 0.2 } as const;
/** An execution that comes now and then: what is started ahead has the time to start. */
const PLAN = { rounds: 15, pauseMs: 400 };

/** What runs the same program on this machine without Glovebox, as its users type it. */
type Usual = {
  readonly command: readonly string[];
  /** Done once, before. */
  readonly before?: readonly string[];
  readonly limits?: Row["limits"];
};

type Case = {
  readonly language: string;
  readonly file: string;
  readonly code: string;
  readonly beside?: Readonly<Record<string, string>>;
  readonly usual: readonly Usual[];
};

const cases: readonly Case[] = [
  {
    language: "go",
    file: "main.go",
    code: 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(6 * 7) }\n',
    usual: [{ command: ["go", "run", "main.go"], limits: reached }],
  },
  {
    language: "rust",
    file: "src/main.rs",
    code: 'fn main() { println!("{}", 6 * 7); }\n',
    beside: { "Cargo.toml": '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2021"\n' },
    usual: [{ command: ["cargo", "run", "--quiet", "--offline"], limits: reached }],
  },
  {
    language: "java",
    file: "Main.java",
    code: "class Main {\n  public static void main(String[] args) { System.out.println(6 * 7); }\n}\n",
    usual: [
      { command: ["java", "Main.java"], limits: reached },
      { before: ["javac", "-d", "classes", "Main.java"], command: ["java", "-cp", "classes", "Main"] },
    ],
  },
  {
    language: "javascript",
    file: "main.js",
    code: "console.log(6 * 7);\n",
    usual: [{ command: [process.execPath, "main.js"] }],
  },
];

/** P8: the second run of a compiled program, against what compiles and runs it on this machine. */
export async function p8({ folder }: Bench): Promise<Measured> {
  await using box = await Glovebox.open();
  const rows: Row[] = [];
  for (const each of cases) rows.push(...(await rowsOf(box, folder, each)));
  return { rows };
}

async function rowsOf(
  box: Glovebox,
  folder: string,
  { language, file, code, beside = {}, usual }: Case,
): Promise<Row[]> {
  const place = await mkdtemp(join(folder, `p8-${language}-`));
  for (const [name, content] of Object.entries({ ...beside, [file]: code })) {
    await mkdir(join(place, dirname(name)), { recursive: true });
    await writeFile(join(place, name), content);
  }
  for (const { before: [program, ...args] = [] } of usual)
    if (program !== undefined) await execute(program, args, { cwd: place });
  const ours: Program = { language, code, prints: "42", environment: "base" };
  const [value = 0, ...references] = await medianInTurns(
    [
      { run: () => run(box, ours), perRound: 2, warmUps: 5 },
      ...usual.map(({ command }) => ({ run: () => type(command, place), perRound: 1, warmUps: 2 })),
    ],
    PLAN,
  );
  const what = language === "javascript" ? "the same in JavaScript" : `second run of a ${language} program`;
  return usual.map(({ command: [program = "", ...args], limits }, index) => ({
    ...{
      id: "P8",
      what,
      against: [program === process.execPath ? "node" : program, ...args].join(" ").replace(" --offline", ""),
      unit: "ms",
      value,
    },
    ...{ reference: references[index], ...(limits === undefined ? {} : { limits }) },
  }));
}

/** Milliseconds from the start of the command to its end. */
async function type([program = "", ...args]: readonly string[], cwd: string): Promise<number> {
  const started = performance.now();
  const { stdout } = await execute(program, args, { cwd });
  const took = performance.now() - started;
  if (stdout.trim() !== "42") throw new Error(`${program} printed ${JSON.stringify(stdout)}`);
  return took;
}
