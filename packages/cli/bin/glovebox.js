#!/usr/bin/env node
// Starts the command on the Node that the project pins: the one found first may be too old for it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { main } = await import("../src/main.ts");
  await main(process.argv.slice(2));
} else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const child = spawn(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
