// Makes the package that users install, as `dist/glovebox-<version>.tgz` or in the folder that is given.
import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";
import { mustRun, root } from "./command.ts";
import { emitDeclarations } from "./declarations.ts";

/** The workspace's packages that go into the one that is published; they are bundled, all others stay dependencies. */
const bundled = ["protocol", "core", "server", "cli"];

/** Written so that an old Node can read it, to say what is wrong instead of failing on a word that it does not know. */
const command = `#!/usr/bin/env node
if (Number(process.versions.node.split(".")[0]) < 24) {
  console.error("Glovebox needs Node 24 or newer; this is " + process.version + ".");
  process.exit(125);
}
import("../dist/command.js").then(({ main }) => main(process.argv.slice(2)));
`;

type Manifest = {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies?: Versions;
  optionalDependencies?: Versions;
};
type Versions = Record<string, string>;

console.log(await pack(resolve(process.argv[2] ?? join(root, "dist"))));

/** Returns the tarball's path. */
async function pack(destination: string): Promise<string> {
  const stage = await mkdtemp(join(tmpdir(), "glovebox-pack-"));
  try {
    const manifests = await Promise.all(bundled.map(readManifest));
    const dependencies = npmDependencies(manifests, "dependencies");
    await bundle(stage, dependencies, manifests);
    await emitDeclarations("packages/core/src/glovebox.ts", join(stage, "types"));
    await copyFiles(stage);
    await writeManifest(stage, dependencies, manifests);
    await mkdir(destination, { recursive: true });
    const said = await mustRun("npm", ["pack", "--silent", "--pack-destination", destination], { cwd: stage });
    return join(destination, basename(said.trim().split("\n").at(-1) ?? ""));
  } finally {
    await rm(stage, { recursive: true });
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "packages", folder, "package.json"), "utf8"));
}

function npmDependencies(manifests: Manifest[], kind: "dependencies" | "optionalDependencies"): Versions {
  const own = manifests.map((manifest) => manifest.name);
  const all = manifests.flatMap((manifest) => Object.entries(manifest[kind] ?? {}));
  return Object.fromEntries(all.filter(([name]) => !own.includes(name)).sort());
}

async function bundle(stage: string, dependencies: Versions, manifests: Manifest[]): Promise<void> {
  const own = manifests.map((manifest) => manifest.name);
  const isPackage = (id: string) => !id.startsWith(".") && !id.startsWith("/");
  await using build = await rolldown({
    cwd: root,
    input: { glovebox: "packages/core/src/glovebox.ts", command: "packages/cli/src/main.ts" },
    platform: "node",
    external: (id, importer) => importer !== undefined && isPackage(id) && !own.includes(packageOf(id)),
  });
  const { output } = await build.write({ dir: join(stage, "dist"), format: "esm" });
  const files = output.map((file) => file.fileName);
  for (const chunk of output) if (chunk.type === "chunk") requireListed(chunk, files, dependencies);
}

/** What a chunk imports must be built in, bundled, or installed with the package. */
function requireListed(chunk: OutputChunk, files: string[], dependencies: Versions): void {
  for (const id of [...chunk.imports, ...chunk.dynamicImports]) {
    const name = packageOf(id);
    if (isBuiltin(id) || files.includes(id) || name in dependencies) continue;
    throw new Error(`${chunk.fileName} imports ${id}, which no package.json of ${bundled.join(", ")} lists`);
  }
}

function packageOf(id: string): string {
  return id.split("/", id.startsWith("@") ? 2 : 1).join("/");
}

async function copyFiles(stage: string): Promise<void> {
  for await (const path of glob("{LICENSE,README.md}", { cwd: root })) await cp(join(root, path), join(stage, path));
  for (const folder of ["sandbox/glovebox_sandbox", "sandbox/environments"]) {
    const filter = (path: string) => !["__pycache__", "tests"].includes(basename(path));
    await cp(join(root, folder), join(stage, folder), { recursive: true, filter });
  }
  const inside = "packages/core/src/engines/portable/generated";
  await cp(join(root, inside), join(stage, "dist/generated"), { recursive: true });
  await mkdir(join(stage, "bin"));
  await writeFile(join(stage, "bin/glovebox.js"), command);
}

async function writeManifest(stage: string, dependencies: Versions, manifests: Manifest[]): Promise<void> {
  const core = manifests.find((manifest) => manifest.name === "glovebox");
  if (core === undefined) throw new Error("packages/core is no longer named glovebox");
  const manifest = {
    name: core.name,
    version: core.version,
    description: core.description,
    license: core.license,
    type: "module",
    engines: { node: ">=24.21" },
    bin: { glovebox: "bin/glovebox.js" },
    exports: { ".": { types: "./types/core/src/glovebox.d.ts", default: "./dist/glovebox.js" } },
    files: ["bin", "dist", "types", "sandbox"],
    dependencies,
    optionalDependencies: npmDependencies(manifests, "optionalDependencies"),
  };
  await writeFile(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
