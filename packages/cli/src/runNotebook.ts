import { basename, dirname } from "node:path";
import {
  carryFolder,
  exitCodeOf,
  Glovebox,
  GloveboxError,
  type NotebookInput,
  type NotebookRun,
  type Options,
  readNotebookFile,
} from "glovebox";
import { ArtifactFolder, type Saved } from "./artifactFolder.ts";
import { Interruption } from "./interruption.ts";
import { withNamed, withRoomFor } from "./largeFiles.ts";
import type { NamedFiles } from "./namedFile.ts";
import { ProgressBar } from "./progress.ts";
import { passOn, say, visible } from "./terminal.ts";

export type NotebookOptions = {
  readonly request: Pick<NotebookInput, "engine" | "environment" | "packages" | "env" | "limits">;
  readonly named: NamedFiles;
  readonly param: readonly string[];
  readonly allowErrors: boolean;
  /** A folder, or the name of the finished notebook. */
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly settings: Options;
};

type Parameter = NonNullable<NotebookInput["parameters"]>[string];

const ARTIFACTS = "glovebox-out";

/** `glovebox run analysis.ipynb`: every cell in one session; the notebook with its outputs goes to --out. */
export async function runNotebook(file: string, options: NotebookOptions): Promise<void> {
  const { request, named, param, allowErrors, out, force, json } = options;
  const { folder, name, text } = readNotebookFile(file);
  const isFile = out.endsWith(".ipynb");
  const places = new ArtifactFolder(isFile ? ARTIFACTS : out, force);
  const done = new ArtifactFolder(isFile ? dirname(out) : out, force);
  const { files, note } = carryFolder(folder, isFile ? ARTIFACTS : out);
  if (note !== undefined) say(`${note}; name those you need with --file`);
  const parameters = Object.fromEntries(param.map(parseParameter));
  const asked: NotebookInput = {
    ...request,
    notebook: text,
    files: Object.fromEntries(files),
    ...(param.length === 0 ? {} : { parameters }),
    allowErrors,
  };
  using interruption = new Interruption();
  const settings = withRoomFor(named, options.settings);
  await using box = await Glovebox.open({ armed: 0, ...settings });
  const input = await withNamed(box, asked, named, settings, interruption.signal);
  const bar = new ProgressBar();
  const run = await box.runNotebook(input, {
    signal: interruption.signal,
    onEvent: (event) => {
      if (event.type === "progress") bar.show(event);
      else if (event.type === "cell" || event.type === "cell_ended")
        bar.show({ task: "running cells", done: event.done, total: event.total, unit: "cells" });
    },
  });
  bar.finish();
  for (const { name: artifact, sha256 } of run.artifacts) {
    const content = await new Response((await box.openArtifact(sha256)).stream()).bytes();
    tell(artifact, places.save(artifact, content), json);
  }
  const finished = Buffer.from(`${JSON.stringify(run.notebook, null, 1)}\n`);
  tell(name, done.save(isFile ? basename(out) : name, finished), json);
  if (json) process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
  else explain(run);
  process.exitCode = run.outcome.status === "cancelled" ? interruption.exitCode : exitCodeOf(run.outcome);
}

/** NAME=VALUE; the value is JSON where it can be read as such, else text. */
function parseParameter(text: string): [string, Parameter] {
  const cut = text.indexOf("=");
  if (cut <= 0) {
    const message = `--param ${JSON.stringify(text)}: give NAME=VALUE`;
    throw new GloveboxError("invalid_request", message, { field: "--param" });
  }
  const value = text.slice(cut + 1);
  try {
    return [text.slice(0, cut), JSON.parse(value)];
  } catch {
    return [text.slice(0, cut), value];
  }
}

function tell(name: string, saved: Saved | { readonly refused: string }, quiet: boolean): void {
  if (quiet) return;
  if ("refused" in saved) say(`not saved: ${visible(name)}: ${saved.refused}`);
  else say(`saved ${visible(saved.path)}${saved.note === undefined ? "" : ` (${saved.note})`}`);
}

function explain({ outcome, failedCell, executed }: NotebookRun): void {
  const { status, error, notes = [] } = outcome;
  if (failedCell !== undefined) {
    say(
      `cell ${failedCell + 1} of the notebook ${status}: ${visible(error?.name ?? "")}: ${visible(error?.message ?? "")}`,
    );
    if (error?.traceback !== undefined) passOn(`${error.traceback.trimEnd()}\n`, process.stderr);
  }
  for (const note of notes) say(visible(note));
  say(`${executed} cells ran`);
}
