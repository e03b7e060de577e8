import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ToolchainKind } from "../../../runtimes/toolchain.ts";
import { nodeToolchain } from "../../../runtimes/toolchains/node.ts";
import { pythonToolchain as python } from "../../../runtimes/toolchains/python.ts";
import { candidates } from "./places.ts";

const node: ToolchainKind = { ...nodeToolchain, known: () => [] };

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "places-test-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function put(...paths: string[]): string[] {
  return paths.map((path) => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    return file;
  });
}

/** Those below the test's own home folder: the machine has some as well. */
function found(kind: ToolchainKind, variables: NodeJS.ProcessEnv = {}): string[] {
  return candidates(kind, { HOME: home, PATH: "", ...variables }).filter((path) => path.startsWith(home));
}

test("interpreters of pyenv, asdf, mise and uv are found wherever they keep them", () => {
  const files = put(
    ".pyenv/versions/3.12.1/bin/python3",
    ".asdf/installs/python/3.11.0/bin/python3",
    ".local/share/mise/installs/python/3.10/bin/python3",
    ".local/share/uv/python/cpython-3.13/bin/python3",
  );
  expect(found(python)).toEqual(expect.arrayContaining(files));
});

test("Node of nvm, asdf, mise and Volta is found", () => {
  const files = put(
    ".nvm/versions/node/v22.1.0/bin/node",
    ".asdf/installs/nodejs/20.0.0/bin/node",
    ".local/share/mise/installs/node/24/bin/node",
    ".volta/tools/image/node/24.0.0/bin/node",
  );
  expect(found(node).sort()).toEqual(files.sort());
});

test("a manager's own variable says where it keeps its versions", () => {
  const [managed = "", nvm = ""] = put("elsewhere/versions/3.12/bin/python3", "nvm/versions/node/v24/bin/node");
  expect(found(python, { PYENV_ROOT: join(home, "elsewhere") })).toEqual([managed]);
  expect(found(node, { NVM_DIR: join(home, "nvm") })).toEqual([nvm]);
});

test("PATH comes first, in its order, and relative folders in it do not count", () => {
  const [b = "", a = "", managed = ""] = put("b/python3", "a/python3", ".pyenv/versions/3.12/bin/python3");
  const PATH = ["relative", ".", "", join(home, "b"), join(home, "a")].join(":");
  expect(found(python, { PATH })).toEqual([b, a, managed]);
});

test("only names of interpreters count", () => {
  const [python3 = "", minor = ""] = put("bin/python3", "bin/python3.11");
  put("bin/python", "bin/python3-config", "bin/python2", "bin/python3.11-dbg", "bin/node-gyp");
  expect(found(python, { PATH: join(home, "bin") }).sort()).toEqual([python3, minor].sort());
  expect(found(node, { PATH: join(home, "bin") })).toEqual([]);
});
