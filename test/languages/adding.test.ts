import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const TABLE = "packages/core/src/runtimes/languages.ts";

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "adding-test-"));
  for (const folder of ["packages", "sandbox"]) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
  linkModules(join(copy, "node_modules"));
  for (const [path, text] of blocks()) {
    if (path === TABLE) addLine(join(copy, path), text);
    else writeFileSync(join(copy, path), text);
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Every package of this repository leads to the copy, every other one to where it is. */
function linkModules(modules: string): void {
  const scope = join(modules, "@glovebox");
  mkdirSync(scope, { recursive: true });
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (name !== "glovebox" && name !== "@glovebox") symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  symlinkSync(join(copy, "packages/core"), join(modules, "glovebox"));
  for (const name of readdirSync(join(copy, "packages")))
    if (name !== "core") symlinkSync(join(copy, "packages", name), join(scope, name));
}

/** The blocks of the page that say which file they are. */
function blocks(): [path: string, text: string][] {
  const page = readFileSync(join(ROOT, "docs/adding-a-language.md"), "utf8");
  const found = [...page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return found.map(([, path = "", text = ""]) => [path, text]);
}

/** The page shows the import and the table as they are to be. */
function addLine(file: string, text: string): void {
  const [added = "", table = ""] = text.trim().split("\n");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, `${added}\n${before.replace(/^export const languages:.*$/m, table)}`);
}

async function glovebox(...args: string[]): Promise<string> {
  const command = join(copy, "packages/cli/bin/glovebox.js");
  const env = { ...process.env, XDG_DATA_HOME: join(copy, "data") };
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...args], { env, cwd: copy });
  return stdout;
}

test("[languages.adding] who does what docs/adding-a-language.md says has Perl", { timeout: 300_000 }, async () => {
  expect(blocks().map(([path]) => `${basename(dirname(path))}/${basename(path)}`)).toEqual([
    "toolchains/perl.ts",
    "definitions/perl.ts",
    "runtimes/languages.ts",
  ]);
  writeFileSync(join(copy, "hello.pl"), 'use Two;\nprint "grüße $ARGV[0] ", Two::two(), "\\n";\nexit 0;\n');
  writeFileSync(join(copy, "Two.pm"), "package Two;\nsub two { 2 }\n1;\n");
  expect(await glovebox("run", "--file", "Two.pm", "--arg", "wörld", "hello.pl")).toBe("grüße wörld 2\n");
  expect(await glovebox("run", "--language", "perl@5", "-c", "print $^V =~ /^v5/ ? 'five' : $^V")).toBe("five");
  const unknown = glovebox("run", "--language", "perl@4", "-c", "print 1");
  await expect(unknown).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/perl 4 is not on this machine; found: 5\.\d+/),
  });
});

test("[languages.adding] the page's table is the one of the source, and Perl", () => {
  const table = /^export const languages:.*$/m.exec(readFileSync(join(ROOT, TABLE), "utf8"))?.[0];
  const [, text = ""] = blocks().find(([path]) => path === TABLE) ?? [];
  expect(text).toContain(table?.replace("];", ", perl];"));
});
