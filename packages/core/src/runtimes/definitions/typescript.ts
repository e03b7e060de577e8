import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildContext, type Language, PLACES, PRODUCT, WORKSPACE } from "../language.ts";
import { ESBUILD } from "../toolchains/esbuild.ts";
import { nodeToolchain } from "../toolchains/node.ts";
import { heapSize } from "./heapSize.ts";
import { waitsForArguments } from "./javascript.ts";
import { nodeSession } from "./nodeSession.ts";

/** A bundle is a module; these are what programs written as CommonJS expect to find. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire("/workspace/");';

const BUNDLE = `${PLACES.program}/main.mjs`;
const MAPPED = ["--enable-source-maps"] as const;
const SOURCE = /\.[cm]?[jt]sx?$/;

export const typescript: Language = {
  id: "typescript",
  aliases: ["ts"],
  extensions: [".ts", ".mts", ".cts", ".tsx"],
  shebangs: ["tsx", "ts-node", "deno"],
  mainFile: "main.ts",
  native: {
    toolchain: nodeToolchain,
    build: (context) => ({
      // Types are not checked, as with every tool that runs TypeScript at once. tsconfig.json is read by esbuild itself.
      script: [
        `exec ${ESBUILD} "$MAIN" --bundle --platform=node --format=esm --packages=external --sourcemap=inline`,
        `--target=node20 --log-level=warning --outfile=${PRODUCT}/main.mjs --banner:js="$BANNER"`,
        "--define:import.meta.url=__url --define:import.meta.filename=__filename --define:import.meta.dirname=__dirname",
      ].join(" "),
      variables: {
        MAIN: `./${context.main}`,
        BANNER: `${REQUIRE} process.argv[1] = ${JSON.stringify(`${WORKSPACE}/${context.main}`)};`,
      },
      files: placed(context),
    }),
    run: ({ program, args, limits }) => ({ command: [program, heapSize(limits), ...MAPPED, BUNDLE, ...args] }),
    ahead: {
      start: ({ program, limits }) => ({
        command: [program, heapSize(limits), ...MAPPED, ...waitsForArguments, BUNDLE],
      }),
      tell: ({ args }) => args,
    },
    session: ({ program, limits }) => nodeSession(program, limits, "typescript"),
  },
};

/** A bundle is one file in another place. Each source that asks where it is gets told, on a line that it has already. */
function placed({ files, main, read }: BuildContext): Record<string, string> {
  const asking = files
    .filter((file) => SOURCE.test(file) && !file.endsWith(".d.ts"))
    .map((file) => [file, read(file)] as const)
    .filter(([, source]) => /__filename|__dirname|import\.meta|require\.main/.test(source));
  return Object.fromEntries(asking.map(([file, source]) => [file, withPlace(file, source, file === main)]));
}

function withPlace(file: string, source: string, isMain: boolean): string {
  const path = `${WORKSPACE}/${file}`;
  const values = { __filename: path, __dirname: dirname(path), __url: pathToFileURL(path).href };
  const own = Object.entries(values).filter(([name]) => !declares(source, name));
  const declaration = own.map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`).join(" ");
  const [, shebang = "", rest = ""] = /^(#!.*\n)?([\s\S]*)$/.exec(source) ?? [];
  return `${shebang}${declaration} ${rest.replace(/require\.main\s*===?\s*module\b/g, String(isMain))}`;
}

/** Modules declare these names for themselves, because they do not have them otherwise. */
function declares(source: string, name: string): boolean {
  const declared = new RegExp(`(?:\\b(?:const|let|var)\\s+|,\\s*)${name}\\s*(?::\\s*\\w+\\s*)?=[^=]`);
  return source.split(";").some((statement) => {
    const start = statement.search(/\b(?:const|let|var)\s/);
    return start >= 0 && declared.test(statement.slice(start));
  });
}
