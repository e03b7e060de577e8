import { join } from "node:path";
import type { Command } from "commander";
import { Glovebox, type OpenSession, type Options, Options as OptionsSchema, type SessionInput } from "glovebox";
import { parseMemory, parseSeconds, parseVariable } from "../amounts.ts";
import { ArtifactFolder } from "../artifactFolder.ts";
import { withNamed, withRoomFor } from "../largeFiles.ts";
import { namedFiles } from "../namedFile.ts";
import { ProgressBar } from "../progress.ts";
import { Settings } from "../settings/settings.ts";
import { say } from "../terminal.ts";
import { History } from "./history.ts";
import { PipedReader, type Reader, TypedReader } from "./readers.ts";
import { Repl } from "./repl.ts";
import { Screen } from "./screen.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const ENDED_BY_SIGNAL = 130;

type ReplFlags = {
  language: string;
  engine?: string;
  environment?: string;
  package: string[];
  timeout?: string;
  memory?: string;
  file: string[];
  env: string[];
  out: string;
  dataDir?: string;
  config?: string;
};

/** `glovebox repl`. */
export function addReplCommand(program: Command): void {
  const gather = (value: string, before: string[]) => [...before, value];
  program
    .command("repl")
    .description("talk to an interpreter in a sealed sandbox")
    .option("--language <name>", "a language that has sessions, with a version if wanted: python@3.11", "python")
    .option("--engine <name>", "auto, native or portable (default: auto)")
    .option("--environment <name>", "base, or data with pandas and matplotlib (default: data where it is installed)")
    .option("--package <name>", "install this package for the session, as numpy==2.1; repeatable", gather, [])
    .option("--timeout <seconds>", "wall-clock limit of each cell (default: 30)")
    .option("--memory <size>", "memory limit, such as 512m or 2g (default: 512m)")
    .option("--file <path[:name]>", "lay this file into the workspace; repeatable", gather, [])
    .option("--env <name=value>", "set a variable for the session; repeatable", gather, [])
    .option("--out <folder>", "where plots go, and files that %save names", "glovebox-out")
    .option("--data-dir <folder>", "where environments and the history are kept")
    .option("--config <file>", "file with settings; repl reads one only where it is named")
    .addHelpText("after", NOTES)
    .action(repl);
}

const NOTES = `
What is typed stays in the file repl-history in the data directory, which only you can read. From a pipe, code runs
statement by statement; %help says what there is beside the language.

Exit codes: 0; 1 where code came from a pipe and some of it failed; 125 Glovebox failed, 2 the command is wrong.

Examples:
  glovebox repl --environment data
  glovebox repl --package polars --memory 2g
  glovebox repl < steps.py`;

async function repl(flags: ReplFlags): Promise<void> {
  const folder = new ArtifactFolder(flags.out, false);
  const named = namedFiles(flags.file);
  const settings = withRoomFor(named, settingsOf(flags));
  const asked = requestOf(flags);
  await using box = await Glovebox.open({ armed: 0, ...settings });
  const request = await withNamed(box, asked, named, settings);
  const create = () => makeSession(box, request);
  const first = await create();
  const { language, version, environment } = first.info;
  const typed = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (typed) say(`${language} ${version}, environment ${environment}. %help says more; Ctrl-D ends`);
  using reader = readerOf(typed, language, settings);
  using _signals = endOnSignals(reader);
  const screen = new Screen(folder, flags.out);
  const succeeded = await new Repl(first, { reader, screen, folder, create, typed }).run();
  if (typed) process.stdout.write("\n");
  else if (!succeeded) process.exitCode = 1;
}

function settingsOf({ dataDir, config }: ReplFlags): Options {
  const flags = { ...(dataDir === undefined ? {} : { dataDir }), ...(config === undefined ? {} : { config }) };
  return Settings.read({ flags, variables: process.env, takeFolderFile: false }).given;
}

function requestOf(flags: ReplFlags): SessionInput {
  const { engine, environment, timeout, memory } = flags;
  return {
    language: flags.language,
    ...(engine === undefined ? {} : { engine }),
    ...(environment === undefined ? {} : { environment }),
    ...(flags.package.length === 0 ? {} : { packages: flags.package }),
    env: Object.fromEntries(flags.env.map((text) => parseVariable(text, "--env"))),
    limits: {
      ...(timeout === undefined ? {} : { timeoutMs: parseSeconds(timeout, "--timeout") }),
      ...(memory === undefined ? {} : { memoryBytes: parseMemory(memory, "--memory") }),
    },
    idleTimeoutMs: DAY_MS,
    maxAgeMs: 30 * DAY_MS,
  };
}

async function makeSession(box: Glovebox, request: SessionInput): Promise<OpenSession> {
  const bar = new ProgressBar();
  try {
    return await box.sessions.create(request, { onProgress: (progress) => bar.show(progress) });
  } finally {
    bar.finish();
  }
}

function readerOf(typed: boolean, language: string, settings: Options): Reader {
  if (!typed) return new PipedReader(language);
  const { dataDir } = OptionsSchema.parse(settings);
  return new TypedReader(language, new History(join(dataDir, "repl-history")));
}

/** Ctrl-C reaches a terminal's reader as a key; here it is what another process sends, or one at a pipe. */
function endOnSignals(reader: Reader): Disposable {
  const onInterrupt = () => {
    if (reader.running !== undefined) return reader.running.interrupt();
    process.exitCode = ENDED_BY_SIGNAL;
    reader[Symbol.dispose]();
  };
  const onEnd = () => {
    process.exitCode = ENDED_BY_SIGNAL;
    reader.running?.interrupt();
    reader[Symbol.dispose]();
  };
  process.on("SIGINT", onInterrupt);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, onEnd);
  return {
    [Symbol.dispose]: () => {
      process.off("SIGINT", onInterrupt);
      for (const signal of ["SIGTERM", "SIGHUP"] as const) process.off(signal, onEnd);
    },
  };
}
