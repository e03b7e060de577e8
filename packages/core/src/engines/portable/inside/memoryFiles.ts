/** As much of Emscripten's file system as is used here. */
export type MemoryFiles = {
  mkdirTree(path: string): void;
  writeFile(path: string, content: Uint8Array | string): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  readdir(path: string): string[];
  lstat(path: string): { mode: number; size: number };
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  readonly ErrnoError: new (code: number) => Error;
  readonly filesystems: {
    readonly MEMFS: { readonly ops_table: { readonly file: { readonly stream: StreamOperations } } };
  };
};

type Stream = { readonly node: { readonly usedBytes: number; contents: unknown } };
type Write = (
  stream: Stream,
  buffer: unknown,
  offset: number,
  length: number,
  position: number,
  own: unknown,
) => number;
type StreamOperations = { write: Write };

/** Emscripten numbers errors as WASI does. */
const EFBIG = 22;
const ENOSPC = 51;

export type FileLimits = { readonly fileBytes: number; readonly workspaceBytes: number };

/**
 * Refuses writes past the limits, as the kernel would. It helps an honest program to a clear error; what holds against
 * a hostile one is the limit of memory, in which all of these files lie.
 */
export function limitFiles(files: MemoryFiles, limits: FileLimits, used: () => number): void {
  // Each file has the operations of this table; MEMFS.stream_ops is only what the table was made of.
  const operations = files.filesystems.MEMFS.ops_table.file.stream;
  const { write } = operations;
  let grown = 0;
  let known = used();
  operations.write = (stream, buffer, offset, length, position, own) => {
    const end = position + length;
    if (end > limits.fileBytes) throw new files.ErrnoError(EFBIG);
    const more = Math.max(0, end - stream.node.usedBytes);
    if (known + grown + more > limits.workspaceBytes) {
      known = used(); // files may have gone since
      grown = 0;
      if (known + more > limits.workspaceBytes) throw new files.ErrnoError(ENOSPC);
    }
    grown += more;
    return write(stream, buffer, offset, length, position, own);
  };
}
