// Writes sandbox/environments/portable-data.json: what of the environment data was built for Pyodide, with its hashes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readLock } from "../packages/core/src/engines/portable/tools.ts";
import { root } from "./command.ts";
import { writeGenerated } from "./generated.ts";

const require = createRequire(join(root, "packages/core/package.json"));
const { info, packages } = readLock(dirname(require.resolve("pyodide/package.json")));

const wanted = readFileSync(join(root, "sandbox/environments/data.in"), "utf8")
  .split("\n")
  .map((line) =>
    line
      .trim()
      .toLowerCase()
      .replaceAll(/[-_.]+/g, "-"),
  )
  .filter((line) => line !== "" && !line.startsWith("#"));

const chosen = new Set<string>();
for (const name of wanted) choose(name);
const subset = Object.fromEntries([...chosen].sort().map((name) => [name, packages[name]]));

writeGenerated("sandbox/environments/portable-data.json", `${JSON.stringify({ info, packages: subset }, null, 1)}\n`);

/** With all that it depends on. */
function choose(name: string): void {
  const found = packages[name];
  if (found === undefined || chosen.has(name)) return;
  chosen.add(name);
  for (const each of found.depends) choose(each);
}
