import { dirname, join } from "node:path";
import { parse, stringify, type TomlTable } from "smol-toml";
import { nearestFolder, PRODUCT } from "../../runtimes/language.ts";
import {
  FROM,
  type InstallContext,
  type Installer,
  REGISTRIES,
  type RunStep,
  type SourceFiles,
  WishProblem,
} from "../installer.ts";

const NAME = "[A-Za-z][A-Za-z0-9_-]*";
const REQUIREMENT = String.raw`(?:[=^~]|[<>]=?)?\s*[0-9*][A-Za-z0-9.*+-]*`;
const FEATURE = "[A-Za-z0-9_][A-Za-z0-9_+./-]*";
/** `serde`, `serde@1`, `serde@1[derive,rc]`, `serde[derive]`. */
const WISH = new RegExp(
  String.raw`^(${NAME})(?:@(${REQUIREMENT}(?:\s*,\s*${REQUIREMENT})*))?\s*(?:\[\s*(${FEATURE}(?:\s*,\s*${FEATURE})*)\s*\])?$`,
);
/** What of a manifest says which crates are needed. Targets and build scripts are the program's own. */
const KEPT = ["dependencies", "dev-dependencies", "build-dependencies", "target", "features"] as const;
const KEPT_AT_ROOT = [...KEPT, "workspace", "patch", "replace", "profile"] as const;
const KEPT_OF_PACKAGE = ["name", "version", "edition", "rust-version", "resolver"] as const;
const NEEDS = ["dependencies", "dev-dependencies", "build-dependencies", "target", "workspace"] as const;

/**
 * The layer holds the sources of crates (`vendor`), the configuration that makes cargo take them from there, Cargo.lock,
 * what was asked for as a piece of Cargo.toml, and the crates compiled for a program without further ones (`target`).
 * Crates that are macros or have a build script run when they are compiled: without a network.
 */
export const crates: Installer = {
  ecosystem: "crates",
  name: "cargo",
  place: "packages",
  read(wish) {
    const [, name, version, features] = WISH.exec(wish) ?? [];
    if (name === undefined)
      throw new WishProblem("is not a crate with an optional version and features, such as serde@1[derive]");
    return [name, version && `@${spaceless(version)}`, features && `[${spaceless(features)}]`].join("");
  },
  inFiles,
  install,
};

async function install({ tools, wishes, manifests, target }: InstallContext, run: RunStep): Promise<number> {
  const dependencies = wishes.map(section).join("\n");
  const files = { ...stubs(manifests, dependencies), "dependencies.toml": dependencies };
  const [own = "Cargo.toml"] = manifests.keys();
  const variables = {
    FOLDER: dirname(own),
    CARGO: tools.tool("bin/cargo"),
    RUSTC: tools.tool("bin/rustc"),
    CARGO_HOME: "/tmp/cargo",
    CARGO_NET_RETRY: "0", // the mirror tries again itself
    CARGO_TERM_COLOR: "never",
    CARGO_INCREMENTAL: "0",
  };
  const downloaded = await run({
    script: `mkdir -p "$CARGO_HOME" && mv mirror.toml "$CARGO_HOME/config.toml" && cd "./$FOLDER" || exit
"$CARGO" vendor --quiet --respect-source-config --versioned-dirs ${PRODUCT}/vendor > /dev/null || exit
# Without any dependency there is no such folder.
mkdir -p ${PRODUCT}/vendor && cp "$(dirname "$(${CARGO_ROOT})")/Cargo.lock" /workspace/dependencies.toml ${PRODUCT}`,
    variables,
    files: { ...files, "mirror.toml": replacedBy(`registry = "sparse+${REGISTRIES}/crates/"`) },
    network: true,
    task: "downloading",
  });
  const { bytes } = await run({
    script: `cp -rp ${FROM}/. ${PRODUCT} && ln -s ${FROM}/vendor /tmp/vendor || exit
mkdir -p "$CARGO_HOME" && cp config.toml "$CARGO_HOME" && mv config.toml ${PRODUCT} && cd "./$FOLDER" || exit
cp ${FROM}/Cargo.lock "$(dirname "$(${CARGO_ROOT})")" || exit
"$CARGO" build --offline --quiet --target-dir /tmp/target || exit
${localPackages(files).map(forget).join("\n")}
cp -rp /tmp/target ${PRODUCT}`,
    variables,
    files: { ...files, "config.toml": replacedBy('directory = "/tmp/vendor"') },
    task: "compiling",
    from: downloaded.directory,
    into: target,
  });
  return bytes;
}

