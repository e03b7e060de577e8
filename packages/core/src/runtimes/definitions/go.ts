import { dirname } from "node:path";
import { type BuildContext, type Language, PLACES, PRODUCT } from "../language.ts";
import { goToolchain } from "../toolchains/go.ts";

/** Nothing is fetched while a program is built: what it needs was downloaded before, or is not there. */
const OFFLINE = {
  GOPROXY: "off",
  GOSUMDB: "off",
  GOTOOLCHAIN: "local",
  GOTELEMETRY: "off",
  GOENV: "off",
  GOFLAGS: "-buildvcs=false",
  GOPATH: "/tmp/go",
};

export const go: Language = {
  id: "go",
  aliases: ["golang"],
  extensions: [".go"],
  shebangs: ["go", "gorun"],
  mainFile: "main.go",
  native: {
    toolchain: goToolchain,
    build: (context) => ({
      script: `cd "$FOLDER" && ${context.hasPackages ? `cp ${PLACES.packages}/module/* . && ` : ""}exec "$GO" build -o ${PRODUCT}/program "$TARGET"`,
      variables: {
        ...OFFLINE,
        GO: context.tool("bin/go"),
        GOCACHE: PLACES.cache,
        GOMODCACHE: PLACES.packages,
        ...target(context),
        CGO_ENABLED: usesC(context) ? "1" : "0",
        ...(context.hasPackages ? withModules(context) : {}),
      },
      files: moduleFile(context),
    }),
    cache: ({ tool }) => ({
      script: `export GOCACHE=${PRODUCT} && exec "$GO" build std`,
      variables: { ...OFFLINE, GO: tool("bin/go"), CGO_ENABLED: "0" },
    }),
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

/** A package is a folder; the module around it is the nearest folder above that has a go.mod. */
function target({ main, files }: BuildContext): { FOLDER: string; TARGET: string } {
  const packageFolder = dirname(main);
  for (let folder = packageFolder; ; folder = dirname(folder)) {
    const isRoot = folder === ".";
    if (isRoot || files.includes(`${folder}/go.mod`)) {
      const below = isRoot ? packageFolder : packageFolder.slice(folder.length + 1);
      return { FOLDER: `./${folder}`, TARGET: `./${below === "." ? "" : below}` };
    }
  }
}

function withModules({ files }: BuildContext): Record<string, string> {
  const isWorkspace = files.some((file) => file === "go.work" || file.endsWith("/go.work"));
  return {
    // In a workspace go.mod is not for `go build` to complete.
    ...(isWorkspace ? {} : { GOFLAGS: `${OFFLINE.GOFLAGS} -mod=mod` }),
    // An index of a module's packages would lie beside compiled ones, where nothing can be written.
    GODEBUG: "goindex=0",
  };
}

function moduleFile({ files }: BuildContext): Record<string, string> {
  const has = files.some((file) => file === "go.mod" || file.endsWith("/go.mod"));
  return has ? {} : { "go.mod": "module main\n" };
}

function usesC({ files, read }: BuildContext): boolean {
  return files.some((file) => file.endsWith(".go") && /^\s*import\s+"C"/m.test(read(file)));
}
