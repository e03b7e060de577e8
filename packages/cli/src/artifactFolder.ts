import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { GloveboxError, pathProblem } from "glovebox";

const MOST_NUMBERS = 1_000;

export type Saved = { readonly path: string; readonly note: string | undefined };

/**
 * Where artifacts land on the user's disk. They come from untrusted code: never hidden, never executable, never
 * through a link, never over an existing file unless forced; one whose name is taken gets a number.
 */
export class ArtifactFolder {
  readonly #folder: string;
  readonly #force: boolean;

  /** Throws where artifacts could never land, so that nobody learns it after the run. */
  constructor(folder: string, force: boolean) {
    if (folder === "" || !isFolderOrNothing(folder)) {
      throw new GloveboxError("invalid_request", `--out ${JSON.stringify(folder)}: give a folder, or a new name`, {
        field: "--out",
      });
    }
    this.#folder = folder;
    this.#force = force;
  }

  /** Saves one artifact, or says why not. */
  save(name: string, content: Uint8Array): Saved | { readonly refused: string } {
    const problem =
      pathProblem(name) ?? (name.split("/").some((part) => part.startsWith(".")) ? "is hidden" : undefined);
    if (problem !== undefined) return { refused: `its name ${problem}` };
    try {
      this.#makeFolders(dirname(name));
      return this.#write(name, content);
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  #makeFolders(path: string): void {
    makeFolder(this.#folder);
    let folder = this.#folder;
    for (const part of path.split("/")) {
      if (part === ".") continue;
      folder = join(folder, part);
      const found = lstatSync(folder, { throwIfNoEntry: false });
      if (found === undefined) mkdirSync(folder);
      else if (!found.isDirectory()) throw new Error(`${folder} is in the way`);
    }
  }

  #write(name: string, content: Uint8Array): Saved {
    const path = join(this.#folder, name);
    if (this.#force && lstatSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
    if (tryWrite(path, content)) return { path, note: undefined };
    const { dir, name: stem, ext } = parse(path);
    for (let number = 2; number <= MOST_NUMBERS; number++) {
      const other = join(dir, `${stem}-${number}${ext}`);
      if (tryWrite(other, content)) return { path: other, note: `${path} exists; --force overwrites it` };
    }
    throw new Error(`${path} and ${MOST_NUMBERS} numbered names exist`);
  }
}

/** With those above it. Node's own way to do so does not come back where /proc is one of them. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another run was faster
  }
}

function isFolderOrNothing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
  } catch {
    return false; // too long, or behind a folder that is not ours to look into
  }
}

/** False where something of that name exists, even a dangling link. */
function tryWrite(path: string, content: Uint8Array): boolean {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  try {
    const file = openSync(path, flags, 0o644);
    try {
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
