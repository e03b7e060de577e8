import type { StoredFile } from "@glovebox/protocol";

export type FilePage = { readonly files: StoredFile[]; readonly more: boolean };
export type FileListOptions = {
  readonly limit: number;
  /** Only those older than this one. */
  readonly before?: string | undefined;
  readonly sha256?: string | undefined;
};

/** What is known of the files that are kept. What belongs to another owner is as if it were not there. */
export interface FileIndex {
  /** Where the owner has one of this content already, that one stays, with the new name and type; it is answered. */
  add(owner: string, file: StoredFile): Promise<StoredFile>;
  /** Those of these ids that there are. */
  find(owner: string, ids: readonly string[]): Promise<StoredFile[]>;
  /** Newest first. */
  list(owner: string, options: FileListOptions): Promise<FilePage>;
  /** Answers what was removed. */
  remove(owner: string, id: string): Promise<StoredFile | undefined>;
  /** Whether any owner has this content. */
  has(sha256: string): Promise<boolean>;
  /** The contents of all owners. */
  hashes(): Promise<ReadonlySet<string>>;
  /** Removes every owner's files of these contents, which are gone. */
  forget(hashes: readonly string[]): Promise<void>;
}
