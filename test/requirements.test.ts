import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirements } from "./requirements.ts";

const root = join(import.meta.dirname, "..");
const SOURCES = ["test/**/*.ts", "packages/*/src/**/*.test.ts", "sandbox/tests/*.py"];
/** At the beginning of a title (in any quotes) or of a Python docstring. */
const CITATION = /["'`]\[([a-z][a-z0-9-]*\.[a-z0-9-]+)\]/g;

const cited = new Map<string, Set<string>>();
for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root }))) {
  if (file.includes("node_modules")) continue;
  for (const [, id = ""] of readFileSync(join(root, file), "utf8").matchAll(CITATION)) {
    cited.set(id, (cited.get(id) ?? new Set()).add(file));
  }
}

test("every promise has a test that cites it", () => {
  expect(requirements.map(({ id }) => id).filter((id) => !cited.has(id))).toEqual([]);
});

test("every id that a test cites is a promise", () => {
  const known = new Set(requirements.map(({ id }) => id));
  expect([...cited].filter(([id]) => !known.has(id)).map(([id, files]) => `${id} in ${[...files].join(", ")}`)).toEqual(
    [],
  );
});

test("every promise is listed once, with its words and its source", () => {
  const ids = requirements.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  for (const { id, text, source } of requirements) {
    expect(text, id).toMatch(/^\S.{10,}[^.]$/);
    expect(source, id).toMatch(/\.md/);
  }
});
