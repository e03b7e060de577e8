// A server in a process of its own, for tests that kill it: its data directory is the argument, its address the output.
import { Server } from "../../packages/server/src/server.ts";
import { readServerSettings } from "../../packages/server/src/settings.ts";
import { openDummyBox } from "./dummyBox.ts";

const server = await Server.start(readServerSettings({ dataDir: process.argv[2] ?? "", port: 0 }), openDummyBox);
console.log(server.url);
