import type { StoredFile } from "@glovebox/protocol";

export type FilePage = { readonly files: StoredFile[]; readonly more: boolean };
export type FileListOptions = {
  readonly limit: number;
  /** Only those older than this one. */
  readonly before?: string | undefined;
  readonly sha256?: string | undefined;
};

/** What is known of the files that are kept. What belongs to another principal is as if it were not there. */
export interface FileIndex {
  /** Where the principal has one of this content already, that one stays, with the new name and type; it is answered. */
  add(principal: string, file: StoredFile): Promise<StoredFile>;
  /** Those of these ids that there are. */
  find(principal: string, ids: readonly string[]): Promise<StoredFile[]>;
  /** Newest first. */
  list(principal: string, options: FileListOptions): Promise<FilePage>;
  /** Answers what was removed. */
  remove(principal: string, id: string): Promise<StoredFile | undefined>;
  /** Whether any principal has this content. */
  has(sha256: string): Promise<boolean>;
  /** The contents of all principals. */
  hashes(): Promise<ReadonlySet<string>>;
  /** Removes every principal's files of these contents, which are gone. */
  forget(hashes: readonly string[]): Promise<void>;
}
