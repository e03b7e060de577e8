import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readScript } from "./carriedFiles.ts";
import { carryScript } from "./carriedScript.ts";

vi.mock("node:os", async (original) => ({ ...(await original<typeof import("node:os")>()), homedir: vi.fn() }));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "carried-test-"));
  vi.mocked(homedir).mockReturnValue("/nobody");
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
}

function carried(script: string, language: string) {
  const { main, files, note } = carryScript(readScript(join(folder, script)), language, join(folder, "glovebox-out"));
  return { main, names: [...files.keys()].sort(), note };
}

test.each([
  ["rust", "Cargo.toml", "src/bin/a.rs", ["Cargo.toml", "data.txt", "src/bin/a.rs", "src/lib"]],
  ["rs@1", "Cargo.toml", "src/main.rs", ["Cargo.toml", "data.txt", "src/lib", "src/main.rs"]],
  ["java", "pom.xml", "src/main/java/App.java", ["data.txt", "pom.xml", "src/lib", "src/main/java/App.java"]],
  ["go", "go.mod", "cmd/tool/main.go", ["cmd/tool/main.go", "data.txt", "go.mod", "src/lib"]],
])(
  "a script in %s below %s brings its project along, without what builds have left",
  (language, manifest, main, names) => {
    put(manifest, "data.txt", "src/lib", main, ".git/config", "glovebox-out/old");
    if (language !== "go") put("target/debug/program");
    expect(carried(main, language)).toEqual({ main, names, note: undefined });
  },
);

test.each([
  ["python", "a/b.py"],
  ["rust", "scripts/b.rs"],
  ["go", ".hidden/b.go"],
  ["c", "src/b.c"],
])("a script in %s that is part of no project brings what is beside it: %s", (language, script) => {
  const [own = ""] = script.split("/");
  put("Cargo.toml", "go.mod", "requirements.txt", script, `${own}/beside`);
  expect(carried(script, language)).toMatchObject({ names: [script.slice(own.length + 1), "beside"].sort() });
});

test("a manifest in the user's home makes no project of all that is there", () => {
  vi.mocked(homedir).mockReturnValue(folder);
  put("go.mod", "secret", "work/main.go");
  expect(carried("work/main.go", "go")).toEqual({ main: "main.go", names: ["main.go"], note: undefined });
});

test("of a project that is too large what is beside the script is carried, and a note says so", () => {
  put("go.mod", "big", "cmd/main.go", "cmd/beside");
  truncateSync(join(folder, "big"), 51 * 1024 * 1024);
  const { note, ...rest } = carried("cmd/main.go", "go");
  expect(rest).toEqual({ main: "main.go", names: ["beside", "main.go"] });
  expect(note).toMatch(/more than 50 MB .* but those beside main\.go$/);
});
