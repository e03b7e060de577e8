import { basename, dirname } from "node:path";
import { type BuildContext, type Language, nearestFolder, PLACES, PRODUCT } from "../language.ts";
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

/** Compiled, these and what they need take a third of the time that the whole standard library takes. */
const COMMON = `bufio bytes cmp container/heap container/list container/ring context crypto/md5 crypto/rand crypto/sha1
crypto/sha256 embed encoding/base64 encoding/binary encoding/csv encoding/hex encoding/json errors flag fmt hash
hash/crc32 hash/fnv hash/maphash io io/fs io/ioutil iter log maps math math/big math/bits math/cmplx math/rand
math/rand/v2 os os/exec os/signal path path/filepath reflect regexp runtime runtime/debug slices sort strconv strings
sync sync/atomic syscall text/tabwriter text/template time unicode unicode/utf16 unicode/utf8 unsafe`.split(/\s+/);

/** Those of them that this version has: a name that it does not know is no reason to have none. */
const COMMON_HERE = `$("$GO" list -e -f '{{if not .Error}}{{.ImportPath}}{{end}}' ${COMMON.join(" ")})`;

export const go: Language = {
  id: "go",
  aliases: ["golang"],
  extensions: [".go"],
  shebangs: ["go", "gorun"],
  project: { manifest: "go.mod" },
  mainFile: "main.go",
  native: {
    toolchain: goToolchain,
    build: (context) => ({
      script: [
        ...(context.hasPackages ? [`cp ${PLACES.packages}/module/* "$MODULE" || exit`] : []),
        'cd "$FOLDER" || exit',
        // A compiler of C needs a cache that can be written; links to what is there already make one.
        'if [ "$CGO_ENABLED" = 1 ]; then cp -rs "$GOCACHE" /tmp/cache && export GOCACHE=/tmp/cache || exit; fi',
        // What to build is in the arguments: a package's folder, or files.
        `eval "\\"$GO\\" build -o ${PRODUCT}/program $TARGET" || exit`,
        `if [ ! -x ${PRODUCT}/program ]; then`,
        '  echo "$MAIN: not a program: it begins with another package clause than: package main" >&2; exit 1',
        "fi",
      ].join("\n"),
      variables: {
        ...OFFLINE,
        GO: context.tool("bin/go"),
        GOCACHE: PLACES.cache,
        GOMODCACHE: PLACES.packages,
        MAIN: context.main,
        ...target(context),
        CGO_ENABLED: usesC(context) ? "1" : "0",
        ...(context.hasPackages ? withModules(context) : {}),
      },
      files: moduleFile(context),
    }),
    cache: (context) => ({
      script: `export GOCACHE=${PRODUCT}; exec "$GO" build ${needsOnlyCommon(context) ? COMMON_HERE : "std"}`,
      variables: { ...OFFLINE, GO: context.tool("bin/go"), CGO_ENABLED: "0" },
    }),
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

/** A program is the package that its main file is in. Of a folder that has several programs only its own files are taken. */
function target(context: BuildContext): { FOLDER: string; TARGET: string; MODULE: string } {
  const { main, files } = context;
  const folder = dirname(main);
  const moduleFolder = nearestFolder("go.mod", context) ?? ".";
  const MODULE = `./${moduleFolder}`;
  const isOther = (file: string) => file !== main && isProgramOfItsOwn(context, file);
  const siblings = files.filter((file) => isSource(file) && dirname(file) === folder);
  if (siblings.some(isOther)) {
    const own = siblings.filter((file) => !isOther(file)).map((file) => `./${basename(file)}`);
    return { MODULE, FOLDER: `./${folder}`, TARGET: own.map(quoted).join(" ") };
  }
  const below = moduleFolder === "." ? folder : folder.slice(moduleFolder.length + 1);
  return { MODULE, FOLDER: MODULE, TARGET: quoted(`./${below === "." ? "" : below}`) };
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

function isSource(file: string): boolean {
  return file.endsWith(".go") && !file.endsWith("_test.go");
}

/** One with a main function of its own, or of another package, does not belong to the main file's program. */
function isProgramOfItsOwn({ main, read }: BuildContext, file: string): boolean {
  const [own, its] = [read(main), read(file)];
  if (packageOf(its) !== packageOf(own)) return true;
  return /^func\s+main\s*\(/m.test(own) && /^func\s+main\s*\(/m.test(its);
}

function packageOf(source: string): string | undefined {
  return /^[ \t]*package\s+(\w+)/m.exec(source)?.[1];
}

function quoted(file: string): string {
  return `'${file.replaceAll("'", "'\\''")}'`;
}

/** Without a version in it, Go takes the file for one of its early ones, and knows no generics. */
function moduleFile({ files, version }: BuildContext): Record<string, string> {
  const has = files.some((file) => file === "go.mod" || file.endsWith("/go.mod"));
  return has ? {} : { "go.mod": `module main\n\ngo ${version.split(".").slice(0, 2).join(".")}\n` };
}

function usesC({ files, read }: BuildContext): boolean {
  return files.some((file) => file.endsWith(".go") && /^[ \t]*import\s+"C"/m.test(read(file)));
}

/** Reads the import declarations as text: a string in quotes that looks like a path of the standard library. */
function needsOnlyCommon({ files, read, hasPackages }: BuildContext): boolean {
  if (hasPackages) return false;
  const sources = files.filter(isSource).map(read);
  const declarations = sources.flatMap((source) => source.match(/^import\s*(\([^)]*\)?|.*$)/gm) ?? []);
  const paths = declarations.flatMap((text) => [...text.matchAll(/["`]([\w./-]+)["`]/g)].map(([, path = ""]) => path));
  const known = new Set(COMMON);
  const local = new Set(files.map((file) => dirname(file)));
  // What begins with a host's name, or lies among the files, is not of the standard library.
  const isOwn = (path: string) =>
    path.split("/")[0]?.includes(".") || [...local].some((folder) => path.endsWith(`/${folder}`));
  return paths.every((path) => path === "C" || known.has(path) || isOwn(path));
}