/** Prints the Cargo.toml of the workspace, beside which Cargo.lock lies. */
const CARGO_ROOT = '"$CARGO" locate-project --workspace --message-format plain';

function section(wish: string): string {
  const [, name = "", version = "*", features] = WISH.exec(wish) ?? [];
  const list = features === undefined ? [] : features.split(",");
  return stringify({ dependencies: { [name]: { version, ...(list.length === 0 ? {} : { features: list }) } } });
}

function replacedBy(source: string): string {
  return `[source.crates-io]\nreplace-with = "glovebox"\n[source.glovebox]\n${source}\n`;
}

/** Packages that need what the request's do, and do nothing: nothing of the program is compiled here. */
function stubs(manifests: ReadonlyMap<string, Uint8Array>, dependencies: string): Record<string, string> {
  const files: Record<string, string> = {};
  const [own = "Cargo.toml"] = manifests.keys();
  for (const [name, content] of manifests) {
    if (name.endsWith("Cargo.lock")) files[name] = text(content);
    if (!name.endsWith("Cargo.toml")) continue;
    files[name] = stringify(withoutTargets(read(name, content)));
    files[join(dirname(name), "src/lib.rs")] = "";
    files[join(dirname(name), "src/main.rs")] = "fn main() {}\n";
  }
  if (manifests.size === 0) {
    files[own] = '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2021"\n';
    files["src/main.rs"] = "fn main() {}\n";
  }
  files[own] += `\n${dependencies}`;
  return files;
}

function withoutTargets(manifest: TomlTable): TomlTable {
  const { package: about, lib } = manifest;
  const isMacro = isTable(lib) && (lib["proc-macro"] === true || lib["proc_macro"] === true);
  return {
    ...(isTable(about) ? { package: pick(about, KEPT_OF_PACKAGE) } : {}),
    ...pick(manifest, KEPT_AT_ROOT),
    ...(isMacro ? { lib: { "proc-macro": true } } : {}),
  };
}

function localPackages(files: Readonly<Record<string, string>>): string[] {
  const packages = Object.entries(files).filter(([name]) => name.endsWith("Cargo.toml"));
  return packages.flatMap(([name, content]) => {
    const about = read(name, Buffer.from(content))["package"];
    return isTable(about) && typeof about["name"] === "string" ? [about["name"]] : [];
  });
}

/** cargo shall not take a stub for the program's own package, whose files may be as old. */
function forget(name: string): string {
  return `rm -rf /tmp/target/debug/.fingerprint/'${name.replaceAll("'", "")}'-????????????????`;
}

/** The manifest of the program's own package comes first, then those that it may refer to, and locks. */
function inFiles({ main, files }: SourceFiles) {
  const none = { wishes: [], manifests: [] };
  const folder = nearestFolder("Cargo.toml", { main, files: [...files.keys()] });
  if (folder === undefined) return none;
  const names = [...files.keys()].filter((name) => /(?:^|\/)Cargo\.toml$/.test(name));
  const all = names.map((name) => read(name, files.get(name)));
  if (!all.some((manifest) => NEEDS.some((key) => isTable(manifest[key])))) return none;
  const own = join(folder, "Cargo.toml");
  const locks = [...files.keys()].filter((name) => /(?:^|\/)Cargo\.lock$/.test(name));
  return { wishes: [], manifests: [own, ...names.filter((name) => name !== own), ...locks] };
}

function read(name: string, content: Uint8Array | undefined): TomlTable {
  try {
    return parse(text(content));
  } catch (error) {
    throw new WishProblem(`${name} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function pick(table: TomlTable, keys: readonly string[]): TomlTable {
  return Object.fromEntries(Object.entries(table).filter(([key]) => keys.includes(key)));
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function spaceless(words: string): string {
  return words.replace(/\s+/g, "");
}

function text(content: Uint8Array | undefined): string {
  return Buffer.from(content ?? []).toString("utf8");
}
