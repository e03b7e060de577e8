import { posix } from "node:path";
import { type FileEntry, type FileEntryList, GloveboxError } from "@glovebox/protocol";
import type { OpenFile, Pieces, ReadRange, SandboxFiles } from "../engines/sandboxFiles.ts";

const MOST_CHARACTERS = 4096;

export type SessionFilesOptions = {
  readonly files: SandboxFiles;
  readonly workdir: string;
  /** The session is in use until what it answers is disposed. Throws where it has ended. */
  readonly use: () => Disposable;
};

/** A session's files as its programs see them: a relative path is one below its working directory. */
export class SessionFiles implements SandboxFiles {
  readonly #options: SessionFilesOptions;

  constructor(options: SessionFilesOptions) {
    this.#options = options;
  }

  async list(path = ".", options?: { depth?: number | undefined }): Promise<FileEntryList> {
    using _use = this.#options.use();
    return await this.#options.files.list(this.#absolute(path), options);
  }

  async stat(path: string): Promise<FileEntry> {
    using _use = this.#options.use();
    return await this.#options.files.stat(this.#absolute(path));
  }

  async read(path: string, range?: ReadRange): Promise<OpenFile> {
    using use = new DisposableStack();
    use.use(this.#options.use());
    const file = await this.#options.files.read(this.#absolute(path), range);
    const held = use.move();
    return {
      ...file,
      async *pieces() {
        using _held = held;
        yield* file.pieces();
      },
      async [Symbol.asyncDispose]() {
        held.dispose();
        await file[Symbol.asyncDispose]();
      },
    };
  }

  async write(path: string, pieces: Pieces, attributes?: Readonly<Record<string, string>>): Promise<FileEntry> {
    using _use = this.#options.use();
    return await this.#options.files.write(this.#absolute(path), pieces, attributes);
  }

  async remove(path: string, options?: { recursive?: boolean | undefined }): Promise<void> {
    using _use = this.#options.use();
    await this.#options.files.remove(this.#absolute(path), options);
  }

  async rename(path: string, to: string): Promise<FileEntry> {
    using _use = this.#options.use();
    return await this.#options.files.rename(this.#absolute(path), this.#absolute(to));
  }

  async makeFolder(path: string): Promise<{ entry: FileEntry; made: boolean }> {
    using _use = this.#options.use();
    return await this.#options.files.makeFolder(this.#absolute(path));
  }

  #absolute(path: string): string {
    if (path === "" || path.includes("\0") || path.length > MOST_CHARACTERS) throw badPath(path);
    return posix.resolve(this.#options.workdir, path);
  }
}

function badPath(path: string): GloveboxError {
  const problem = path === "" ? "is empty" : path.includes("\0") ? "contains a NUL character" : "is too long";
  return new GloveboxError("invalid_request", `path: ${JSON.stringify(path.slice(0, 80))} ${problem}`, {
    field: "path",
  });
}
