import { type Language, WORKSPACE } from "../language.ts";
import { bashToolchain } from "../toolchains/bash.ts";

export const bash: Language = {
  id: "bash",
  aliases: ["sh", "shell"],
  extensions: [".sh", ".bash"],
  shebangs: ["bash", "sh"],
  mainFile: "main.sh",
  native: {
    toolchain: bashToolchain,
    run: ({ program, main, args }) => ({ command: [program, `${WORKSPACE}/${main}`, ...args] }),
  },
};
