import type { Limits } from "@glovebox/protocol";
import { type Language, PLACES, PRODUCT } from "../language.ts";
import { javaToolchain } from "../toolchains/java.ts";

export const java: Language = {
  id: "java",
  aliases: [],
  extensions: [".java"],
  shebangs: ["java"],
  mainFile: "Main.java",
  native: {
    toolchain: javaToolchain,
    build: ({ tool, main, files }) => ({
      // The launcher's arguments are a file, because which class is the main one is known only once all are compiled.
      script: [
        `"$JAVAC" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -J-Xmx512m -nowarn -proc:none -encoding UTF-8 \\`,
        `  -d ${PRODUCT}/classes -cp "$CLASSPATH" @sources.list || exit`,
        `exec python3 /opt/glovebox/glovebox_sandbox/main_class.py ${PRODUCT} "$MAIN" ${PLACES.program} "$CLASSPATH"`,
      ].join("\n"),
      variables: {
        JAVAC: tool("bin/javac"),
        CLASSPATH: `${PLACES.packages}/*`,
        MAIN: main,
      },
      files: { "sources.list": sources(files, main).map(quoted).join("\n") },
    }),
    run: ({ tool, args, limits }) => ({
      command: [tool("bin/java"), ...options(limits), `@${PLACES.program}/launch`, ...args],
    }),
  },
};

/** Tests among the files need a framework that a program does not have; src/main/java is what Maven would compile. */
function sources(files: readonly string[], main: string): string[] {
  const all = files.filter((file) => file.endsWith(".java"));
  return main.startsWith("src/main/") ? all.filter((file) => !file.startsWith("src/test/")) : all;
}

function quoted(file: string): string {
  return `"${file.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A short program is over before the second compiler pays; heap and threads fit the sandbox, not the machine. */
function options({ memoryBytes }: Limits): string[] {
  const heapMiB = Math.max(16, Math.floor((memoryBytes / 1024 / 1024) * 0.75));
  return [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Xshare:auto",
    `-Xmx${heapMiB}m`,
    "-Dfile.encoding=UTF-8",
    "-Dstdout.encoding=UTF-8",
  ];
}
