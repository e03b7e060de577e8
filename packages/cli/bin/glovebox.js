#!/usr/bin/env node
// Starts the command on the Node that the project pins: the one found first may be too old for it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

if (Number(process.versions.node.split(".")[0]) >= 24) {
  const { keepCompiled } = await import("./compileCache.js");
  keepCompiled();
  const { main } = await import("../src/main.ts");
  await main(process.argv.slice(2));
} else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const launched = fileURLToPath(new URL("launched.js", import.meta.url));
  // By the channel it hears that this process is gone.
  const child = spawn(node, [launched, ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
