import { GloveboxError } from "@glovebox/protocol";
import { validRange } from "semver";
import { bash } from "./definitions/bash.ts";
import { c, cpp } from "./definitions/c.ts";
import { go } from "./definitions/go.ts";
import { java } from "./definitions/java.ts";
import { javascript } from "./definitions/javascript.ts";
import { python } from "./definitions/python.ts";
import { rust } from "./definitions/rust.ts";
import { typescript } from "./definitions/typescript.ts";
import type { Language } from "./language.ts";

/** Every language that some engine has. */
export const languages: readonly Language[] = [python, javascript, typescript, bash, go, rust, java, c, cpp];

export const languageIds: readonly string[] = languages.map(({ id }) => id);

/** `version`: a semver range, such as 3.11 or ^1.20. */
export type LanguageChoice = { readonly language: Language; readonly version: string | undefined };

/** Reads "python", "py", "python@3.11" or "go@>=1.20 <2". An unknown one is an error that lists the known ones. */
export function chooseLanguage(wish: string): LanguageChoice {
  const [name = "", version, ...rest] = wish.split("@");
  const wanted = name.toLowerCase();
  const language = languages.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
  if (language === undefined || rest.length > 0) {
    const known = languages.map(({ id, aliases }) => (aliases.length === 0 ? id : `${id} (${aliases.join(", ")})`));
    const message = `unknown language ${JSON.stringify(wish)}; known: ${known.join(", ")}`;
    throw new GloveboxError("unknown_language", message, { field: "language" });
  }
  if (version !== undefined && (!/\d/.test(version) || version.length > 100 || validRange(version) === null)) {
    const message = `${JSON.stringify(wish)}: a version is a number or a semver range, such as ${language.id}@3.11`;
    throw new GloveboxError("unknown_language", message, { field: "language" });
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
  const program = (first.endsWith("/env") ? second : first).replace(/^.*\//, "").replace(/(?<![\d.])[\d.]+$/, "");
  return languages.find(({ shebangs }) => shebangs.includes(program));
}
