import { expect, test } from "vitest";
import { FrameParser, packFrame, packJson, parseJson } from "./frameStream.ts";
import { frames, MAX_PAYLOAD_BYTES } from "./frames.ts";

function header(length: number, letter: string): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32LE(length, 0);
  bytes[4] = letter.charCodeAt(0);
  return bytes;
}

test("what is packed is parsed again, several frames in one piece", () => {
  const bytes = Buffer.concat([
    packFrame("stdout", Buffer.from("a")),
    packFrame("ended"),
    packJson("kill", { id: "x" }),
  ]);
  const found = new FrameParser().feed(bytes);
  expect(found.map(({ name }) => name)).toEqual(["stdout", "ended", "kill"]);
  expect(found[0]?.payload.toString()).toBe("a");
  expect(parseJson(found[2]?.payload ?? Buffer.alloc(0))).toEqual({ id: "x" });
});

test("frames that come byte by byte are the same frames", () => {
  const parser = new FrameParser();
  const bytes = Buffer.concat([packFrame("stdout", Buffer.from("hello")), packFrame("stderr", Buffer.from("x"))]);
  const found = [...bytes].flatMap((byte) => parser.feed(Buffer.from([byte])));
  expect(found.map(({ name, payload }) => [name, payload.toString()])).toEqual([
    ["stdout", "hello"],
    ["stderr", "x"],
  ]);
});

test("a million frames of one byte come through in a moment", () => {
  const one = packFrame("stdout", Buffer.from("x"));
  const bytes = Buffer.concat(Array.from({ length: 1_000_000 }, () => one));
  expect(new FrameParser().feed(bytes)).toHaveLength(1_000_000);
});

test("a length over the limit is refused before its bytes come", () => {
  expect(() => new FrameParser().feed(header(MAX_PAYLOAD_BYTES + 1, "o"))).toThrow("a frame of");
  expect(() => new FrameParser().feed(header(0xffff_ffff, "o"))).toThrow("a frame of");
  expect(new FrameParser().feed(header(MAX_PAYLOAD_BYTES, "o"))).toEqual([]);
});

test("a letter that no frame has is refused", () => {
  expect(() => new FrameParser().feed(header(0, "?"))).toThrow("unknown frame type");
});

test("no two frames have the same letter", () => {
  const letters = Object.values(frames).map(({ letter }) => letter);
  expect(new Set(letters).size).toBe(letters.length);
});
