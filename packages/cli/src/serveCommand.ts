import type { Command } from "commander";
import { addSettingFlags } from "./settings/flags.ts";
import { Settings } from "./settings/settings.ts";
import { Shutdown } from "./shutdown.ts";
import { say } from "./terminal.ts";

const COMMON = [
  "host",
  "port",
  "dataDir",
  "insecureNoAuth",
  "armed",
  "concurrency",
  "queue",
  "engine",
  "limits.timeoutMs",
  "limits.memoryBytes",
];

/** How long closing may take after a second signal. */
const CLOSE_DEADLINE_MS = 5_000;
const STOPPED = 130;

/** `glovebox serve`. */
export function addServeCommand(program: Command): void {
  const command = program.command("serve").description("serve Glovebox over HTTP").action(serve);
  addSettingFlags(command, COMMON);
  command.addHelpText("after", NOTES);
}

const NOTES = `
The first SIGTERM or Ctrl-C takes no new executions and waits for those that run, up to --drain-ms; a second one stops at
once. Exit codes: 0 drained, ${STOPPED} stopped by a second signal, 2 a setting is wrong or the port is in use.

Examples:
  glovebox serve                          on http://127.0.0.1:4747, documentation at /docs
  glovebox serve --port 0                 on a free port, which is printed
  GLOVEBOX_LIMITS_MEMORY_BYTES=1g glovebox serve --concurrency 16`;

async function serve(flags: { config?: string }): Promise<void> {
  const settings = Settings.read({ flags, variables: process.env, takeFolderFile: true }).server;
  outliveClosedStreams();
  const shutdown = new Shutdown(STOPPED);
  // Loaded here only, so that `glovebox run` need not wait for it.
  const { Server } = await import("@glovebox/server");
  await using server = await Server.start(settings);
  if (settings.insecureNoAuth && !isLoopback(settings.host)) warn(server.url);
  process.stderr.write(`Glovebox listens on ${server.url} — docs at ${server.url}/docs\n`);

  const signal = await shutdown.asked;
  say(`${signal}: no new executions are taken; waiting up to ${settings.drainMs / 1000} s for those that run`);
  const drained = server.drain().then(() => true);
  if (await Promise.race([drained, shutdown.insisted.then(() => false)])) {
    say("stopped");
    return;
  }
  say("stopping at once: what still runs is cancelled");
  process.exitCode = STOPPED;
  const deadline = setTimeout(() => process.exit(STOPPED), CLOSE_DEADLINE_MS);
  await server[Symbol.asyncDispose]();
  clearTimeout(deadline);
}

/** Whoever read our messages may go; the server stays. */
function outliveClosedStreams(): void {
  for (const name of ["stdout", "stderr"] as const) {
    process[name].removeAllListeners("error").on("error", () => undefined);
  }
}

function warn(url: string): void {
  const frame = "!".repeat(78);
  say(`${frame}
WARNING: ${url} asks nobody for a key (insecureNoAuth).
Whoever can reach this port may run code on this machine and read every result.
Keep it behind a firewall, or take the setting away to listen on loopback only.
${frame}`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}
