import type { Command } from "commander";
import { Glovebox } from "glovebox";
import { Interruption } from "./interruption.ts";
import { addSomeFlags } from "./settings/flags.ts";
import { Settings } from "./settings/settings.ts";
import { say } from "./terminal.ts";

type McpOptions = { readonly toolset: string; readonly config?: string };

/** `glovebox mcp`. */
export function addMcpCommand(program: Command): void {
  const command = program
    .command("mcp")
    .description("serve tools over MCP, on stdin and stdout, to the client that starts this command")
    .option(
      "--toolset <name>",
      "execution, pydantic, or python with interpreters that keep their variables",
      "execution",
    )
    .action(serve);
  addSomeFlags(command, ["engine", "dataDir", "armed", "concurrency", "limits.memoryBytes"]);
  command.addHelpText("after", NOTES);
}

const NOTES = `
It ends when the client closes stdin. Nothing is recorded; glovebox serve has the same tools at /mcp, with records. A
glovebox.config.json counts only where --config or GLOVEBOX_CONFIG names it.

In a client's list of servers:
  {"mcpServers": {"glovebox": {"command": "glovebox", "args": ["mcp"]}}}`;

async function serve({ toolset, ...flags }: McpOptions): Promise<void> {
  const settings = Settings.read({ flags, variables: process.env, takeFolderFile: false });
  // Loaded here only, so that `glovebox run` need not wait for it.
  const { serveMcpOverStdio } = await import("@glovebox/server/mcp");
  using interruption = new Interruption();
  await using box = await Glovebox.open(settings.given);
  void box.warm().catch(() => undefined); // the first call tells why it cannot run
  await serveMcpOverStdio({
    box,
    toolset,
    input: process.stdin,
    output: process.stdout,
    maxMessageBytes: settings.server.maxBodyBytes,
    signal: interruption.signal,
    onFailure: (error) => say(error instanceof Error ? error.message : String(error)),
  });
}
