import { realpathSync } from "node:fs";
import { basename } from "node:path";
import type { ToolchainKind } from "../toolchain.ts";

export const rustToolchain: ToolchainKind = {
  id: "rust",
  program: /^rustc$/,
  folders: ["~/.rustup/toolchains/*/bin"],
  variables: { RUSTUP_HOME: "toolchains/*/bin" },
  question: ["--version", "--verbose"],
  // A nightly is no release: its features come and go. rustup's own shim leads to a toolchain that is found by itself.
  read(said, executable) {
    const version = /^release: (\d+\.\d+\.\d+)$/m.exec(said)?.[1];
    return version === undefined || basename(realpathSync(executable)) === "rustup" ? undefined : { version };
  },
  advice: "install Rust, such as: apt install rustc cargo",
};
