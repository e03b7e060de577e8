import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Limits } from "@glovebox/protocol";
import { sandboxSources } from "../../engines/sources.ts";
import { type BuildContext, type Language, PLACES, PRODUCT, WORKSPACE } from "../language.ts";
import { javaToolchain } from "../toolchains/java.ts";

const OURS = "/opt/glovebox/glovebox_sandbox";

export const java: Language = {
  id: "java",
  aliases: [],
  extensions: [".java"],
  shebangs: ["java"],
  project: { manifest: "pom.xml", sources: "src", products: "target" },
  mainFile: "Main.java",
  nameMain: (code) => `${publicType(code) ?? "Main"}.java`,
  native: {
    toolchain: javaToolchain,
    build: (given) => {
      const context = inOwnFile(given);
      return {
        script: [
          `compile() { "$JAVAC" ${COMPILER} -nowarn ${given.hasPackages ? PROCESSORS : "-proc:none"} -encoding UTF-8 -d ${PRODUCT} -cp "$CLASSPATH" "$@"; }`,
          // What is only beside the program, a test without its framework or a second program, does not stand in its way.
          `compile @sources.list 2> /tmp/said || { [ -n "$OTHERS" ] && rm -rf ${PRODUCT} && mkdir ${PRODUCT} &&`,
          '  compile -sourcepath "$SOURCES" "$MAIN" 2> /dev/null && echo "note: what $MAIN does not need was left out:" >&2; } ||',
          "  { code=$?; cat /tmp/said >&2; exit $code; }",
          "cat /tmp/said >&2",
          // As Maven does.
          `if [ -d "$RESOURCES" ]; then cp -r "$RESOURCES/." ${PRODUCT} || exit; fi`,
          // Which class is the main one is known only once all are compiled.
          `exec python3 ${OURS}/main_class.py ${PRODUCT} "$MAIN"`,
        ].join("\n"),
        variables: {
          JAVAC: context.tool("bin/javac"),
          CLASSPATH: `${PLACES.packages}/*`,
          ...sourcesOf(context),
        },
        files: {
          "sources.list": sources(context).map(quoted).join("\n"),
          ...(context.main === given.main ? {} : { [context.main]: given.read(given.main) }),
        },
      };
    },
    cache: ({ tool }) => ({
      script: `exec "$JAVAC" ${COMPILER} --release 11 -d ${PRODUCT} Launcher.java`,
      variables: { JAVAC: tool("bin/javac") },
      files: { "Launcher.java": readFileSync(join(sandboxSources(), "glovebox_sandbox/ahead/Launcher.java"), "utf8") },
    }),
    runsWithCache: true,
    run: ({ args, ...context }) => ({ command: [...machine(context), "run", ...args], reports: true }),
    ahead: {
      start: (context) => ({ command: [...machine(context, [OPEN_LOADER]), "wait"] }),
      tell: ({ args }) => args,
    },
  },
};

/** A compiler is over before the second compiler of its machine pays. */
const COMPILER = "-J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -J-Xmx512m";

/** Such as Lombok. Newer compilers want to be told where they are, each by its own name. */
const PROCESSORS = `-processorpath "$(echo ${PLACES.packages}/*.jar | tr ' ' ':')"`;

/** Java wants a public type in a file of its name. */
function publicType(code: string): string | undefined {
  const declaration =
    /^[ \t]*public\s+(?:(?:abstract|final|sealed|non-sealed|strictfp)\s+)*(?:class|interface|enum|record|@interface)\s+([\p{L}_$][\p{L}\p{N}_$]*)/mu;
  return declaration.exec(code)?.[1];
}

/** The same, where the main file is not called like its public type, with a copy that is. */
function inOwnFile(context: BuildContext): BuildContext {
  const { main, files, read } = context;
  const type = publicType(read(main));
  const own = join(dirname(main), `${type}.java`);
  if (type === undefined || files.includes(own)) return context;
  const others = files.filter((file) => file !== main);
  return { ...context, main: own, files: [...others, own], read: (file) => read(file === own ? main : file) };
}

/** Tests among the files need a framework that a program does not have; src/main/java is what Maven would compile. */
function sources({ files, main }: BuildContext): string[] {
  const all = files.filter((file) => file.endsWith(".java"));
  return isMaven(main) ? all.filter((file) => !file.includes("src/test/")) : all;
}

function sourcesOf(context: BuildContext): Record<string, string> {
  const { main, read } = context;
  const [, before = ""] = /^(.*?)src\/main\/java\//.exec(main) ?? [];
  const depth = (/^[ \t]*package\s+([\w.]+)\s*;/m.exec(read(main))?.[1] ?? "")
    .split(".")
    .filter((part) => part !== "").length;
  const folders = main.split("/").slice(0, -1);
  return {
    MAIN: main,
    SOURCES: `./${folders.slice(0, Math.max(0, folders.length - depth)).join("/")}`,
    RESOURCES: `./${before}src/main/resources`,
    OTHERS: sources(context).length > 1 ? "1" : "",
  };
}

function isMaven(main: string): boolean {
  return /(^|\/)src\/main\//.test(main);
}

function quoted(file: string): string {
  return `"${file.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Packages come when the class path is read already: the launcher adds them to it. */
const OPEN_LOADER = "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED";

type Machine = Pick<BuildContext, "tool"> & { readonly limits: Pick<Limits, "memoryBytes"> };

/** The Java machine with our launcher in it, and on its class path the program, its packages, and the files beside it. */
function machine({ tool, limits }: Machine, more: readonly string[] = []): string[] {
  const classPath = [PLACES.cache, PLACES.program, `${PLACES.packages}/*`, WORKSPACE].join(":");
  return [tool("bin/java"), ...options(limits), ...more, "-cp", classPath, "glovebox.Launcher"];
}

/** A short program is over before the second compiler pays; heap and threads fit the sandbox, not the machine. */
function options({ memoryBytes }: Pick<Limits, "memoryBytes">): string[] {
  const heapMiB = Math.max(16, Math.floor((memoryBytes / 1024 / 1024) * 0.75));
  return [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Xshare:auto",
    // What the machine itself has to say is no output of the program's.
    "-Xlog:disable",
    "-Xlog:all=warning:stderr",
    "-XX:+DisplayVMOutputToStderr",
    `-Xmx${heapMiB}m`,
    "-Dfile.encoding=UTF-8",
    "-Dstdout.encoding=UTF-8",
    "-Dstderr.encoding=UTF-8",
  ];
}
