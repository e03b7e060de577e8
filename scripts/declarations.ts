import { glob, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { root, runNpmTool } from "./command.ts";

/**
 * Writes the `.d.ts` files that the entry point needs to `folder`, laid out as below `packages/`.
 * The compiler leaves specifiers as they are, so a package of the workspace becomes the path of its declarations.
 */
export async function emitDeclarations(entry: string, folder: string): Promise<void> {
  const config = join(dirname(folder), "tsconfig.declarations.json");
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    rootDir: join(root, "packages"),
    outDir: folder,
    // Reached through node_modules, the package would count as somebody else's, and get no declarations.
    paths: { "@glovebox/protocol": [join(root, "packages/protocol/src/protocol.ts")] },
    typeRoots: [join(root, "node_modules/@types")],
  };
  const settings = { extends: join(root, "tsconfig.json"), compilerOptions, files: [join(root, entry)], include: [] };
  await writeFile(config, JSON.stringify(settings));
  const finished = await runNpmTool("tsc", ["--project", config]);
  await rm(config);
  if (!finished.ok) throw new Error(`the declarations cannot be written\n${finished.output}`);
  for await (const path of glob("**/*.d.ts", { cwd: folder })) await rewriteImports(folder, path);
}

async function rewriteImports(folder: string, path: string): Promise<void> {
  const file = join(folder, path);
  const up = relative(dirname(path), ".") || ".";
  const text = (await readFile(file, "utf8"))
    .replaceAll(/(["'])@glovebox\/protocol\1/g, `"${up}/protocol/src/protocol.js"`)
    .replaceAll(/(from |import\()(["'])(\.[^"']*)\.ts\2/g, '$1"$3.js"');
  await writeFile(file, text);
}
