import { type Language, WORKSPACE } from "../language.ts";
import { bashToolchain } from "../toolchains/bash.ts";
import { withDebianPackages } from "./debianPackages.ts";

const KERNEL = "/opt/glovebox/glovebox_sandbox/live/kernels/bash.sh";

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
    session: ({ program, hasPackages }) => ({
      command: withDebianPackages([program, KERNEL, "3", "4"], hasPackages),
      dialect: "texts",
    }),
  },
};
