import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { GloveboxError } from "glovebox";
import { addConfigCommand } from "./configCommand.ts";
import { addDoctorCommand } from "./doctorCommand.ts";
import { addEnvCommand } from "./envCommand.ts";
import { BAD_USAGE, exitCodeOfError } from "./exitCodes.ts";
import { addMcpCommand } from "./mcpCommand.ts";
import { addReplCommand } from "./repl/replCommand.ts";
import { addRunCommand } from "./runCommand.ts";
import { addServeCommand } from "./serveCommand.ts";
import { say } from "./terminal.ts";

/** The `glovebox` command. Sets the exit code of this process; never throws. */
export async function main(args: readonly string[]): Promise<void> {
  for (const name of ["stdout", "stderr"] as const) process[name].on("error", ignoreClosedPipe);
  try {
    await command().parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function command(): Command {
  const program = new Command("glovebox")
    .description("Runs code in sealed sandboxes on this machine: no Docker, no KVM, no root.")
    .version(version(), "--version")
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  addRunCommand(program);
  addReplCommand(program);
  addServeCommand(program);
  addMcpCommand(program);
  addEnvCommand(program);
  addDoctorCommand(program);
  addConfigCommand(program);
  return program;
}

/** Whoever read our output has seen enough. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

const EXAMPLES = `
Examples:
  glovebox run report.py                 run a file; the files beside it are there to read
  glovebox run -c 'print(6 * 7)'         run a line of Python
  echo 'ls -la' | glovebox run - --language bash
  glovebox run train.py --timeout 300 --memory 2g --file data/big.csv:big.csv
  glovebox run --json -c 'print(1)'      outcome, output and artifacts as one JSON document
  glovebox repl --environment data       a conversation with Python: variables stay, plots are saved
  glovebox env list                      environments, such as data with pandas and matplotlib
  glovebox serve                         the same over HTTP, on http://127.0.0.1:4747
  glovebox mcp                           the same as tools of MCP, over stdin and stdout
  glovebox doctor                        what keeps each promise on this machine
  glovebox config                        the settings in force, and where each came from`;

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USAGE;
  if (error instanceof GloveboxError) {
    say(error.message);
    if (error.advice !== undefined) say(`what to do: ${error.advice}`);
    return exitCodeOfError(error);
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 125;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
