import { type BuildContext, type Language, PLACES, PRODUCT } from "../language.ts";
import { gccToolchain, gxxToolchain } from "../toolchains/gcc.ts";

export const c: Language = {
  id: "c",
  aliases: ["gcc"],
  extensions: [".c"],
  shebangs: [],
  mainFile: "main.c",
  native: {
    toolchain: gccToolchain,
    build: (context) => compile(context, [".c"], "-std=gnu17"),
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

export const cpp: Language = {
  id: "c++",
  aliases: ["cpp", "cxx", "g++"],
  extensions: [".cpp", ".cc", ".cxx", ".c++"],
  shebangs: [],
  mainFile: "main.cpp",
  native: {
    toolchain: gxxToolchain,
    build: (context) => compile(context, [".cpp", ".cc", ".cxx", ".c++", ".c"], "-std=gnu++20"),
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

/** Every source among the files is part of the program, wherever it lies. Of a Makefile nothing is read. */
function compile({ files, program }: BuildContext, endings: readonly string[], standard: string) {
  const sources = files.filter((file) => endings.some((ending) => file.endsWith(ending)));
  return {
    script: `exec "$COMPILER" ${standard} -O1 -pipe -I. -o ${PRODUCT}/program @sources.list -lm -lpthread`,
    variables: { COMPILER: program },
    files: { "sources.list": sources.map((file) => `"./${file.replace(/["\\]/g, "\\$&")}"`).join("\n") },
  };
}
