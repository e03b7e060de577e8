import type { Limits } from "@glovebox/protocol";
import { type Language, WORKSPACE } from "../language.ts";
import { nodeToolchain } from "../toolchains/node.ts";

const MAIN = "main.js";
/** Makes Node wait before it goes on to its main file. */
export const waitsForArguments = ["--require", "/opt/glovebox/glovebox_sandbox/ahead/node.cjs"] as const;

export const javascript: Language = {
  id: "javascript",
  aliases: ["js", "node", "nodejs"],
  extensions: [".js", ".mjs", ".cjs"],
  shebangs: ["node", "nodejs"],
  mainFile: MAIN,
  native: {
    toolchain: nodeToolchain,
    run: ({ program, main, args, limits }) => ({
      command: [program, heapSize(limits), `${WORKSPACE}/${main}`, ...args],
    }),
    ahead: {
      main: MAIN,
      start: ({ program, limits }) => ({
        command: [program, heapSize(limits), ...waitsForArguments, `${WORKSPACE}/${MAIN}`],
      }),
      tell: ({ args }) => args,
    },
  },
};

/** V8 takes its heap from the machine's memory, which is not what the sandbox may use. */
export function heapSize({ memoryBytes }: Limits): string {
  return `--max-old-space-size=${Math.max(16, Math.floor(memoryBytes / 1024 / 1024))}`;
}
