import { createFsFromVolume, type IFs, Volume } from "memfs";
import { LeftOut, MOST_DEPTH, same, type Workspace } from "./ending.ts";

const WORKSPACE = "/workspace";

/** The workspace of a JavaScript program: a file system in memory, by the names of node:fs. */
export class MemoryWorkspace implements Workspace {
  readonly fs: IFs;
  readonly #volume = new Volume();
  #laid: ReadonlyMap<string, Uint8Array> = new Map();

  constructor() {
    this.fs = createFsFromVolume(this.#volume);
    for (const folder of [WORKSPACE, "/tmp", "/home/user"]) this.#volume.mkdirSync(folder, { recursive: true });
  }

  lay(files: ReadonlyMap<string, Uint8Array>, workdir = WORKSPACE): void {
    this.#laid = new Map([...this.#laid, ...files]);
    for (const [name, content] of files) {
      const path = `${WORKSPACE}/${name}`;
      this.#volume.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      this.#volume.writeFileSync(path, content);
    }
    this.#volume.mkdirSync(workdir, { recursive: true });
  }

  /** What changes from now on is new. */
  handedOver(): void {
    const { files } = this.changed();
    this.#laid = new Map([...this.#laid, ...[...files].map(([name, content]) => [name, content.slice()] as const)]);
  }

  changed(): { files: Map<string, Uint8Array>; notes: string[] } {
    const files = new Map<string, Uint8Array>();
    const leftOut = new LeftOut();
    for (const name of this.#walk("", 0, leftOut)) {
      const content = this.#volume.readFileSync(`${WORKSPACE}/${name}`) as Uint8Array;
      if (!same(this.#laid.get(name), content)) files.set(name, content);
    }
    return { files, notes: leftOut.notes };
  }

  *#walk(folder: string, depth: number, leftOut: LeftOut): Generator<string> {
    if (depth > MOST_DEPTH) return leftOut.deepFolder();
    for (const entry of this.#volume.readdirSync(`${WORKSPACE}/${folder}`) as string[]) {
      const name = folder === "" ? entry : `${folder}/${entry}`;
      const found = this.#volume.lstatSync(`${WORKSPACE}/${name}`);
      if (found.isDirectory()) yield* this.#walk(name, depth + 1, leftOut);
      else if (found.isFile()) yield name;
      else leftOut.link(name);
    }
  }
}
