import type { StoredFile } from "@glovebox/protocol";
import type { FileIndex, FileListOptions, FilePage } from "./fileIndex.ts";

/** For files that end with their process. */
export class MemoryFileIndex implements FileIndex {
  /** By principal and id. Ids are in order of time, but for those of one millisecond. */
  readonly #files = new Map<string, Map<string, StoredFile>>();

  async add(principal: string, file: StoredFile): Promise<StoredFile> {
    const own = this.#files.get(principal) ?? new Map<string, StoredFile>();
    this.#files.set(principal, own);
    const known = [...own.values()].find(({ sha256 }) => sha256 === file.sha256);
    const kept = known === undefined ? file : { ...file, id: known.id, createdAt: known.createdAt };
    own.set(kept.id, kept);
    return kept;
  }

  async find(principal: string, ids: readonly string[]): Promise<StoredFile[]> {
    return ids.flatMap((id) => this.#files.get(principal)?.get(id) ?? []);
  }

  async list(principal: string, { limit, before, sha256 }: FileListOptions): Promise<FilePage> {
    const newest = [...(this.#files.get(principal)?.values() ?? [])].sort((a, b) => (a.id < b.id ? 1 : -1));
    const older = newest.filter((file) => before === undefined || file.id < before);
    const found = older.filter((file) => sha256 === undefined || file.sha256 === sha256);
    return { files: found.slice(0, limit), more: found.length > limit };
  }

  async remove(principal: string, id: string): Promise<StoredFile | undefined> {
    const found = this.#files.get(principal)?.get(id);
    this.#files.get(principal)?.delete(id);
    return found;
  }

  async has(sha256: string): Promise<boolean> {
    return this.#all().some((file) => file.sha256 === sha256);
  }

  async hashes(): Promise<ReadonlySet<string>> {
    return new Set(this.#all().map(({ sha256 }) => sha256));
  }

  async forget(hashes: readonly string[]): Promise<void> {
    const gone = new Set(hashes);
    for (const own of this.#files.values()) {
      for (const { id, sha256 } of own.values()) if (gone.has(sha256)) own.delete(id);
    }
  }

  #all(): StoredFile[] {
    return [...this.#files.values()].flatMap((own) => [...own.values()]);
  }
}
