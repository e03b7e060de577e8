import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./command.ts";

/** Writes a committed file that is made from others; with `--check` only says, by the exit code, whether it has drifted. */
export function writeGenerated(path: string, text: string): void {
  const target = join(root, path);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  } else if (!isText(target, text)) {
    console.error(`${path} is out of date; run: node ${relative(root, process.argv[1] ?? "")}`);
    process.exitCode = 1;
  }
}

function isText(path: string, text: string): boolean {
  try {
    return readFileSync(path, "utf8") === text;
  } catch {
    return false; // it is not there
  }
}
