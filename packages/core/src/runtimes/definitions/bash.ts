import { type Language, WORKSPACE } from "../language.ts";
import { bashToolchain } from "../toolchains/bash.ts";
import { withDebianPackages } from "./debianPackages.ts";

export const bash: Language = {
  id: "bash",
  aliases: ["sh", "shell"],
  extensions: [".sh", ".bash"],
  shebangs: ["bash", "sh"],
  mainFile: "main.sh",
  native: {
    toolchain: bashToolchain,
    run: ({ program, main, args, hasPackages }) => ({
      command: withDebianPackages([program, `${WORKSPACE}/${main}`, ...args], hasPackages),
    }),
  },
};
