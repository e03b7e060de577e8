import { randomUUIDv7 } from "node:crypto";
import { Readable } from "node:stream";
import { type Artifact, FileLabel, GloveboxError, invalidRequest, type StoredFile } from "@glovebox/protocol";
import { Gate } from "../async/gate.ts";
import { LOCAL, type Owner } from "../owner.ts";
import { readArtifactId } from "./artifactId.ts";
import type { ArtifactStore } from "./artifactStore.ts";
import type { Blob } from "./blob.ts";
import { BlobStore } from "./blobStore.ts";
import type { BlobWriter } from "./blobWriter.ts";
import { putByCaller } from "./diskFailure.ts";
import type { FileIndex, FileListOptions, FilePage } from "./fileIndex.ts";
import type { HeldFile } from "./heldFile.ts";
import { mimeTypeOf } from "./mimeType.ts";

export type FilesOptions = {
  readonly index: FileIndex;
  /** Contents stay there. Without it they lie in a temporary folder that goes with this. */
  readonly directory?: string | undefined;
  /** Bytes of contents kept. Past that the files go whose content came longest ago. */
  readonly mostBytes: number;
  readonly artifacts: Pick<ArtifactStore, "find" | "hold">;
};

export type PutOptions = Owner & {
  readonly name?: string | undefined;
  /** Default: guessed from the name's ending. */
  readonly mimeType?: string | undefined;
  /** A larger one is refused with `payload_too_large`. */
  readonly mostBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};
export type HoldOptions = Owner & {
  /** Throws `not_found`. */
  readonly findArtifact?: (executionId: string, name: string) => Promise<Artifact>;
};
/** Bytes, or what brings them. */
export type FileSource = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** Files that are sent once, and referred to by their ids in requests. Equal contents are kept once. */
export class Files implements Disposable {
  readonly #index: FileIndex;
  readonly #blobs: BlobStore;
  readonly #artifacts: FilesOptions["artifacts"];
  readonly #mostBytes: number;
  /** The index and the contents change together: one change at a time. */
  readonly #changes = new Gate(1);
  /** Resolves once what a killed process left without an entry, or without a content, is gone. */
  readonly ready: Promise<void>;

  constructor({ index, directory, mostBytes, artifacts }: FilesOptions) {
    this.#index = index;
    this.#artifacts = artifacts;
    this.#mostBytes = mostBytes;
    const onGone = (sha256: string) => void this.#change(() => this.#forget(sha256)).catch(() => undefined);
    this.#blobs = new BlobStore({ directory, mostBytes, stored: putByCaller, onGone });
    // What could not be put in order is, at the next start.
    this.ready = this.#blobs.lasting ? this.#putInOrder().catch(() => undefined) : Promise.resolve();
  }

  /** Keeps a content, which is read to its end. Where that fails, or the signal aborts, nothing of it stays. */
  async put(source: FileSource, options: PutOptions = {}): Promise<StoredFile> {
    const { principal = LOCAL, name, mimeType = mimeTypeOf(name ?? ""), signal } = options;
    const label = FileLabel.safeParse(name === undefined ? {} : { name });
    if (!label.success) throw invalidRequest(label.error);
    const writer = this.#blobs.begin();
    try {
      await this.#write(writer, source, options);
      signal?.throwIfAborted();
      const facts = { id: randomUUIDv7(), createdAt: new Date().toISOString(), ...label.data, mimeType };
      return await this.#change(() => this.#publish(writer, principal, facts));
    } catch (error) {
      writer.discard();
      throw error;
    }
  }

  /** What is known of a file. Throws `not_found`. */
  async get(id: string, { principal = LOCAL }: Owner = {}): Promise<StoredFile> {
    const [file] = await this.#index.find(principal, [id]);
    if (file === undefined) throw unknown(id);
    return file;
  }

  /** Newest first. */
  list({ principal = LOCAL, ...options }: Owner & FileListOptions): Promise<FilePage> {
    return this.#index.list(principal, options);
  }

