import { GloveboxError } from "@glovebox/protocol";
import { Gate } from "../../../async/gate.ts";
import { parseJson } from "../../frameFormat.ts";
import type { Pieces } from "../../sandboxFiles.ts";
import { Laid } from "../frames.ts";
import type { FileFrames } from "./sandboxFiles.ts";

const ZEROS = Buffer.alloc(256 * 1024);

/** Lays files into the workspace. Init takes one at a time, and several sessions share it. */
export class Laying {
  readonly #frames: FileFrames;
  readonly #turn = new Gate(1);
  /** Those that init has not answered yet, in order: one that was given up is answered too. */
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  #end: Error | undefined;

  constructor(frames: FileFrames) {
    this.#frames = frames;
  }

  /** In place of what is there. Resolves once it lies there. */
  async lay(name: string, size: number, pieces: Pieces): Promise<void> {
    using _turn = await this.#turn.enter();
    if (this.#end !== undefined) throw this.#end;
    const laid = Promise.withResolvers<void>();
    this.#waiting.push(laid);
    laid.promise.catch(() => undefined);
    this.#frames.send("file", { name, size });
    await this.#sendPieces(size, pieces);
    try {
      await laid.promise;
    } catch (error) {
      if (error === this.#end) throw error;
      const message = `files.${name}: cannot be laid into the workspace: ${(error as Error).message}`;
      throw new GloveboxError("invalid_request", message, { field: `files.${name}`, cause: error });
    }
  }

  /** Init waits for all of a file: where its source fails, the rest is zeros. */
  async #sendPieces(size: number, pieces: Pieces): Promise<void> {
    let left = size;
    try {
      for await (const piece of pieces) {
        await this.#frames.drained();
        this.#frames.sendRaw("data", Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
        left -= piece.byteLength;
      }
    } finally {
      for (; left > 0 && this.#end === undefined; left -= ZEROS.length) {
        await this.#frames.drained();
        this.#frames.sendRaw("data", ZEROS.subarray(0, left));
      }
    }
  }

  answered(json: Buffer): void {
    const { problem } = Laid.parse(parseJson(json));
    const laid = this.#waiting.shift();
    if (problem === "") laid?.resolve();
    else laid?.reject(new Error(problem));
  }

  /** The sandbox is gone. */
  end(error: Error): void {
    this.#end = error;
    for (const laid of this.#waiting) laid.reject(error);
  }
}
