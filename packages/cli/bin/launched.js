// What the launcher starts. It ends with it: who kills the command must not be left with a server that nobody knows of.
import { main } from "../src/main.ts";

process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.channel?.unref();
await main(process.argv.slice(2));
