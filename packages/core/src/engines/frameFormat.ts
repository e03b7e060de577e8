const HEADER_BYTES = 5;

/** What one engine's frames are called, and the letter of each. */
export type FrameTable = Readonly<Record<string, { readonly letter: string }>>;
export type FrameOf<Name extends string> = { name: Name; payload: Buffer };

/**
 * Frames on a stream: 4 bytes of payload length (little endian), 1 byte of type, and the payload: JSON, or bytes as they are.
 * A length above `maxPayloadBytes` is refused before anything is allocated.
 */
export class FrameFormat<Name extends string> {
  readonly #codes = new Map<Name, number>();
  readonly #names = new Map<number, Name>();
  readonly #maxPayloadBytes: number;

  constructor(table: Readonly<Record<Name, { readonly letter: string }>>, maxPayloadBytes: number) {
    this.#maxPayloadBytes = maxPayloadBytes;
    for (const [name, { letter }] of Object.entries(table) as [Name, { letter: string }][]) {
      this.#codes.set(name, letter.charCodeAt(0));
      this.#names.set(letter.charCodeAt(0), name);
    }
  }

  pack(name: Name, payload: Uint8Array = new Uint8Array()): Buffer {
    const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    frame.writeUInt32LE(payload.length, 0);
    frame[4] = this.#codes.get(name) ?? 0;
    frame.set(payload, HEADER_BYTES);
    return frame;
  }

  letterOf(name: Name): string {
    return String.fromCharCode(this.#codes.get(name) ?? 0);
  }

  nameOf(letter: string): Name | undefined {
    return this.#names.get(letter.charCodeAt(0));
  }

  packJson(name: Name, value: unknown): Buffer {
    return this.pack(name, Buffer.from(JSON.stringify(value)));
  }

  parser(): FrameParser<Name> {
    return new FrameParser(this.#names, this.#maxPayloadBytes);
  }
}

/** Cuts a stream of bytes into frames. Throws at bytes that are no frame; then the stream is worth nothing. */
export class FrameParser<Name extends string> {
  readonly #names: ReadonlyMap<number, Name>;
  readonly #maxPayloadBytes: number;
  /** What has come and is not a whole frame yet. It is put together once there is enough, however small its pieces. */
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #needed = HEADER_BYTES;

  constructor(names: ReadonlyMap<number, Name>, maxPayloadBytes: number) {
    this.#names = names;
    this.#maxPayloadBytes = maxPayloadBytes;
  }

  feed(chunk: Buffer): FrameOf<Name>[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    return this.#bytes < this.#needed ? [] : this.#cut(this.#whole());
  }

  #whole(): Buffer {
    const [only, ...others] = this.#chunks.splice(0);
    this.#bytes = 0;
    return only !== undefined && others.length === 0 ? only : Buffer.concat([only ?? Buffer.alloc(0), ...others]);
  }

  #cut(data: Buffer): FrameOf<Name>[] {
    const found: FrameOf<Name>[] = [];
    let start = 0;
    this.#needed = HEADER_BYTES;
    while (data.length - start >= HEADER_BYTES) {
      const end = start + HEADER_BYTES + this.#lengthAt(data, start);
      const name = this.#names.get(data[start + 4] ?? 0);
      if (name === undefined) throw new RangeError(`unknown frame type ${data[start + 4]}`);
      this.#needed = end - start;
      if (data.length < end) break;
      found.push({ name, payload: data.subarray(start + HEADER_BYTES, end) });
      this.#needed = HEADER_BYTES;
      start = end;
    }
    this.#bytes = data.length - start;
    if (this.#bytes > 0) this.#chunks.push(data.subarray(start));
    return found;
  }

  #lengthAt(data: Buffer, start: number): number {
    const length = data.readUInt32LE(start);
    if (length > this.#maxPayloadBytes) throw new RangeError(`a frame of ${length} bytes`);
    return length;
  }
}

/** Parses a payload that is JSON. */
export function parseJson(payload: Buffer): unknown {
  return JSON.parse(payload.toString("utf8"));
}
