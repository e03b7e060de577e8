import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { carryFolder, readScript } from "./carriedFiles.ts";

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

function carried(except = "glovebox-out") {
  const { files, note } = carryFolder(folder, except);
  return { names: [...files.keys()].sort(), files, note };
}

test("the files of a folder and of the folders in it are carried, byte for byte", () => {
  put("report.py");
  put("data/deep/er.csv", Buffer.from([0xff, 0x00]));
  const { names, files, note } = carried();
  expect(names).toEqual(["data/deep/er.csv", "report.py"]);
  expect([...(files.get("data/deep/er.csv") ?? [])]).toEqual([0xff, 0x00]);
  expect(note).toBeUndefined();
});

test("nothing hidden is carried, nor what is in hidden folders", () => {
  put(".env", "SECRET");
  put(".git/config");
  put("a/.ssh/id");
  put("a/b");
  expect(carried().names).toEqual(["a/b"]);
});

test("links, sockets, pipes and devices are not carried", async () => {
  const outside = mkdtempSync(join(tmpdir(), "carried-outside-"));
  writeFileSync(join(outside, "secret"), "");
  put("real");
  symlinkSync(join(outside, "secret"), join(folder, "link"));
  symlinkSync(outside, join(folder, "folder-link"));
  symlinkSync("/nowhere", join(folder, "dangling"));
  linkSync(join(folder, "real"), join(folder, "hard"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  const server = createServer().listen(join(folder, "socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    expect(carried().names).toEqual(["hard", "real"]);
  } finally {
    server.close();
    rmSync(outside, { recursive: true });
  }
});

test("the folder where artifacts go is left out", () => {
  put("a");
  put("out/old.png");
  expect(carried(join(folder, "out")).names).toEqual(["a"]);
});

test("a file whose name is not UTF-8 is left out", () => {
  put("a");
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), "");
  expect(carried().names).toEqual(["a"]);
});

test("past 50 MB nothing is carried, and a note says so", () => {
  put("small");
  truncateSync(put("big"), 50 * 1024 * 1024);
  expect(carried().names).toEqual(["big", "small"]);
  truncateSync(put("big"), 50 * 1024 * 1024 + 1);
  const { names, note } = carried();
  expect(names).toEqual([]);
  expect(note).toContain("50 MB");
});

test("past 10,000 files nothing is carried", () => {
  for (let index = 0; index <= 10_000; index++) put(`many/${index}`);
  const { names, note } = carried();
  expect(names).toEqual([]);
  expect(note).toContain("10000 files");
});

test("a script is read through links, with the folder that it is really in", () => {
  const path = put("real/script.py", "x");
  symlinkSync(path, join(folder, "link"));
  expect(readScript(join(folder, "link"))).toEqual({
    folder: join(folder, "real"),
    name: "script.py",
    content: Buffer.from("x"),
  });
});

test("a script that is missing, a folder, empty or too large is refused with the reason", () => {
  const large = put("large.py", "x");
  truncateSync(large, 10_000_000);
  expect(() => readScript(join(folder, "none.py"))).toThrow("there is no such file");
  expect(() => readScript(folder)).toThrow("is a folder");
  expect(() => readScript(put("empty.py", " \n"))).toThrow("is empty");
  expect(() => readScript(large)).toThrow("is larger than");
  expect(() => readScript("x".repeat(300))).toThrow("too long");
});

test("a script that may not be read says so", () => {
  const path = put("secret.py", "x");
  chmodSync(path, 0);
  // root may read everything, so root becomes somebody else for a moment.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    expect(() => readScript(path)).toThrow("permission denied");
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});
