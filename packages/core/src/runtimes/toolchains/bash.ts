import type { ToolchainKind } from "../toolchain.ts";
import { readVersion } from "./told.ts";

export const bashToolchain: ToolchainKind = {
  id: "bash",
  program: /^bash$/,
  folders: [],
  question: ["--norc", "-c", "echo $BASH_VERSION"],
  read: readVersion(/^(\d+(?:\.\d+)*)/),
  prefersPath: true,
  advice: "install bash, such as: apt install bash",
};
