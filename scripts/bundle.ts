import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { root } from "./command.ts";

/** A program and everything that it imports, as one module. */
export async function bundle(entry: string, { minify = false } = {}): Promise<string> {
  await using build = await rolldown({
    cwd: root,
    input: join(root, entry),
    platform: "node",
    resolve: { mainFields: ["module", "main"] },
    plugins: [{ name: "built in", resolveId: (id) => (isBuiltin(id) ? { id: withScheme(id), external: true } : null) }],
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false, minify });
  return output[0].code;
}

/** Deno knows Node's modules by their whole names. */
function withScheme(id: string): string {
  return id.startsWith("node:") ? id : `node:${id}`;
}
