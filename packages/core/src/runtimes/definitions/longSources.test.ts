import { defaultLimits } from "@glovebox/protocol";
import { expect, test } from "vitest";
import type { BuildContext, Language } from "../language.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { rust } from "./rust.ts";
import { typescript } from "./typescript.ts";

const MOST = 4_000_000;
const languages: readonly (readonly [Language, string])[] = [
  [go, "main.go"],
  [java, "Main.java"],
  [rust, "main.rs"],
  [typescript, "main.ts"],
];
const PIECES = [
  "\n",
  " ",
  "import(\n",
  "import (x\n",
  "package\n",
  "const a,",
  "const __dirname,",
  "func main\n",
  "(",
  '"',
];
const cases = languages.flatMap(([language, main]) =>
  PIECES.map((piece) => [language.id, piece, language, main] as const),
);

test.each(cases)("however often a program in %s says %j, its text is read at once", (_, piece, { native }, main) => {
  const text = `// __dirname\n${piece.repeat(MOST / piece.length)}`;
  const context = contextOf({ [main]: text, "other.go": text, "go.mod": text, "Cargo.toml": text });
  expect(native?.build?.({ ...context, main }).script).toBeTypeOf("string");
  native?.cache?.({ ...context, main });
});

test.each([
  ["const x = 1, __dirname = 2", false],
  ["let a; var b,\n  __dirname: string = 'x'", false],
  ["f(a, __dirname == 2)", true],
  ["const a = __dirname", true],
])("%j is told where it is, unless it says so itself: %s", (code, told) => {
  const { files = {} } = typescript.native?.build?.({ ...contextOf({ "main.ts": code }), main: "main.ts" }) ?? {};
  expect(files["main.ts"]?.includes('const __dirname = "/workspace"')).toBe(told);
});

function contextOf(sources: Readonly<Record<string, string>>): Omit<BuildContext, "main"> {
  return {
    files: Object.keys(sources),
    read: (file) => sources[file] ?? "",
    tool: (name) => `/${name}`,
    program: "/program",
    version: "1.25.0",
    limits: defaultLimits,
    hasPackages: false,
  };
}
