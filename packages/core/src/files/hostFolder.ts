import { randomUUID } from "node:crypto";
import { constants, lstatSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { GloveboxError, pathProblem } from "@glovebox/protocol";
import { carryFolder } from "./carriedFiles.ts";

/**
 * A folder of this machine that a session works on. Its files go into the session's workspace when it begins, and what
 * the session changes comes back after each cell. The sandbox never sees the folder itself, so nothing in it can change
 * while it is opened here. What the session removes stays.
 */
export class HostFolder {
  readonly path: string;

  /** Throws `invalid_request` where it is no folder. */
  constructor(path: string) {
    this.path = resolve(path);
    if (statSync(this.path, { throwIfNoEntry: false })?.isDirectory()) return;
    const message = `workdir: ${JSON.stringify(path)} is not a folder of this machine`;
    throw new GloveboxError("invalid_request", message, { field: "workdir" });
  }

  /** All of it but what is hidden; throws `invalid_request` where that is too much. */
  read(): Map<string, Uint8Array> {
    const { files, note } = carryFolder(this.path);
    if (note === undefined) return files;
    throw new GloveboxError("invalid_request", `workdir: ${note}`, {
      field: "workdir",
      advice: "give a smaller folder, or lay single files into the session",
    });
  }

  /**
   * Puts a file in the place of what is there, without following a link on the way. Answers why not, where it cannot:
   * its name is hidden, say.
   */
  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<string | undefined> {
    const hidden = name.split("/").some((part) => part.startsWith("."));
    const problem = pathProblem(name) ?? (hidden ? "is hidden" : undefined);
    if (problem !== undefined) return `its name ${problem}`;
    return await this.#write(name, content);
  }

  /** The same for a name that is ours, and may be hidden. */
  async writeOurs(name: string, content: Uint8Array): Promise<string | undefined> {
    return await this.#write(name, [content]);
  }

  async #write(name: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string | undefined> {
    const path = join(this.path, name);
    const made = join(dirname(path), `.glovebox-${randomUUID()}`);
    try {
      this.#makeFolders(dirname(name));
      await writeNew(made, content);
      // A link, or a file that is open elsewhere, is replaced and not written through.
      renameSync(made, path);
      return undefined;
    } catch (error) {
      rmSync(made, { force: true });
      return error instanceof Error ? error.message : String(error);
    }
  }

  #makeFolders(path: string): void {
    let folder = this.path;
    for (const part of path.split("/")) {
      if (part === ".") continue;
      folder = join(folder, part);
      const found = lstatSync(folder, { throwIfNoEntry: false });
      if (found === undefined) mkdirSync(folder);
      else if (!found.isDirectory()) throw new Error(`${folder} is in the way`);
    }
  }
}

async function writeNew(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  await using file = await open(path, flags, 0o644);
  for await (const piece of content) await file.writeFile(piece);
}
