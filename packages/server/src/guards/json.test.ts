import { expect, test } from "vitest";
import { parseJson, parseMessage } from "./json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const members = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":""`).join()}}`;

test.each([
  ["an object of more than 11000 members", `{"files":${members(400_000)}}`],
  ["an object of more than 11000 members", `[{"params":{"arguments":{"files":${members(400_000)}}}}]`],
  ["nested deeper than 100 levels", `{"metadata":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ["more than 2000000 values", `{"args":[${"0,".repeat(3_000_000)}0]}`],
  ["not valid JSON", "{"],
  ["empty", " "],
])("[bad-input.http] a body that is, or has, %s is refused before it is looked at", (problem, text) => {
  expect(() => parseJson(bytes(text), "body")).toThrow(problem);
});

test("a body may have as many files as a request", () => {
  expect(Object.keys(parseJson(bytes(members(10_000)), "body") as object)).toHaveLength(10_000);
});

test("a message may come in pieces, and must be UTF-8", () => {
  expect(parseMessage([Buffer.from('{"a"'), Buffer.from(":1}")])).toEqual({ a: 1 });
  expect(() => parseMessage(Buffer.from([0x22, 0xff, 0x22]))).toThrow("the message is not valid UTF-8");
});
