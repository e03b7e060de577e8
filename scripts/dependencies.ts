// Keeps imports pointing one way: protocol ← core ← server ← cli, and no engine knows another.
import { glob, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, join, normalize, relative } from "node:path";

/** Which other packages of the workspace a package may import. A package that is missing here is an error. */
const mayImport: Record<string, string[]> = {
  protocol: [],
  core: ["protocol"],
  server: ["protocol", "core"],
  cli: ["protocol", "core", "server"],
};

/** The one file outside `engines/` that names the engines. */
const wiring = "packages/core/src/wiring.ts";

export type SourceFile = { path: string; text: string };
export type Manifest = {
  folder: string;
  name: string;
  dependencies: string[];
  /** What only generated bundles hold: their sources, in a folder `inside`, may import it. */
  bundled: string[];
  /** The paths behind its name that it lets others import, such as `./settings`. */
  exports: string[];
};

/** One sentence for each forbidden import below `packages/`; paths are relative to `root`. */
export async function dependencyErrors(root: string): Promise<string[]> {
  const manifests: Manifest[] = [];
  for await (const path of glob("packages/*/package.json", { cwd: root })) {
    const manifest = JSON.parse(await readFile(join(root, path), "utf8"));
    const { name, dependencies = {}, optionalDependencies = {}, devDependencies = {}, exports = {} } = manifest;
    manifests.push({
      folder: dirname(path).slice("packages/".length),
      name,
      dependencies: Object.keys({ ...dependencies, ...optionalDependencies }),
      bundled: Object.keys(devDependencies),
      exports: typeof exports === "string" ? ["."] : Object.keys(exports),
    });
  }
  const files: SourceFile[] = [];
  for await (const path of glob("packages/*/{src,bin}/**/*.{ts,js}", { cwd: root })) {
    if (path.includes("/generated/")) continue;
    files.push({ path, text: await readFile(join(root, path), "utf8") });
  }
  return findErrors(files, manifests).sort();
}

export function findErrors(files: SourceFile[], manifests: Manifest[]): string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap((specifier) => {
      const reason = specifier.startsWith(".")
        ? whyNotRelative(file.path, normalize(join(dirname(file.path), specifier)))
        : whyNotPackage(file.path, specifier, manifests);
      return reason === undefined ? [] : [`${file.path} imports ${JSON.stringify(specifier)}: ${reason}`];
    }),
  );
}

/** The specifiers of static and dynamic imports. Comment lines are left out: they show examples. */
export function importsOf(text: string): string[] {
  const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, "");
  const patterns = [
    /^\s*(?:import|export)\b[^;"'`()]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["'`]([^"'`]+)["'`]/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].flatMap((match) => match[1] ?? []));
}

function whyNotRelative(from: string, to: string): string | undefined {
  if (relative(packageFolder(from), to).startsWith("..")) return "a relative import stays within its package";
  const target = engineOf(to);
  if (target === undefined || target === engineOf(from)) return undefined;
  if (engineOf(from) !== undefined) return "engines never import each other";
  const allowed = from === wiring || isTest(from) || from.startsWith("packages/core/src/engines/");
  return allowed ? undefined : `only ${wiring} imports the inside of an engine`;
}

function whyNotPackage(from: string, specifier: string, manifests: Manifest[]): string | undefined {
  const folder = packageFolder(from).slice("packages/".length);
  if (isBuiltin(specifier)) return folder === "protocol" ? "protocol imports only zod" : undefined;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const sibling = manifests.find((manifest) => manifest.name === name);
  const reachable = mayImport[folder];
  if (reachable === undefined) return `packages/${folder} has no row in scripts/dependencies.ts`;
  if (sibling !== undefined && sibling.folder !== folder) {
    if (!reachable.includes(sibling.folder)) return `${folder} never imports ${sibling.folder}`;
    const inside = `.${specifier.slice(name.length)}`;
    if (specifier !== name && !sibling.exports.includes(inside))
      return "another package is imported by what it exports";
  }
  if (isTest(from) && name === "vitest") return undefined;
  const own = manifests.find((manifest) => manifest.folder === folder);
  if (folder === "protocol" && name !== "zod") return "protocol imports only zod";
  if (isInside(from) && (specifier.startsWith("file:") || own?.bundled.includes(name))) return undefined;
  return own?.dependencies.includes(name) ? undefined : `packages/${folder}/package.json does not list it`;
}

function packageFolder(path: string): string {
  return path.split("/", 2).join("/");
}

function engineOf(path: string): string | undefined {
  return /^packages\/core\/src\/engines\/([^/]+)\//.exec(path)?.[1];
}

function isInside(path: string): boolean {
  return path.includes("/inside/");
}

function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.endsWith(".fixture.ts");
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}
