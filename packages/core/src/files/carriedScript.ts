import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { ProjectKind } from "../runtimes/language.ts";
import { chooseLanguage } from "../runtimes/languages.ts";
import { type Carried, carryFolder, type readScript } from "./carriedFiles.ts";

type Script = ReturnType<typeof readScript>;
/** `main`: what the script is called among the files. */
export type CarriedScript = Carried & { readonly main: string };

/**
 * A script with the files of its folder or, where its language says that it is part of a project, with those of the
 * project's. Throws `unknown_language`. `except`: where artifacts go.
 */
export function carryScript(script: Script, language: string, ...except: readonly string[]): CarriedScript {
  const { project } = chooseLanguage(language).language;
  const root = project === undefined ? script.folder : rootOf(script, project);
  const products = project?.products === undefined ? [] : [join(root, project.products)];
  const whole = carryFolder(root, ...except, ...products);
  if (whole.note === undefined || root === script.folder) return withScript(script, root, whole);
  const beside = withScript(script, script.folder, carryFolder(script.folder, ...except));
  return { ...beside, note: beside.note ?? `${whole.note}, but those beside ${script.name}` };
}

function withScript({ folder, name, content }: Script, root: string, { files, note }: Carried): CarriedScript {
  const main = join(relative(root, folder), name);
  files.set(main, content);
  return { main, files, note };
}

/** The folder of the nearest manifest, neither the user's home nor the whole disk. */
function rootOf({ folder, name }: Script, { manifest, sources = "" }: ProjectKind): string {
  for (let root = folder; root !== dirname(root) && root !== homedir(); root = dirname(root)) {
    if (!existsSync(join(root, manifest))) continue;
    const main = join(relative(root, folder), name);
    const isPart = main.startsWith(join(sources, "/").replace(/^\//, ""));
    const isHidden = main.split("/").some((part) => part.startsWith("."));
    return isPart && !isHidden ? root : folder;
  }
  return folder;
}
