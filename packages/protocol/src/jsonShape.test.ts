import { expect, test } from "vitest";
import { type JsonBounds, jsonExcess } from "./jsonShape.ts";

const BOUNDS: JsonBounds = { levels: 3, parts: 12, members: 2, membersWithin: 2 };
const excess = (json: string) => jsonExcess(new TextEncoder().encode(json), BOUNDS);

test.each([
  ["levels", "[[[[]]]]"],
  ["levels", '{"a":[{"b":[0]}]}'],
  ["members", '{"a":0,"b":0,"c":0}'],
  ["members", '[{"a":0,"b":0,"c":0}]'],
  ["parts", "[0,1,2,3,4,5,6,7,8,9,10,11,12]"],
  ["parts", "[[],[],[],[],[],[],[]]"],
])("too many %s: %s", (bound, json) => {
  expect(excess(json)).toBe(bound);
});

test.each([
  ["deep enough", "[[[0]],[[0]]]"],
  ["objects beside one another", '[{"a":0,"b":0},{"a":0}]'],
  ["members that lie deeper", '[[{"a":0,"b":0,"c":0}]]'],
  ["text", '["[[[[[[{{{{{::::::,,,,,,,,,,,,,,,,,,"]'],
  ["quotes and backslashes in text", String.raw`["\\\"[[[[[[\\","\\",[["\\\\"]]]`],
  ["what is no JSON", ']]]}}}"\\'],
  ["nothing", ""],
])("within all bounds: %s", (_, json) => {
  expect(excess(json)).toBeUndefined();
});
