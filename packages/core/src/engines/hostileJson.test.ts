import { expect, test } from "vitest";
import { parseHostileJson } from "./hostileJson.ts";

const read = (text: string) => parseHostileJson(Buffer.from(text));
const members = (count: number) => Array.from({ length: count }, (_, index) => `"k${index}":0`).join();

test.each([
  ["what is no JSON", "{not json"],
  ["nothing", ""],
  ["what is nested without end", `${"[".repeat(900_000)}${"]".repeat(900_000)}`],
  ["what is nested too deeply to be written down", `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ["names without end", `{${members(400_000)}}`],
  ["names without end where schemas look", `{"mime":{${members(400_000)}}}`],
  ["objects without end", `[${"{},".repeat(2_000_000)}{}]`],
  ["members without end", `[[{${members(1_100_000)}}]]`],
])("%s is refused", (_, text) => {
  expect(read(text)).toBeUndefined();
});

test.each([
  ["a table", JSON.stringify({ mime: { "application/json": Array(100_000).fill({ x: 1, y: 2 }) } })],
  ["numbers", JSON.stringify({ variables: { a: Array(1_000_000).fill(1) } })],
  ["text full of brackets and quotes", JSON.stringify({ text: '"\\[{:'.repeat(1_000_000) })],
  ["text that ends in a backslash", JSON.stringify([["\\"], "[".repeat(1_000)])],
  ["what is nested as deeply as we do", `${"[".repeat(150)}${"]".repeat(150)}`],
])("%s is read", (_, text) => {
  expect(JSON.stringify(read(text)) === text).toBe(true);
});
