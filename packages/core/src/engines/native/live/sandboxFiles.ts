import { type FileEntry, type FileEntryList, GloveboxError } from "@glovebox/protocol";
import { parseJson } from "../../frameFormat.ts";
import { isoTime } from "../../isoTime.ts";
import type { OpenFile, Pieces, ReadRange, SandboxFiles } from "../../sandboxFiles.ts";
import { FileAnswer, type FileOrder, type FrameName } from "../frames.ts";
import { fileFailure } from "./fileFailure.ts";

const PIECE_BYTES = 256 * 1024;

/** How init is told. */
export type FileFrames = {
  readonly send: (name: FrameName, value: unknown) => void;
  readonly sendRaw: (name: FrameName, payload: Buffer) => void;
  /** Resolves once the connection takes more. */
  readonly drained: () => Promise<void>;
};

type Order = FileOrder extends infer Each ? (Each extends FileOrder ? Omit<Each, "request"> : never) : never;
type Waiting = { readonly answer: PromiseWithResolvers<FileAnswer>; readonly path: string };

/** The host's end of a live sandbox's files: asks init, and believes only the shape of what it says. */
export class NativeSandboxFiles implements SandboxFiles {
  readonly #frames: FileFrames;
  readonly #answers = new Map<number, Waiting>();
  readonly #pieces = new Map<number, PromiseWithResolvers<Buffer>>();
  #serial = 0;
  #end: Error | undefined;

  constructor(frames: FileFrames) {
    this.#frames = frames;
  }

  async list(path: string, { depth = 1 }: { depth?: number | undefined } = {}): Promise<FileEntryList> {
    const { entries, more } = await this.#ask(this.#number(), { action: "list", path, depth });
    return { entries: entries.map(entryOf), more };
  }

  async stat(path: string): Promise<FileEntry> {
    return oneOf(await this.#ask(this.#number(), { action: "stat", path }));
  }

  async read(path: string, { start = 0, length }: ReadRange = {}): Promise<OpenFile> {
    const request = this.#number();
    const entry = oneOf(await this.#ask(request, { action: "read", path, start, length: length ?? null }));
    const from = Math.min(start, entry.size);
    const size = Math.min(length ?? Number.POSITIVE_INFINITY, entry.size - from);
    return {
      entry,
      start: from,
      length: size,
      pieces: () => this.#read(request, size, path),
      [Symbol.asyncDispose]: async () => this.#close(request, false),
    };
  }

  async *#read(request: number, size: number, path: string): AsyncGenerator<Buffer> {
    try {
      for (let left = size; left > 0; ) {
        const piece = await this.#take(request);
        if (piece.length === 0 || piece.length > left) throw becameShorter(path);
        left -= piece.length;
        yield piece;
      }
    } finally {
      this.#close(request, false);
    }
  }

  #take(request: number): Promise<Buffer> {
    if (this.#end !== undefined) throw this.#end;
    const taken = Promise.withResolvers<Buffer>();
    this.#pieces.set(request, taken);
    this.#frames.send("file_take", { request });
    return taken.promise;
  }

  async write(path: string, pieces: Pieces, attributes: Readonly<Record<string, string>> = {}): Promise<FileEntry> {
    const request = this.#number();
    await this.#ask(request, { action: "write", path, attributes });
    try {
      for await (const piece of pieces) await this.#put(request, piece);
    } catch (error) {
      this.#close(request, false);
      throw error;
    }
    return oneOf(await this.#answerOf(request, path, () => this.#close(request, true)));
  }

  async #put(request: number, data: Uint8Array): Promise<void> {
    for (let start = 0; start < data.length; start += PIECE_BYTES) {
      if (this.#end !== undefined) throw this.#end;
      const piece = data.subarray(start, start + PIECE_BYTES);
      const frame = Buffer.allocUnsafe(4 + piece.length);
      frame.writeUInt32LE(request);
      frame.set(piece, 4);
      this.#frames.sendRaw("file_put", frame);
      await this.#frames.drained();
    }
  }

  async remove(path: string, { recursive = false }: { recursive?: boolean | undefined } = {}): Promise<void> {
    await this.#ask(this.#number(), { action: "remove", path, recursive });
  }

  async rename(path: string, to: string): Promise<FileEntry> {
    return oneOf(await this.#ask(this.#number(), { action: "rename", path, to }));
  }

  async makeFolder(path: string): Promise<{ entry: FileEntry; made: boolean }> {
    const answer = await this.#ask(this.#number(), { action: "make_folder", path });
    return { entry: oneOf(answer), made: answer.more };
  }

  #number(): number {
    return this.#serial++;
  }

  #ask(request: number, order: Order): Promise<FileAnswer> {
    return this.#answerOf(request, order.path, () => this.#frames.send("file_order", { ...order, request }));
  }

  async #answerOf(request: number, path: string, ask: () => void): Promise<FileAnswer> {
    if (this.#end !== undefined) throw this.#end;
    const answer = Promise.withResolvers<FileAnswer>();
    this.#answers.set(request, { answer, path });
    ask();
    return await answer.promise;
  }

  #close(request: number, keep: boolean): void {
    this.#pieces.delete(request);
    if (this.#end === undefined) this.#frames.send("file_close", { request, keep });
  }

  // --- what init says ---

  answered(payload: Buffer): void {
    const answer = FileAnswer.parse(parseJson(payload));
    const waiting = this.#answers.get(answer.request);
    this.#answers.delete(answer.request);
    if (answer.code === "") waiting?.answer.resolve(answer);
    else waiting?.answer.reject(fileFailure(answer, waiting.path));
  }

  piece(payload: Buffer): void {
    const request = payload.readUInt32LE();
    this.#pieces.get(request)?.resolve(payload.subarray(4));
    this.#pieces.delete(request);
  }

  /** The sandbox is gone. */
  end(error: Error): void {
    this.#end = error;
    for (const { answer } of this.#answers.values()) answer.reject(error);
    for (const taken of this.#pieces.values()) taken.reject(error);
    this.#answers.clear();
    this.#pieces.clear();
  }
}

function oneOf({ entries }: FileAnswer): FileEntry {
  const [entry] = entries;
  if (entry === undefined) throw new RangeError("init answered without an entry");
  return entryOf(entry);
}

function entryOf({ modifiedMs, target, attributes, ...rest }: FileAnswer["entries"][number]): FileEntry {
  return {
    ...rest,
    name: rest.path.slice(rest.path.lastIndexOf("/") + 1),
    modifiedAt: isoTime(modifiedMs),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(target === null ? {} : { target }),
  };
}

function becameShorter(path: string): GloveboxError {
  return new GloveboxError("conflict", `${path.slice(0, 200)} changed while it was read`, {
    field: "path",
    advice: "read it again when the program does not write to it",
    survives: "engine",
  });
}
