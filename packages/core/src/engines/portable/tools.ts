import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { GloveboxError } from "@glovebox/protocol";

const TARGETS: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64-glibc",
  "linux-arm64": "linux-arm64-glibc",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};

/** What the engine is made of, as it was installed with the package. Absolute paths. */
export type Tools = {
  readonly deno: string;
  readonly denoVersion: string;
  /** Folder. */
  readonly pyodide: string;
  readonly pyodideVersion: string;
  readonly pythonVersion: string;
  /** The script that runs inside. */
  readonly inside: string;
};

/** Finds the tools. Throws `engine_unavailable` that names the one that is missing and the command that brings it. */
export function findTools(): Tools {
  const resolve = createRequire(import.meta.url).resolve;
  const target = TARGETS[`${process.platform}-${process.arch}`];
  const denoManifest = found("deno", () => resolve("deno/package.json"));
  const program = process.platform === "win32" ? "deno.exe" : "deno";
  const deno = found("deno", () =>
    join(dirname(createRequire(denoManifest).resolve(`@deno/${target}/package.json`)), program),
  );
  const pyodide = dirname(found("pyodide", () => resolve("pyodide/package.json")));
  return {
    deno,
    denoVersion: versionOf(denoManifest),
    pyodide,
    pyodideVersion: versionOf(join(pyodide, "package.json")),
    pythonVersion: readLock(pyodide).info.python,
    inside: insideScript(),
  };
}

export type LockedPackage = {
  readonly name: string;
  readonly version: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly depends: readonly string[];
  readonly imports: readonly string[];
};
export type PyodideLock = {
  readonly info: { readonly python: string };
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Pyodide's own list of the packages that were built for it. */
export function readLock(pyodide: string): PyodideLock {
  return JSON.parse(readFileSync(join(pyodide, "pyodide-lock.json"), "utf8")) as PyodideLock;
}

function found(name: string, find: () => string): string {
  try {
    const path = find();
    if (existsSync(path)) return path;
  } catch {
    // the same as a path that is not there
  }
  const host = `${process.platform}-${process.arch}`;
  throw new GloveboxError(
    "engine_unavailable",
    `the portable engine needs the npm package ${name}, which is not here`,
    {
      advice: `npm install ${name} (if that brings nothing, there is no ${name} for ${host})`,
      survives: "nothing",
    },
  );
}

function versionOf(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

/** In the folder generated, beside this file or beside the bundle that it is part of. */
function insideScript(): string {
  return found("glovebox", () => join(import.meta.dirname, "generated", "inside.js"));
}
