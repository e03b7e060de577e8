import { parse } from "smol-toml";
import { z } from "zod";
import {
  type InstallContext,
  type Installer,
  REGISTRIES,
  type RunStep,
  type SourceFiles,
  WishProblem,
} from "../installer.ts";

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
const VERSION = String.raw`(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+`;
const WISH = new RegExp(
  String.raw`^(${NAME})\s*(\[\s*${NAME}(?:\s*,\s*${NAME})*\s*\])?\s*(${VERSION}(?:\s*,\s*${VERSION})*)?\s*(;[\w\s"'.<>=!()~]+)?$`,
);
/** A package without a wheel is built from source, and its own needs may be such packages again. */
const MOST_ROUNDS = 6;
const SCRIPT = "/opt/glovebox/glovebox_sandbox/installing/pip_packages.py";

export const pip: Installer = {
  ecosystem: "pypi",
  name: "pip",
  place: "packages",
  read(wish) {
    const found = WISH.exec(wish);
    if (found === null) throw new WishProblem("is not a name with an optional version, such as numpy==2.1");
    const [, name = "", extras = "", version = "", marker = ""] = found;
    return [name.toLowerCase().replace(/[._-]+/g, "-"), extras, version, marker].join("").replace(/\s+/g, " ").trim();
  },
  inFiles: ({ main, files }) => ({
    wishes: [...inlineWishes(text(files.get(main))), ...requirements({ main, files })],
    manifests: [],
  }),
  install,
};

async function install(context: InstallContext, run: RunStep): Promise<number> {
  const { tools, wishes, environment, target } = context;
  const pins = environment.packages.map(({ name, version }) => `${name}==${version}`).join("\n");
  const variables = { PYTHON: tools.program, INDEX: `${REGISTRIES}/pypi/simple/` };
  const files = { "pins.txt": pins, "wishes.txt": wishes.join("\n") };
  let from: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = from === undefined ? {} : { from };
    const downloaded = await run({
      script: `exec "$PYTHON" -I ${SCRIPT} download`,
      variables,
      files,
      network: true,
      task: "downloading",
      ...before,
    });
    from = downloaded.directory;
    if (toBuild(downloaded.stdout).length === 0) break;
    const built = await run({
      script: `exec "$PYTHON" -I ${SCRIPT} build`,
      variables,
      task: "building from source",
      from,
    });
    from = built.directory;
  }
  const step = { script: `exec "$PYTHON" -I ${SCRIPT} install`, variables, files, task: "installing", into: target };
  const { bytes } = await run(from === undefined ? step : { ...step, from });
  return bytes;
}

const Told = z.object({ build: z.array(z.string()) });

/** Names of the packages that were found as source only: the last line says them. */
function toBuild(stdout: string): readonly string[] {
  try {
    return Told.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).build;
  } catch {
    return []; // nothing was said: the installation finds out what is missing
  }
}

const Inline = z.object({ dependencies: z.array(z.string()).default([]) });

/** The dependencies of a script's inline metadata (PEP 723). */
function inlineWishes(source: string): readonly string[] {
  const block = /^# \/\/\/ script$\s((?:^#(?:| .*)$\s)+?)^# \/\/\/$/m.exec(`${source.replaceAll("\r\n", "\n")}\n`)?.[1];
  if (block === undefined) return [];
  const toml = block.replaceAll(/^# ?/gm, "");
  try {
    return Inline.parse(parse(toml)).dependencies;
  } catch (error) {
    throw new WishProblem(
      `the script's inline metadata cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function requirements({ files }: SourceFiles): readonly string[] {
  const lines = text(files.get("requirements.txt")).split(/\r?\n/);
  return lines.map((line) => line.replace(/(^|\s)#.*$/, "").trim()).filter((line) => line !== "");
}

function text(content: Uint8Array | undefined): string {
  return Buffer.from(content ?? []).toString("utf8");
}
