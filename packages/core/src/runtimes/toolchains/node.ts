import type { ToolchainKind } from "../toolchain.ts";
import { readJson } from "./told.ts";

export const nodeToolchain: ToolchainKind = {
  id: "node",
  program: /^node$/,
  folders: [
    "~/.nvm/versions/node/*/bin",
    "~/.asdf/installs/nodejs/*/bin",
    "~/.local/share/mise/installs/node/*/bin",
    "~/.volta/tools/image/node/*/bin",
  ],
  variables: { NVM_DIR: "versions/node/*/bin" },
  known: () => [process.execPath],
  question: [
    "-p",
    `JSON.stringify({executable: process.execPath, version: process.versions.node, implementation: "node",
prefix: require("path").dirname(require("path").dirname(process.execPath)), sharedLibrary: false})`,
  ],
  read: (said) => readJson(said, "node"),
  advice: "install Node.js, such as: apt install nodejs",
};
