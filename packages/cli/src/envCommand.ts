import type { Command } from "commander";
import { Glovebox, type Options } from "glovebox";
import { ProgressBar } from "./progress.ts";
import { CONFIG_FILE, Settings } from "./settings/settings.ts";
import { say } from "./terminal.ts";

type Named = { engine?: string };
type Shared = { dataDir?: string; config?: string; wheelUrl?: string };

const DATA_DIR = [
  "--data-dir <folder>",
  "where environments are kept (default: glovebox in $XDG_DATA_HOME or ~/.local/share)",
] as const;
const CONFIG = ["--config <file>", `file with settings (default: ${CONFIG_FILE} in this folder)`] as const;

const ENGINE = ["--engine <name>", "only for this engine: native or portable"] as const;

/** `glovebox env list|install|remove`. */
export function addEnvCommand(program: Command): void {
  const env = program.command("env").description("environments: sets of packages that programs can import");
  env
    .command("list")
    .description("the environments, and which are installed")
    .option(...DATA_DIR)
    .option(...CONFIG)
    .option("--json", "as JSON")
    .action(list);
  env
    .command("install <name>")
    .description("install an environment, such as data")
    .option(...ENGINE)
    .option("--wheel-url <url>", "where the portable engine gets packages: a folder of Pyodide's wheels")
    .option(...DATA_DIR)
    .option(...CONFIG)
    .action(install);
  env
    .command("remove <name>")
    .description("remove an environment from the disk")
    .option(...ENGINE)
    .option(...DATA_DIR)
    .option(...CONFIG)
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

async function install(name: string, { engine, ...shared }: Shared & Named): Promise<void> {
  await using box = await Glovebox.open(options(shared));
  const bar = new ProgressBar();
  const { packages, bytes, python } = await box
    .installEnvironment(name, { ...given(engine), onProgress: (progress) => bar.show(progress) })
    .finally(() => bar.finish());
  say(`${name} is installed for python ${python}: ${packages.length} packages, ${megabytes(bytes)}`);
}

async function remove(name: string, { engine, ...shared }: Shared & Named): Promise<void> {
  await using box = await Glovebox.open(options(shared));
  const removed = await box.removeEnvironment(name, given(engine));
  say(
    removed.length === 0
      ? `${name} was not installed`
      : `${name} is removed (${megabytes(removed.reduce((sum, { bytes }) => sum + bytes, 0))})`,
  );
}

function options({ dataDir, config, wheelUrl }: Shared): Options {
  const flags = {
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(config === undefined ? {} : { config }),
    ...(wheelUrl === undefined ? {} : { wheelUrl }),
  };
  const { given } = Settings.read({ flags, variables: process.env, takeFolderFile: true });
  return { ...given, armed: 0 };
}

function given(engine: string | undefined): { engine?: string } {
  return engine === undefined ? {} : { engine };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
