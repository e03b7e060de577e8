// Adds a line to the file that it is told: what of the world is reached from here. Leaves a process behind.
const { spawn } = require("node:child_process");
const { appendFileSync, readdirSync } = require("node:fs");
const { connect } = require("node:net");

const [, , file, mark] = process.argv;

function reach(...address) {
  return new Promise((resolve) => {
    const socket = connect(...address, () => resolve("connected"));
    socket.on("error", ({ code }) => resolve(code));
    setTimeout(() => resolve("silence"), 2_000).unref();
  });
}

(async () => {
  const report = {
    script: process.env.npm_lifecycle_event,
    mirror: await reach(4873, "127.0.0.1"),
    socket: await reach("/opt/registries/mirror.sock"),
    world: await reach(53, "1.1.1.1"),
    registries: readdirSync("/opt/registries"),
  };
  appendFileSync(file, `${JSON.stringify(report)}\n`);
  spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)", mark], { detached: true, stdio: "ignore" }).unref();
  process.exit();
})();
