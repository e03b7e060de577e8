import type { Command } from "commander";
import {
  carryScript,
  detectLanguage,
  type EndedExecution,
  exitCodeOf,
  Glovebox,
  GloveboxError,
  languageIds,
  type Options,
  type RequestInput,
  readScript,
} from "glovebox";
import { parseMemory, parseSeconds, parseVariable } from "./amounts.ts";
import { ArtifactFolder } from "./artifactFolder.ts";
import { Interruption } from "./interruption.ts";
import { withNamed, withRoomFor } from "./largeFiles.ts";
import { Listener } from "./listener.ts";
import { type NamedFiles, namedFiles, twice } from "./namedFile.ts";
import { lastPicture, Pictures, pictureOf } from "./pictures.ts";
import { type NotebookOptions, runNotebook } from "./runNotebook.ts";
import { Settings } from "./settings/settings.ts";
import { readStdin } from "./stdin.ts";
import { say, visible } from "./terminal.ts";

type RunOptions = {
  code?: string;
  language?: string;
  engine?: string;
  environment?: string;
  policy?: RequestInput["policy"];
  timeout?: string;
  memory?: string;
  file: string[];
  env: string[];
  arg: string[];
  package: string[];
  stdin?: boolean;
  param: string[];
  allowErrors?: boolean;
  out: string;
  force?: boolean;
  json?: boolean;
  dataDir?: string;
  config?: string;
};

/** `glovebox run`. */
export function addRunCommand(program: Command): void {
  const gather = (value: string, before: string[]) => [...before, value];
  program
    .command("run [file]")
    .description("run a program or a notebook in a sealed sandbox; - reads a program from stdin")
    .option("-c, --code <code>", "the program itself, instead of a file")
    .option("--language <name>", `one of ${languageIds.join(", ")}, with a version if wanted: python@3.11`)
    .option("--engine <name>", "auto, native, portable or piston (default: auto)")
    .option("--environment <name>", "base, or data with pandas and matplotlib (default: what the imports need)")
    .option(
      "--package <name>",
      "install this package for the program, as numpy==2.1 or lodash@4; repeatable",
      gather,
      [],
    )
    .option("--policy <name>", "check imports and calls of Python first: standard or strict (default: off)")
    .option("--timeout <seconds>", "wall-clock limit (default: 30)")
    .option("--memory <size>", "memory limit, such as 512m or 2g (default: 512m)")
    .option("--file <path[:name]>", "lay this file into the workspace too; repeatable", gather, [])
    .option("--env <name=value>", "set a variable for the program; repeatable", gather, [])
    .option("--arg <value>", "an argument for the program; repeatable", gather, [])
    .option(
      "--param <name=value>",
      "set this variable in a notebook, after its cell tagged parameters; repeatable",
      gather,
      [],
    )
    .option("--allow-errors", "go on after a cell of a notebook that fails")
    .option("--stdin", "pass our stdin on to the program")
    .option(
      "--out <folder>",
      "where files go that the program leaves; or, of a notebook, its finished copy: done.ipynb",
      "glovebox-out",
    )
    .option("--force", "overwrite files in that folder")
    .option("--json", "print everything as one JSON document instead")
    .option("--data-dir <folder>", "where environments are kept")
    .option("--config <file>", "file with settings; run reads one only where it is named")
    .addHelpText("after", NOTES)
    .action(run);
}

const NOTES = `
The files in the script's own folder, or in the Go, Rust or Java project that it is part of, are there to read (up to
50 MB, nothing hidden), and files that the program leaves in its workspace come back to --out. It has no network, and
sees nothing else of this machine.

Defaults come from the environment: GLOVEBOX_LIMITS_TIMEOUT_MS, GLOVEBOX_DATA_DIR and the others that glovebox config
lists. A glovebox.config.json counts only where --config or GLOVEBOX_CONFIG names it, because the folder of a program
must not say how that program is sealed.

Exit codes: the program's own, or its compiler's; 124 timed out, 137 out of memory, 126 refused by the policy, 128+n
ended by signal n, 125 Glovebox failed, 2 the command or the request is wrong, or the machine cannot build the wall.`;

async function run(file: string | undefined, options: RunOptions): Promise<void> {
  if (file?.endsWith(".ipynb")) return await runNotebook(file, notebookOptions(options));
  const folder = new ArtifactFolder(options.out, options.force ?? false);
  const { request: asked, named, note } = await requestOf(file, options);
  if (note !== undefined) say(note);
  using interruption = new Interruption();
  const settings = withRoomFor(named, settingsOf(options));
  await using box = await Glovebox.open({ armed: 0, ...settings });
  const request = await withNamed(box, asked, named, settings, interruption.signal);
  const listener = new Listener({ live: !options.json });
  for await (const event of box.stream(request, { signal: interruption.signal })) listener.hear(event);
  const execution = listener.execution();
  const saved = save(box, execution, folder, options);
  if (!options.json) savePictures(execution, new Pictures(folder, options.force ? 0 : lastPicture(options.out)));
  if (options.json) process.stdout.write(`${JSON.stringify({ ...execution, artifacts: saved }, null, 2)}\n`);
  else explain(execution);
  process.exitCode = execution.outcome.status === "cancelled" ? interruption.exitCode : exitCodeOf(execution.outcome);
}

