import type { OpenSession } from "glovebox";
import type { ArtifactFolder } from "../artifactFolder.ts";
import { say, visible } from "../terminal.ts";
import type { Branches } from "./branches.ts";
import type { Screen } from "./screen.ts";

export type Tools = { readonly branches: Branches; readonly screen: Screen; readonly folder: ArtifactFolder };
type OwnCommand = (argument: string, tools: Tools) => Promise<void> | void;

const COMMAND = /^%(\w+)(?:[ \t]+([^\n]*))?$/;

/** What the tool itself does with a line, or undefined where the line is for the language. */
export function ownCommand(source: string): ((tools: Tools) => Promise<void>) | undefined {
  const [, name = "", argument = ""] = COMMAND.exec(source.trim()) ?? [];
  const command = commands.get(name);
  return command === undefined ? undefined : async (tools) => command(argument.trim(), tools);
}

/** The ways in which people say that they want to go, each of which ends no more than a cell in a session. */
const FAREWELLS: Readonly<Record<string, RegExp>> = {
  python: /^(?:exit|quit)(?:\(\))?$/,
  bash: /^exit$/,
};
const ELSEWHERE = /^\.exit$/;

/** Whether a line ends the conversation. */
export function isFarewell(source: string, language: string): boolean {
  return (FAREWELLS[language] ?? ELSEWHERE).test(source.trim());
}

export const HELP = `%branch [name]   go on in a copy of this session; the other one stays as it is
%switch name     go to another branch
%branches        the branches; * is this one
%vars            variables with types, shapes and beginnings
%files [folder]  files of the session
%save path       copy a file of the session into the folder --out
%help            this
Ctrl-C interrupts what runs, or drops what is typed. Ctrl-D ends, and so does exit (.exit in JavaScript). An empty line ends a block.`;

const commands: ReadonlyMap<string, OwnCommand> = new Map<string, OwnCommand>([
  ["help", (_, { screen }) => screen.line(HELP)],
  ["branch", branch],
  ["switch", switchTo],
  ["branches", (_, { branches, screen }) => listBranches(branches, screen)],
  ["vars", async (_, { branches, screen }) => listVariables(branches.current, screen)],
  ["files", async (folder, { branches, screen }) => listFiles(branches.current, folder, screen)],
  ["save", save],
]);

async function branch(name: string, { branches }: Tools): Promise<void> {
  await branches.branch(name === "" ? undefined : name);
  say(`this is the branch ${visible(branches.name)}`);
}

function switchTo(name: string, { branches }: Tools): void {
  branches.switch(name);
  say(`this is the branch ${visible(branches.name)}`);
}

function listBranches({ names, name: current }: Branches, screen: Screen): void {
  for (const name of names) screen.line(`${name === current ? "*" : " "} ${visible(name)}`);
}

async function listVariables(session: OpenSession, screen: Screen): Promise<void> {
  const rows = (await session.variables()).map(({ name, type, shape, size, preview }) => {
    const extent = shape === undefined ? (size === undefined ? "" : String(size)) : shape.join("×");
    return [visible(name), visible(type), extent, visible(preview)];
  });
  for (const row of aligned(rows)) screen.line(row);
}

async function listFiles(session: OpenSession, folder: string, screen: Screen): Promise<void> {
  const { entries, more } = await session.files.list(folder === "" ? "." : folder);
  const rows = entries.map(({ kind, size, name }) => [kind === "file" ? String(size) : kind, visible(name)]);
  for (const row of aligned(rows)) screen.line(row);
  if (more) say("there are more");
}

async function save(path: string, { branches, folder }: Tools): Promise<void> {
  await using file = await branches.current.files.read(path);
  const saved = folder.save(file.entry.name, Buffer.concat(await Array.fromAsync(file.pieces())));
  say("refused" in saved ? `not saved: ${saved.refused}` : `saved ${visible(saved.path)}`);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
