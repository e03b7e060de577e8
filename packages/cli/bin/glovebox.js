#!/usr/bin/env node
// Starts the command on the Node that the project pins: the one found first may be too old for it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { main } = await import("../src/main.ts");
  await main(process.argv.slice(2));
} else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const child = spawnSync(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = child.status ?? 125;
}
