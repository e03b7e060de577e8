import type { ToolchainKind } from "../toolchain.ts";
import { readVersion } from "./told.ts";

const common = {
  folders: [],
  question: ["-dumpfullversion"],
  read: readVersion(/^(\d+(?:\.\d+)*)/),
  prefersPath: true,
} as const;

export const gccToolchain: ToolchainKind = {
  ...common,
  id: "gcc",
  program: /^gcc(-\d+)?$/,
  advice: "install gcc, such as: apt install gcc libc6-dev",
};

export const gxxToolchain: ToolchainKind = {
  ...common,
  id: "g++",
  program: /^g\+\+(-\d+)?$/,
  advice: "install g++, such as: apt install g++",
};
