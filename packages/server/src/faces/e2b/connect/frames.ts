import { badRequest } from "../failures.ts";

const HEAD_BYTES = 5;
const COMPRESSED = 1;
const END = 2;

/** A message of a Connect stream: a byte of flags, four of length, and JSON. */
export function frame(value: unknown, flags = 0): Uint8Array {
  const payload = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(flags);
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

/** The last message of a stream: how it ended. */
export function endFrame(error?: { readonly code: string; readonly message: string }): Uint8Array {
  return frame(error === undefined ? {} : { error }, END);
}

/** The one message of a request. Throws where there is not exactly one, or it is compressed. */
export function onlyMessage(body: Uint8Array): Uint8Array {
  const view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (view.length < HEAD_BYTES || view.readUInt32BE(1) !== view.length - HEAD_BYTES)
    throw badRequest("the body must be exactly one message of a Connect stream");
  if ((view.readUInt8() & COMPRESSED) !== 0) throw badRequest("the message is compressed, which is not read");
  return view.subarray(HEAD_BYTES);
}
