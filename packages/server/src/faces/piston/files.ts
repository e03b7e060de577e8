import { posix } from "node:path";
import { pathProblem } from "@glovebox/protocol";
import { badJob } from "./badJob.ts";

/** The files of a job, and which is the main one. */
export type JobFiles = { readonly files: ReadonlyMap<string, Uint8Array>; readonly main: string };

/** A compiler knows a source by its name's ending; an interpreter takes any file. */
export type MainEnding = { readonly extensions: readonly string[]; readonly isCompiled: boolean };

type Encoding = "utf8" | "base64" | "hex";
type File = { readonly name: string; readonly content: Uint8Array; readonly encoding: Encoding };

/** Throws where a file has no content: in Piston that comes before the language is looked at. */
export function checkContents(files: readonly unknown[]): void {
  for (const [index, file] of files.entries()) {
    if (typeof fieldOf(file, "content") !== "string")
      throw badJob(`files[${index}].content is required as a string`, `files[${index}].content`);
  }
}

/** The first one in text is the main file; a compiler's gets its language's ending where it has none. */
export function readFiles(given: readonly unknown[], ending: MainEnding): JobFiles {
  if (!given.some((file) => [undefined, null, "", "utf8"].includes(fieldOf(file, "encoding") as string)))
    throw badJob("files must include at least one utf8 encoded file", "files");
  const files = given.map((file, index) => readFile(file, index));
  const first = files.find(({ encoding }) => encoding === "utf8");
  const rename = (file: File) => (file === first ? withEnding(file.name, ending) : file.name);
  const main = first === undefined ? "" : rename(first);
  return { files: new Map(files.map((file) => [rename(file), file.content])), main };
}

function withEnding(name: string, { extensions, isCompiled }: MainEnding): string {
  const needsOne = isCompiled && !extensions.some((ending) => name.endsWith(ending));
  return needsOne ? `${name}${extensions[0] ?? ""}` : name;
}

function readFile(file: unknown, index: number): File {
  const encoding = encodingOf(fieldOf(file, "encoding"));
  const content = Buffer.from(String(fieldOf(file, "content")), encoding);
  return { name: nameOf(fieldOf(file, "name"), index), content, encoding };
}

/** An encoding that is none of these is text, as it is for Piston. */
function encodingOf(encoding: unknown): Encoding {
  return encoding === "base64" || encoding === "hex" ? encoding : "utf8";
}

function nameOf(name: unknown, index: number): string {
  if (name === undefined || name === null || name === "") return `file${index}.code`;
  const field = `files[${index}].name`;
  if (typeof name !== "string") throw badJob(`${field} must be a string`, field);
  const tidy = posix.normalize(name).replace(/^\/+/, "");
  const problem =
    name.split("/").includes("..") && tidy.startsWith("..") ? "leads out of the working directory" : pathProblem(tidy);
  if (problem !== undefined) throw badJob(`${field} ${JSON.stringify(name.slice(0, 80))} ${problem}`, field);
  if (tidy === "__proto__") throw badJob(`${field} "__proto__" cannot be used as a name`, field);
  return tidy;
}

function fieldOf(file: unknown, name: string): unknown {
  return typeof file === "object" && file !== null ? (file as Record<string, unknown>)[name] : undefined;
}
