import { type Language, WORKSPACE } from "../language.ts";
import { nodeToolchain } from "../toolchains/node.ts";
import { heapSize } from "./heapSize.ts";
import { nodeSession } from "./nodeSession.ts";

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
    session: ({ program, limits }) => nodeSession(program, limits),
  },
};
