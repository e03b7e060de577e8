import type { FileEntry, FileEntryList } from "@glovebox/protocol";

/** A file that is open to be read. Disposing it before its end closes it. */
export type OpenFile = AsyncDisposable & {
  readonly entry: FileEntry;
  /** Where in the file the pieces begin, and how many bytes they are together. */
  readonly start: number;
  readonly length: number;
  /** Its bytes, once. Throws `conflict` where the file became shorter than it was. */
  pieces(): AsyncGenerator<Buffer>;
};

export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type ReadRange = {
  /** Bytes to leave out at the beginning. */
  readonly start?: number | undefined;
  /** Bytes at most. */
  readonly length?: number | undefined;
};

/**
 * The files of a sandbox that stays, served from inside it. A path is absolute: /workspace and its other names,
 * /home/user, /tmp, or anything below one of them. No link is ever followed. Throws a GloveboxError: `not_found` where
 * there is nothing, `conflict` where something else stands in the way, `payload_too_large` where there is no room.
 */
export interface SandboxFiles {
  /** A folder's entries, and those of folders in it down to `depth` (default 1). */
  list(path: string, options?: { readonly depth?: number | undefined }): Promise<FileEntryList>;
  stat(path: string): Promise<FileEntry>;
  /** Regular files only. */
  read(path: string, range?: ReadRange): Promise<OpenFile>;
  /**
   * Makes its folders, and takes the place of a file that is there once it is whole; until then that one stays. Throws
   * `unavailable` where it is to have extended attributes and the kernel keeps none.
   */
  write(path: string, pieces: Pieces, attributes?: Readonly<Record<string, string>>): Promise<FileEntry>;
  /** A folder with something in it only with `recursive`. */
  remove(path: string, options?: { readonly recursive?: boolean | undefined }): Promise<void>;
  /** Makes the folders of `to`, and takes the place of a file that is there. */
  rename(path: string, to: string): Promise<FileEntry>;
  /** Makes it with the folders above it. `made` is false where it was there. */
  makeFolder(path: string): Promise<{ readonly entry: FileEntry; readonly made: boolean }>;
}
