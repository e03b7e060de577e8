import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Artifact, GloveboxError } from "@glovebox/protocol";
import mime from "mime";
import { makeOwnedFolder } from "../processes/ownedFolder.ts";

const MOST_EXECUTIONS = 256;
const MOST_BYTES = 1024 ** 3;

type Kept = { readonly artifacts: Map<string, Artifact>; bytes: number };

/**
 * The bytes of artifacts, in a temporary folder, under names of our own making. The oldest executions' artifacts go
 * when there are more than 256 executions with artifacts, or more than 1 GiB of them.
 */
export class ArtifactStore implements Disposable {
  readonly #kept = new Map<string, Kept>();
  #folder: string | undefined;
  #bytes = 0;
  #serial = 0;

  /** Begins to store one artifact. Nothing is visible until `finish`. */
  begin(executionId: string, name: string): ArtifactWriter {
    this.#folder ??= makeOwnedFolder();
    const path = join(this.#folder, `incoming-${this.#serial++}`);
    return new ArtifactWriter(path, name, (artifact) => {
      renameSync(path, this.#pathOf(executionId, artifact));
      this.#keep(executionId, artifact);
    });
  }

  /** The artifact's bytes. `not_found` where there is no such artifact, or where it had to go. */
  read(executionId: string, name: string): Uint8Array {
    const artifact = this.#kept.get(executionId)?.artifacts.get(name);
    if (artifact === undefined) {
      throw new GloveboxError(
        "not_found",
        `no artifact ${JSON.stringify(name)} of the execution ${executionId} is kept`,
      );
    }
    return readFileSync(this.#pathOf(executionId, artifact));
  }

  #keep(executionId: string, artifact: Artifact): void {
    const kept = this.#kept.get(executionId) ?? { artifacts: new Map(), bytes: 0 };
    kept.artifacts.set(artifact.name, artifact);
    kept.bytes += artifact.size;
    this.#bytes += artifact.size;
    this.#kept.set(executionId, kept);
    for (const [oldest, { artifacts, bytes }] of this.#kept) {
      if (oldest === executionId || (this.#kept.size <= MOST_EXECUTIONS && this.#bytes <= MOST_BYTES)) break;
      for (const each of artifacts.values()) rmSync(this.#pathOf(oldest, each), { force: true });
      this.#bytes -= bytes;
      this.#kept.delete(oldest);
    }
  }

  #pathOf(executionId: string, artifact: Artifact): string {
    const key = createHash("sha256").update(`${executionId}\n${artifact.name}`).digest("hex");
    return join(this.#folder ?? "", key);
  }

  [Symbol.dispose](): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#kept.clear();
  }
}

/** One artifact on its way to disk. Either `finish` or `discard` ends it. */
export class ArtifactWriter {
  readonly #path: string;
  readonly #name: string;
  readonly #file: number;
  readonly #hash: Hash = createHash("sha256");
  readonly #publish: (artifact: Artifact) => void;
  #size = 0;

  constructor(path: string, name: string, publish: (artifact: Artifact) => void) {
    this.#path = path;
    this.#name = name;
    this.#publish = publish;
    this.#file = openSync(path, "wx", 0o600);
  }

  get size(): number {
    return this.#size;
  }

  write(data: Uint8Array): void {
    for (let written = 0; written < data.length; ) written += writeSync(this.#file, data, written);
    this.#hash.update(data);
    this.#size += data.length;
  }

  finish(): Artifact {
    closeSync(this.#file);
    const artifact = {
      name: this.#name,
      size: this.#size,
      mimeType: mime.getType(this.#name) ?? "application/octet-stream",
      sha256: this.#hash.digest("hex"),
    };
    this.#publish(artifact);
    return artifact;
  }

  discard(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }
}
