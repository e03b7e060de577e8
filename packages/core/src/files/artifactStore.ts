import { readFileSync } from "node:fs";
import { type Artifact, GloveboxError } from "@glovebox/protocol";
import { artifactId } from "./artifactId.ts";
import type { Blob } from "./blob.ts";
import type { BlobStore } from "./blobStore.ts";
import type { BlobWriter } from "./blobWriter.ts";
import type { HeldFile } from "./heldFile.ts";
import { mimeTypeOf } from "./mimeType.ts";

const MOST_EXECUTIONS = 256;

/**
 * Which artifacts the last executions left, over the store of their contents. Once an execution is forgotten, its
 * artifacts' contents go with it, unless the store is a lasting one: then they stay for whoever kept their hashes.
 */
export class ArtifactStore implements Disposable {
  readonly #blobs: BlobStore;
  readonly #kept = new Map<string, Map<string, Artifact>>();
  /** How many known artifacts have this content. */
  readonly #uses = new Map<string, number>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Begins to store one artifact. Nothing is visible until `finish`. */
  begin(executionId: string, name: string): ArtifactWriter {
    return new ArtifactWriter(this.#blobs.begin(), executionId, name, (artifact) => this.#keep(executionId, artifact));
  }

  /** The artifact's bytes. `not_found` where there is no such artifact, or where it had to go. */
  read(executionId: string, name: string): Uint8Array {
    const bytes = this.#bytesOf(this.find(executionId, name));
    if (bytes !== undefined) return bytes;
    throw unknown(executionId, name);
  }

  /** What is known of it. `not_found` where there is no such artifact, or where it had to go. */
  find(executionId: string, name: string): Artifact {
    const artifact = this.#kept.get(executionId)?.get(name);
    if (artifact === undefined) throw unknown(executionId, name);
    return artifact;
  }

  /** A content, by the hash that its artifact's description has. */
  open(sha256: string): Promise<Blob> {
    return this.#blobs.open(sha256);
  }

  /** Keeps a content until what it answers is disposed. Undefined where it is no longer there. */
  hold(sha256: string): Promise<HeldFile | undefined> {
    return this.#blobs.hold(sha256);
  }

  #bytesOf({ sha256 }: Artifact): Uint8Array | undefined {
    try {
      return readFileSync(this.#blobs.pathOf(sha256));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined; // it had to go
      throw error;
    }
  }

  #keep(executionId: string, artifact: Artifact): void {
    const kept = this.#kept.get(executionId) ?? new Map<string, Artifact>();
    const before = kept.get(artifact.name);
    kept.set(artifact.name, artifact);
    this.#uses.set(artifact.sha256, (this.#uses.get(artifact.sha256) ?? 0) + 1);
    if (before !== undefined) this.#forget(before);
    this.#kept.set(executionId, kept);
    for (const [oldest, artifacts] of this.#kept) {
      if (this.#kept.size <= MOST_EXECUTIONS) break;
      for (const each of artifacts.values()) this.#forget(each);
      this.#kept.delete(oldest);
    }
  }

  #forget({ sha256 }: Artifact): void {
    const left = (this.#uses.get(sha256) ?? 1) - 1;
    if (left > 0) {
      this.#uses.set(sha256, left);
      return;
    }
    this.#uses.delete(sha256);
    if (!this.#blobs.lasting) this.#blobs.remove(sha256);
  }

  [Symbol.dispose](): void {
    this.#blobs[Symbol.dispose]();
    this.#kept.clear();
    this.#uses.clear();
  }
}

function unknown(executionId: string, name: string): GloveboxError {
  return new GloveboxError("not_found", `no artifact ${JSON.stringify(name)} of the execution ${executionId} is kept`);
}

/** One artifact on its way to disk. Either `finish` or `discard` ends it. */
export class ArtifactWriter {
  readonly #blob: BlobWriter;
  readonly #executionId: string;
  readonly #name: string;
  readonly #publish: (artifact: Artifact) => void;

  constructor(blob: BlobWriter, executionId: string, name: string, publish: (artifact: Artifact) => void) {
    this.#blob = blob;
    this.#executionId = executionId;
    this.#name = name;
    this.#publish = publish;
  }

  write(data: Uint8Array): void {
    this.#blob.write(data);
  }

  finish(): Artifact {
    const { sha256, size } = this.#blob.finish();
    const name = this.#name;
    const id = artifactId(this.#executionId, name);
    const artifact = { id, name, size, mimeType: mimeTypeOf(name), sha256 };
    this.#publish(artifact);
    return artifact;
  }

  discard(): void {
    this.#blob.discard();
  }
}