  /** A file's content, to be read or left. Throws `not_found`. */
  async open(id: string, options: Owner = {}): Promise<Blob> {
    return this.#blobs.open((await this.get(id, options)).sha256);
  }

  /** Executions that have it already keep it to their end. Throws `not_found`. */
  async remove(id: string, { principal = LOCAL }: Owner = {}): Promise<StoredFile> {
    return this.#change(async () => {
      const file = await this.#index.remove(principal, id);
      if (file === undefined) throw unknown(id);
      if (!(await this.#index.has(file.sha256))) this.#blobs.remove(file.sha256);
      return file;
    });
  }

  /**
   * Keeps the contents of those of these ids that there are until each is disposed. An id with a slash is an artifact's:
   * of this Glovebox's executions, unless somebody else knows better.
   */
  async hold(ids: readonly string[], options: HoldOptions = {}): Promise<Map<string, HeldFile>> {
    const { principal = LOCAL, findArtifact = async (id, name) => this.#artifacts.find(id, name) } = options;
    using held = new DisposableStack();
    const found = new Map<string, HeldFile>();
    const add = (id: string, file: HeldFile | undefined) => {
      if (file !== undefined) found.set(id, held.use(file));
    };
    const put = ids.filter((id) => readArtifactId(id) === undefined);
    for (const { id, sha256 } of put.length === 0 ? [] : await this.#index.find(principal, put))
      add(id, await this.#blobs.hold(sha256));
    for (const id of ids) {
      const artifact = readArtifactId(id);
      if (artifact === undefined) continue;
      const known = await findArtifact(artifact.executionId, artifact.name).catch(absent);
      if (known !== undefined) add(id, await this.#artifacts.hold(known.sha256));
    }
    held.move();
    return found;
  }

  async #write(writer: BlobWriter, source: FileSource, { mostBytes, signal }: PutOptions): Promise<void> {
    const most = Math.min(mostBytes ?? this.#mostBytes, this.#mostBytes);
    for await (const piece of source instanceof Uint8Array ? [source] : read(source, signal)) {
      if (writer.size + piece.length > most) throw tooLarge(most);
      writer.write(piece);
    }
  }

  async #publish(
    writer: BlobWriter,
    principal: string,
    facts: Omit<StoredFile, "size" | "sha256">,
  ): Promise<StoredFile> {
    const { sha256, size } = writer.finish();
    using _held = await this.#blobs.hold(sha256);
    try {
      return await this.#index.add(principal, { ...facts, sha256, size });
    } catch (error) {
      if (!(await this.#index.has(sha256).catch(() => true))) this.#blobs.remove(sha256);
      throw error;
    }
  }

  /** It had to go; it may have come again since. */
  async #forget(sha256: string): Promise<void> {
    using held = await this.#blobs.hold(sha256);
    if (held === undefined) await this.#index.forget([sha256]);
  }

  async #putInOrder(): Promise<void> {
    await this.#blobs.ready;
    await this.#change(async () => {
      const known = await this.#index.hashes();
      const here = new Set(this.#blobs.hashes);
      for (const sha256 of here) if (!known.has(sha256)) this.#blobs.remove(sha256);
      for (const sha256 of known) if (!here.has(sha256)) await this.#forget(sha256);
    });
  }

  async #change<T>(work: () => Promise<T>): Promise<T> {
    using _place = await this.#changes.enter();
    return await work();
  }

  [Symbol.dispose](): void {
    this.#blobs[Symbol.dispose]();
  }
}

function read(source: Exclude<FileSource, Uint8Array>, signal: AbortSignal | undefined): AsyncIterable<Uint8Array> {
  return Readable.from(source, signal === undefined ? {} : { signal });
}

function absent(error: unknown): undefined {
  if (!(error instanceof GloveboxError && error.code === "not_found")) throw error;
}

function unknown(id: string): GloveboxError {
  return new GloveboxError("not_found", `no file ${JSON.stringify(id.slice(0, 200))} is kept`);
}

function tooLarge(most: number): GloveboxError {
  return new GloveboxError("payload_too_large", `the file is larger than ${most} bytes`);
}
