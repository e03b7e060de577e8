import { GloveboxError } from "@glovebox/protocol";
import type { Language } from "../runtimes/language.ts";
import { type FileWishes, type Installer, type SourceFiles, WishProblem } from "./installer.ts";

/** What a request asks for: wishes in one form and order, and the files that say more. */
export type Asked = {
  readonly wishes: readonly string[];
  readonly manifests: ReadonlyMap<string, Uint8Array>;
};

/** Throws `invalid_request` for a wish that names no package, and for packages of a language that has none. */
export function wishesOf(
  language: Language,
  installer: Installer | undefined,
  { packages, main, files }: { readonly packages: readonly string[] } & SourceFiles,
): Asked {
  if (installer === undefined) {
    if (packages.length === 0) return { wishes: [], manifests: new Map() };
    throw wrong(`${language.id} has no packages; leave the field out`);
  }
  const found = fromFiles(installer, { main, files });
  const wishes = [...packages, ...found.wishes].map((wish) => read(installer, wish));
  const manifests = new Map(found.manifests.map((name) => [name, files.get(name) ?? new Uint8Array()]));
  return { wishes: [...new Set(wishes)].sort(), manifests };
}

function fromFiles(installer: Installer, source: SourceFiles): FileWishes {
  try {
    return installer.inFiles?.(source) ?? { wishes: [], manifests: [] };
  } catch (error) {
    if (error instanceof WishProblem) throw new GloveboxError("invalid_request", error.message, { field: "files" });
    throw error;
  }
}

function read(installer: Installer, wish: string): string {
  try {
    if (/\p{Cc}/u.test(wish)) throw new WishProblem("has a line break or another control character");
    // The expressions that read it may take long over many spaces in a row.
    return installer.read(wish.trim().replace(/\s+/g, " "));
  } catch (error) {
    if (error instanceof WishProblem) throw wrong(`${JSON.stringify(wish.slice(0, 100))} ${error.message}`);
    throw error;
  }
}

function wrong(message: string): GloveboxError {
  return new GloveboxError("invalid_request", `packages: ${message}`, { field: "packages" });
}
