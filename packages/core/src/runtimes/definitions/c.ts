import { basename, dirname } from "node:path";
import { type Build, type BuildContext, type Language, PLACES, PRODUCT, type RunContext } from "../language.ts";
import { gccToolchain, gxxToolchain } from "../toolchains/gcc.ts";
import { WITH_DEBIAN_PACKAGES, withDebianPackages } from "./debianPackages.ts";

const CPP = [".cpp", ".cc", ".cxx", ".c++"];

export const c: Language = {
  id: "c",
  aliases: ["gcc"],
  extensions: [".c"],
  shebangs: [],
  mainFile: "main.c",
  native: {
    toolchain: gccToolchain,
    build: (context) => compile(context, "-std=gnu17", sources(context, [".c"])),
    run,
  },
};

export const cpp: Language = {
  id: "c++",
  aliases: ["cpp", "cxx", "g++"],
  extensions: CPP,
  shebangs: [],
  mainFile: "main.cpp",
  native: {
    toolchain: gxxToolchain,
    build: (context) => {
      // Only newer ones know the newest standard.
      const standard = Number.parseInt(context.version, 10) >= 11 ? "-std=gnu++23" : "-std=gnu++17";
      return compile(context, standard, sources(context, CPP), sources(context, [".c"]));
    },
    run,
  },
};

function run({ args, hasPackages }: RunContext) {
  return { command: withDebianPackages([`${PLACES.program}/program`, ...args], hasPackages) };
}

/** Of a Makefile nothing is read. `inC`: sources that are C in a program that is not. */
function compile(context: BuildContext, standard: string, own: readonly string[], inC: readonly string[] = []): Build {
  const options = `-O1 -pipe ${includes(context)
    .map((folder) => `-I'${folder.replaceAll("'", "'\\''")}'`)
    .join(" ")}`;
  // Of all libraries among the packages those that the program uses.
  const libraries = context.hasPackages ? `-Wl,--as-needed @${PLACES.packages}/libraries` : "";
  return {
    script: [
      ...(context.hasPackages ? [WITH_DEBIAN_PACKAGES] : []),
      "number=0",
      "while IFS= read -r file; do",
      '  number=$((number + 1)); object="/tmp/$number.o"',
      `  "$COMPILER" -x c -std=gnu17 ${options} -c -o "$object" "./$file" || exit`,
      '  echo "$object" >> sources.list',
      "done < sources-in-c.list",
      `exec "$COMPILER" ${standard} ${options} -o ${PRODUCT}/program @sources.list ${libraries} -lm -lpthread`,
    ].join("\n"),
    variables: { COMPILER: context.program },
    files: {
      "sources.list": lines(own.map((file) => `"./${file.replace(/["\\]/g, "\\$&")}"`)),
      "sources-in-c.list": lines(inC),
    },
  };
}

/** Every source among the files is part of the program, wherever it lies, but for other programs and for tests. */
function sources({ files, main, read }: BuildContext, endings: readonly string[]): string[] {
  const found = files.filter((file) => endings.some((ending) => file.endsWith(ending)));
  const mainHasMain = hasMain(read(main));
  // Without a main function of its own it is the part of a test framework that runs the tests among the files.
  if (!mainHasMain) return found;
  return found.filter((file) => file === main || !(hasMain(read(file)) || isTest(file)));
}

function hasMain(source: string): boolean {
  return /^[ \t]*(?:[A-Za-z_][\w:]*[ \t\n]+)*main[ \t\n]*\(/m.test(source);
}

function isTest(file: string): boolean {
  return /_(test|tests|unittest)\.[^.]+$/.test(basename(file));
}

/** Where headers are looked for beside the folder of the file that includes them. */
function includes({ files }: BuildContext): string[] {
  const folders = new Set(files.filter((file) => /\.(h|hh|hpp|hxx|inc)$/.test(file)).map((file) => dirname(file)));
  return [".", ...[...folders].filter((folder) => /(^|\/)include$/.test(folder)).map((folder) => `./${folder}`)];
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