/** Throws for what a notebook has no place for. */
function notebookOptions(options: RunOptions): NotebookOptions {
  for (const field of ["code", "language", "policy", "stdin"] as const) {
    if (options[field] === undefined) continue;
    throw new GloveboxError("invalid_request", `--${field} cannot go with a notebook`, { field: `--${field}` });
  }
  return {
    request: sharedRequest(options),
    named: namedFiles(options.file),
    param: options.param,
    allowErrors: options.allowErrors ?? false,
    out: options.out,
    force: options.force ?? false,
    json: options.json ?? false,
    settings: settingsOf(options),
  };
}

function sharedRequest(options: RunOptions) {
  return {
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.package.length === 0 ? {} : { packages: options.package }),
    env: Object.fromEntries(options.env.map((text) => parseVariable(text, "--env"))),
    limits: {
      ...(options.timeout === undefined ? {} : { timeoutMs: parseSeconds(options.timeout, "--timeout") }),
      ...(options.memory === undefined ? {} : { memoryBytes: parseMemory(options.memory, "--memory") }),
    },
  };
}

/** The flags that run has are those of the request; a folder with somebody's program must not set how it is sealed. */
function settingsOf({ dataDir, config }: RunOptions): Options {
  const flags = { ...(dataDir === undefined ? {} : { dataDir }), ...(config === undefined ? {} : { config }) };
  return Settings.read({ flags, variables: process.env, takeFolderFile: false }).given;
}

async function requestOf(
  file: string | undefined,
  options: RunOptions,
): Promise<{ request: RequestInput; named: NamedFiles; note: string | undefined }> {
  if ((file === undefined) === (options.code === undefined)) {
    throw new GloveboxError("invalid_request", "give a FILE, - for stdin, or --code", { field: "FILE" });
  }
  const named = namedFiles(options.file);
  const shared = {
    ...sharedRequest(options),
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    args: options.arg,
  };
  if (file === undefined || file === "-") {
    if (file === "-" && options.stdin)
      throw new GloveboxError("invalid_request", "--stdin cannot go with -: stdin is the program", {
        field: "--stdin",
      });
    const code = file === "-" ? await readStdin("-") : (options.code ?? "");
    const language = options.language ?? detectLanguage("", code)?.id ?? "python";
    const stdin = options.stdin ? { stdin: await readStdin("--stdin") } : {};
    return { request: { ...shared, ...stdin, language, code }, named, note: undefined };
  }
  const script = readScript(file);
  const language = options.language ?? detectLanguage(script.name, script.content.toString("utf8", 0, 256))?.id;
  if (language === undefined) {
    throw new GloveboxError(
      "invalid_request",
      `${file}: its language is not known by its ending or first line; give --language`,
      { field: "--language" },
    );
  }
  const { main, files, note } = carryScript(script, language, options.out);
  if (named.has(main)) throw twice(main);
  const stdin = options.stdin ? { stdin: await readStdin("--stdin") } : {};
  const request = { ...shared, ...stdin, language, main, files: Object.fromEntries(files) };
  return { request, named, note: note === undefined ? undefined : `${note}; name those you need with --file` };
}

function save(box: Glovebox, { id, artifacts }: EndedExecution, folder: ArtifactFolder, { json }: RunOptions) {
  return artifacts.map((artifact) => {
    const saved = folder.save(artifact.name, box.readArtifact(id, artifact.name));
    if ("refused" in saved) {
      if (!json) say(`not saved: ${visible(artifact.name)}: ${saved.refused}`);
      return { ...artifact, refused: saved.refused };
    }
    if (!json) say(`saved ${visible(saved.path)}${saved.note === undefined ? "" : ` (${saved.note})`}`);
    return { ...artifact, path: saved.path };
  });
}

function savePictures({ results }: EndedExecution, pictures: Pictures): void {
  for (const result of results) {
    const picture = pictureOf(result);
    if (picture !== undefined) pictures.save(picture);
  }
}

/** Says on stderr what the program's own output does not say. */
function explain({ outcome, engine, engineReason }: EndedExecution): void {
  // Fewer promises, and another Python: whoever left the choice should know.
  if (engine === "portable" && engineReason !== undefined) say(engineReason);
  if (outcome.error !== undefined && outcome.status !== "failed") say(`${outcome.status}: ${outcome.error.message}`);
  for (const note of outcome.notes ?? []) say(note);
}
