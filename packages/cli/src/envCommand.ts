import type { Command } from "commander";
import { Glovebox } from "glovebox";
import { ProgressBar } from "./progress.ts";
import { say } from "./terminal.ts";

type Shared = { dataDir?: string };

const DATA_DIR = [
  "--data-dir <folder>",
  "where environments are kept (default: glovebox in $XDG_DATA_HOME or ~/.local/share)",
] as const;

/** `glovebox env list|install|remove`. */
export function addEnvCommand(program: Command): void {
  const env = program.command("env").description("environments: sets of packages that programs can import");
  env
    .command("list")
    .description("the environments, and which are installed")
    .option(...DATA_DIR)
    .option("--json", "as JSON")
    .action(list);
  env
    .command("install <name>")
    .description("install an environment, such as data")
    .option(...DATA_DIR)
    .action(install);
  env
    .command("remove <name>")
    .description("remove an environment from the disk")
    .option(...DATA_DIR)
    .action(remove);
}

async function list({ json, ...shared }: Shared & { json?: boolean }): Promise<void> {
  await using box = await Glovebox.open(options(shared));
  const environments = await box.environments();
  if (json) {
    process.stdout.write(`${JSON.stringify(environments, null, 2)}\n`);
    return;
  }
  for (const { name, installed, outdated } of environments) {
    const state = installed.map(
      ({ python, packages, bytes }) =>
        `installed for python ${python}: ${packages.length} packages, ${megabytes(bytes)}`,
    );
    const old = outdated.length > 0 ? `${outdated.length} outdated` : undefined;
    const description =
      name === "base"
        ? "always there: the standard library"
        : [...state, old].filter(Boolean).join("; ") || "not installed";
    process.stdout.write(`${name.padEnd(8)} ${description}\n`);
  }
}

async function install(name: string, shared: Shared): Promise<void> {
  await using box = await Glovebox.open(options(shared));
  const bar = new ProgressBar();
  const { packages, bytes, python } = await box
    .installEnvironment(name, { onProgress: (progress) => bar.show(progress) })
    .finally(() => bar.finish());
  say(`${name} is installed for python ${python}: ${packages.length} packages, ${megabytes(bytes)}`);
}

async function remove(name: string, shared: Shared): Promise<void> {
  await using box = await Glovebox.open(options(shared));
  const removed = await box.removeEnvironment(name);
  say(
    removed.length === 0
      ? `${name} was not installed`
      : `${name} is removed (${megabytes(removed.reduce((sum, { bytes }) => sum + bytes, 0))})`,
  );
}

function options({ dataDir }: Shared) {
  return { armed: 0, ...(dataDir === undefined ? {} : { dataDir }) };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
