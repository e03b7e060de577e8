import { expect, test } from "vitest";
import { parseJson } from "../frameFormat.ts";
import { nativeFrames } from "./frameStream.ts";
import { frames, MAX_PAYLOAD_BYTES } from "./frames.ts";

function header(length: number, letter: string): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32LE(length, 0);
  bytes[4] = letter.charCodeAt(0);
  return bytes;
}

test("what is packed is parsed again, several frames in one piece", () => {
  const bytes = Buffer.concat([
    nativeFrames.pack("stdout", Buffer.from("a")),
    nativeFrames.pack("ended"),
    nativeFrames.packJson("kill", { id: "x" }),
  ]);
  const found = nativeFrames.parser().feed(bytes);
  expect(found.map(({ name }) => name)).toEqual(["stdout", "ended", "kill"]);
  expect(found[0]?.payload.toString()).toBe("a");
  expect(parseJson(found[2]?.payload ?? Buffer.alloc(0))).toEqual({ id: "x" });
});

test("frames that come byte by byte are the same frames", () => {
  const parser = nativeFrames.parser();
  const bytes = Buffer.concat([
    nativeFrames.pack("stdout", Buffer.from("hello")),
    nativeFrames.pack("stderr", Buffer.from("x")),
  ]);
  const found = [...bytes].flatMap((byte) => parser.feed(Buffer.from([byte])));
  expect(found.map(({ name, payload }) => [name, payload.toString()])).toEqual([
    ["stdout", "hello"],
    ["stderr", "x"],
  ]);
});

test("a million frames of one byte come through in a moment", () => {
  const one = nativeFrames.pack("stdout", Buffer.from("x"));
  const bytes = Buffer.concat(Array.from({ length: 1_000_000 }, () => one));
  expect(nativeFrames.parser().feed(bytes)).toHaveLength(1_000_000);
});

test("a length over the limit is refused before its bytes come", () => {
  expect(() => nativeFrames.parser().feed(header(MAX_PAYLOAD_BYTES + 1, "o"))).toThrow("a frame of");
  expect(() => nativeFrames.parser().feed(header(0xffff_ffff, "o"))).toThrow("a frame of");
  expect(nativeFrames.parser().feed(header(MAX_PAYLOAD_BYTES, "o"))).toEqual([]);
});

test("a letter that no frame has is refused", () => {
  expect(() => nativeFrames.parser().feed(header(0, "~"))).toThrow("unknown frame type");
});

test("no two frames have the same letter", () => {
  const letters = Object.values(frames).map(({ letter }) => letter);
  expect(new Set(letters).size).toBe(letters.length);
});
