import { expect, test } from "vitest";
import { fileUsedAsFolder, pathProblem } from "./paths.ts";

test.each(["a", "a/b.txt", "…/ü.csv", "a b", "-", ".hidden", "a..b", "x".repeat(255), "name\nwith a line break"])(
  "%j names a file in the workspace",
  (path) => expect(pathProblem(path)).toBeUndefined(),
);

test.each([
  ["", "is empty"],
  ["/etc/passwd", "is absolute"],
  ["../x", '".."'],
  ["a/../b", '".."'],
  ["a/..", '".."'],
  ["./a", '"."'],
  ["a//b", "empty component"],
  ["a/", "empty component"],
  ["a\0b", "NUL"],
  ["x".repeat(300), "longer than 255 bytes"],
  ["ü".repeat(128), "longer than 255 bytes"],
  [`${"a/".repeat(600)}b`, "longer than 1024 bytes"],
  ["\ud800", "not valid Unicode"],
])("%j does not, and the reason is told", (path, reason) => expect(pathProblem(path)).toContain(reason));

test("a path that is both a file and a folder is found", () => {
  expect(fileUsedAsFolder(["a", "b/c"])).toBeUndefined();
  expect(fileUsedAsFolder(["a", "ab/c"])).toBeUndefined();
  expect(fileUsedAsFolder(["a/b/c", "a"])).toBe("a");
  expect(fileUsedAsFolder(["a/b", "a/b/c/d"])).toBe("a/b");
});
