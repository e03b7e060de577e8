import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namedFile } from "./namedFile.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "carried-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array = ""): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

test("--file takes the file's own name, or the one behind the last colon", () => {
  const path = put("a.csv", "1");
  const colon = put("with:colon", "2");
  expect(namedFile(path)).toMatchObject({ name: "a.csv" });
  expect(namedFile(`${path}:b/c.csv`)).toMatchObject({ name: "b/c.csv" });
  expect(namedFile(colon)).toMatchObject({ name: "with:colon" });
  expect(namedFile(`${colon}:x`)).toMatchObject({ name: "x" });
});

test("--file follows a link, because the user named it", () => {
  symlinkSync(put("real", "x"), join(folder, "link"));
  expect(namedFile(join(folder, "link"))).toEqual({ name: "link", content: Buffer.from("x") });
});

test.each([
  ["a:", "is empty"],
  ["a:../b", '".."'],
  ["a:/etc/passwd", "absolute"],
  ["a:b//c", "empty component"],
  [`a:${"x".repeat(300)}`, "longer than 255 bytes"],
  ["nothing-here", "there is no such file"],
  ["nothing-here:b", "there is no such file"],
  ["", "is empty"],
  ["/", ""],
  ["x".repeat(300), "longer than 255 bytes"],
  [`${"x".repeat(300)}:b`, "too long"],
])("--file %j is refused", (text, reason) => {
  put("a");
  const path = text.startsWith("a:") ? `${folder}/${text}` : text;
  expect(() => namedFile(path)).toThrow(/^--file /);
  expect(() => namedFile(path)).toThrow(reason);
});

test("--file with a folder says to name its files", () => {
  expect(() => namedFile(folder)).toThrow("is a folder; name its files");
});

test("--file with a file that is too large for a request does not read it", () => {
  const path = put("big.bin");
  truncateSync(path, 50 * 1024 * 1024 + 1);
  expect(namedFile(path)).toEqual({ name: "big.bin", content: { path, size: 52_428_801 } });
});
