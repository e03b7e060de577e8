import { type FrameName, frames, MAX_PAYLOAD_BYTES } from "./frames.ts";

const HEADER_BYTES = 5;

const codes = new Map<FrameName, number>();
const names = new Map<number, FrameName>();
for (const [name, { letter }] of Object.entries(frames) as [FrameName, { letter: string }][]) {
  codes.set(name, letter.charCodeAt(0));
  names.set(letter.charCodeAt(0), name);
}

export type Frame = { name: FrameName; payload: Buffer };

export function packFrame(name: FrameName, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame[4] = codes.get(name) ?? 0;
  frame.set(payload, HEADER_BYTES);
  return frame;
}

export function packJson(name: FrameName, value: unknown): Buffer {
  return packFrame(name, Buffer.from(JSON.stringify(value)));
}

/** Cuts a stream of bytes into frames. Throws at bytes that are no frame; then the stream is worth nothing. */
export class FrameParser {
  #rest: Buffer = Buffer.alloc(0);

  feed(chunk: Buffer): Frame[] {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const found: Frame[] = [];
    while (data.length >= HEADER_BYTES) {
      const length = data.readUInt32LE(0);
      if (length > MAX_PAYLOAD_BYTES) throw new RangeError(`a frame of ${length} bytes`);
      const name = names.get(data[4] ?? 0);
      if (name === undefined) throw new RangeError(`unknown frame type ${data[4]}`);
      if (data.length < HEADER_BYTES + length) break;
      found.push({ name, payload: data.subarray(HEADER_BYTES, HEADER_BYTES + length) });
      data = data.subarray(HEADER_BYTES + length);
    }
    this.#rest = data;
    return found;
  }
}

/** Parses a payload, against the frame's schema where it has one. */
export function parseJson(payload: Buffer): unknown {
  return JSON.parse(payload.toString("utf8"));
}
