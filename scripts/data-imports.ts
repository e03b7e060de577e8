/**
 * Writes packages/core/src/environments/generated/dataImports.json: which top-level modules the environment `data` has,
 * and which package brings each. It reads what the installed wheels say of themselves, and runs none of them.
 *
 *     node scripts/data-imports.ts SITE_PACKAGES     of `data`, installed from the current lock for Python 3.11
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const LOCK = new URL("../sandbox/environments/data.lock", import.meta.url);
const OUTPUT = new URL("../packages/core/src/environments/generated/dataImports.json", import.meta.url);
/** A module in a file, or a package's folder: its name is all before the first dot or slash. */
const MODULE = /^([A-Za-z][A-Za-z0-9_]*)(?:\/(?:.*\/)?[^/]+|(?:\.[^/]+)?)\.(?:py|so)$/;
/** Top-level folders that wheels bring by mistake or for the machine, and that are nobody's module. */
const NOT_MODULES = new Set(["bin", "share", "test", "tests", "doc", "docs", "examples", "benchmarks", "scripts"]);

const [sitePackages] = process.argv.slice(2);
if (sitePackages === undefined) throw new Error("give the site-packages directory of the installed environment data");

const modules: Record<string, string> = {};
for (const entry of (await readdir(sitePackages)).filter((name) => name.endsWith(".dist-info")).toSorted()) {
  const metadata = await readFile(join(sitePackages, entry, "METADATA"), "utf8");
  const name = /^Name: *(\S+)/m.exec(metadata)?.[1] ?? entry;
  for (const module of modulesOf(await readFile(join(sitePackages, entry, "RECORD"), "utf8"))) modules[module] ??= name;
}

const sorted = Object.fromEntries(Object.entries(modules).toSorted(([one], [other]) => (one < other ? -1 : 1)));
const lock = createHash("sha256")
  .update(await readFile(LOCK))
  .digest("hex");
await writeFile(OUTPUT, `${JSON.stringify({ lock, modules: sorted }, null, 2)}\n`);
console.log(`${Object.keys(sorted).length} modules`);

function modulesOf(record: string): Set<string> {
  const names = record.split("\n").flatMap((line) => MODULE.exec(line.split(",")[0] ?? "")?.[1] ?? []);
  return new Set(names.filter((name) => !NOT_MODULES.has(name)));
}
