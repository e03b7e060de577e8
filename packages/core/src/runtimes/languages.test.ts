import { GloveboxError } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { chooseLanguage, detectLanguage } from "./languages.ts";

test.each([
  ["python", "python", undefined],
  ["py", "python", undefined],
  ["Python3", "python", undefined],
  ["python@3.11", "python", "3.11"],
  ["sh", "bash", undefined],
  ["node@24", "javascript", "24"],
  ["go@>=1.20 <2", "go", ">=1.20 <2"],
  ["python@3.x", "python", "3.x"],
])("%s is %s, version %s", (wish, id, version) => {
  expect(chooseLanguage(wish)).toMatchObject({ language: { id }, version });
});

test.each(["cobol", "", "@3", "python@3@4", "python ", "__proto__"])(
  "%j is unknown, and the known ones are listed",
  (wish) => {
    const error = errorOf(wish);
    expect(error).toMatchObject({ code: "unknown_language", field: "language" });
    for (const known of ["python", "bash", "javascript", "node"]) expect(error.message).toContain(known);
  },
);

test.each(["python@", "python@new", "python@x", "python@-1", "python@../3"])("%j names no version", (wish) => {
  expect(errorOf(wish)).toMatchObject({ code: "unknown_language", field: "language" });
});

test.each([
  ["a.py", "", "python"],
  ["A.PY", "", "python"],
  ["a.sh", "#!/usr/bin/python3", "bash"],
  ["a.mjs", "", "javascript"],
  ["a", "#!/usr/bin/env python3\n", "python"],
  ["a", "#!/usr/bin/python3.11 -u\n", "python"],
  ["a", "#!/usr/bin/env -S node --flag\n", "javascript"],
  ["a", "#! /bin/sh\n", "bash"],
  ["a.unknown", "#!/bin/bash", "bash"],
  ["", "#!/usr/bin/env nodejs", "javascript"],
  ["a", "print(1)", undefined],
  ["a", "#!/usr/bin/perl", undefined],
  ["a", "#!", undefined],
  ["py", "", undefined],
])("the language of %j with %j is %s", (name, text, id) => expect(detectLanguage(name, text)?.id).toBe(id));

function errorOf(wish: string): GloveboxError {
  try {
    chooseLanguage(wish);
  } catch (error) {
    if (error instanceof GloveboxError) return error;
    throw error;
  }
  throw new Error("expected it to be refused");
}

test("however long a first line is, it is read at once", () => {
  expect(detectLanguage("", `#!${"1".repeat(1_000_000)}x`)).toBeUndefined();
  expect(detectLanguage("", `#!/bin/python${"3".repeat(1_000_000)}`)?.id).toBe("python");
});
