// Bundles what runs inside a sandbox of the portable engine into one file that Deno loads as it is.
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { root } from "./command.ts";
import { writeGenerated } from "./generated.ts";

const target = "packages/core/src/engines/portable/generated/inside.js";

writeGenerated(target, await bundle());

async function bundle(): Promise<string> {
  await using build = await rolldown({
    cwd: root,
    input: join(root, "packages/core/src/engines/portable/inside/main.ts"),
    platform: "node",
    plugins: [{ name: "built in", resolveId: (id) => (isBuiltin(id) ? { id: withScheme(id), external: true } : null) }],
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  return `// Written by scripts/portable-inside.ts.\n${output[0].code}`;
}

/** Deno knows Node's modules by their whole names. */
function withScheme(id: string): string {
  return id.startsWith("node:") ? id : `node:${id}`;
}
