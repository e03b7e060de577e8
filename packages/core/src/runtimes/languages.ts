import { GloveboxError } from "@glovebox/protocol";

/** A language as data: what it is called, and what its main file is named. */
export type Language = {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly extensions: readonly string[];
  /** Names of interpreters in a shebang line. */
  readonly shebangs: readonly string[];
  readonly mainFile: string;
};

export const languages: readonly Language[] = [
  {
    id: "python",
    aliases: ["py", "python3"],
    extensions: [".py"],
    shebangs: ["python", "python3"],
    mainFile: "main.py",
  },
  { id: "bash", aliases: ["sh", "shell"], extensions: [".sh", ".bash"], shebangs: ["bash", "sh"], mainFile: "main.sh" },
  {
    id: "javascript",
    aliases: ["js", "node", "nodejs"],
    extensions: [".js", ".mjs", ".cjs"],
    shebangs: ["node", "nodejs"],
    mainFile: "main.js",
  },
  {
    id: "typescript",
    aliases: ["ts"],
    extensions: [".ts", ".mts", ".cts"],
    shebangs: ["tsx", "ts-node", "deno"],
    mainFile: "main.ts",
  },
];

export type LanguageChoice = { readonly language: Language; readonly version: string | undefined };

/** Reads "python", "py" or "python@3.11". An unknown one is an error that lists the known ones. */
export function chooseLanguage(wish: string): LanguageChoice {
  const [name = "", version, ...rest] = wish.split("@");
  const wanted = name.toLowerCase();
  const language = languages.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
  if (language === undefined || rest.length > 0) {
    const known = languages.map(({ id, aliases }) => `${id} (${aliases.join(", ")})`).join(", ");
    throw new GloveboxError("unknown_language", `unknown language ${JSON.stringify(wish)}; known: ${known}`, {
      field: "language",
    });
  }
  if (version !== undefined && !/^\d+(\.\d+)*$/.test(version)) {
    throw new GloveboxError(
      "unknown_language",
      `${JSON.stringify(wish)}: a version is numbers with dots, such as ${language.id}@3.11`,
      {
        field: "language",
      },
    );
  }
  return { language, version };
}

/** The language that a file's ending or first line names, or undefined. */
export function detectLanguage(fileName: string, text: string): Language | undefined {
  const ending = /\.[^./]+$/.exec(fileName)?.[0]?.toLowerCase();
  const byEnding = languages.find(({ extensions }) => ending !== undefined && extensions.includes(ending));
  if (byEnding !== undefined) return byEnding;
  const shebang = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(text);
  if (shebang === null) return undefined;
  const [, first = "", second = ""] = shebang;
  const program = (first.endsWith("/env") ? second : first).replace(/^.*\//, "").replace(/[\d.]+$/, "");
  return languages.find(({ shebangs }) => shebangs.includes(program));
}
