// What the launcher starts. It ends with it: who kills the command must not be left with a server that nobody knows of.
import { keepCompiled } from "./compileCache.js";

process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.channel?.unref();
keepCompiled();
const { main } = await import("../src/main.ts");
await main(process.argv.slice(2));
