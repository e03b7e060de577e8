import { type Language, PLACES, PRODUCT } from "../language.ts";
import { ESBUILD } from "../toolchains/esbuild.ts";
import { nodeToolchain } from "../toolchains/node.ts";
import { heapSize } from "./javascript.ts";

/** A bundle is a module; these are what programs written as CommonJS expect to find. */
const COMMONJS = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __toPath } from "node:url";',
  'const require = __createRequire("/workspace/");',
].join("");

export const typescript: Language = {
  id: "typescript",
  aliases: ["ts"],
  extensions: [".ts", ".mts", ".cts", ".tsx"],
  shebangs: ["tsx", "ts-node", "deno"],
  mainFile: "main.ts",
  native: {
    toolchain: nodeToolchain,
    build: ({ main }) => ({
      // Types are not checked, as with every tool that runs TypeScript at once. tsconfig.json is read by esbuild itself.
      script: [
        `exec ${ESBUILD} "$MAIN" --bundle --platform=node --format=esm --packages=external --sourcemap=inline`,
        `--target=node20 --log-level=warning --outfile=${PRODUCT}/main.mjs --banner:js="$BANNER"`,
      ].join(" "),
      variables: { MAIN: `./${main}`, BANNER: COMMONJS },
    }),
    run: ({ program, args, limits }) => ({
      command: [program, heapSize(limits), "--enable-source-maps", `${PLACES.program}/main.mjs`, ...args],
    }),
  },
};
