import { expect, test } from "vitest";
import { missingPackageHint } from "./missing.ts";

test.each([
  [
    "go",
    "main.go:2:8: no required module provides package github.com/google/uuid; to add it:\n\tgo get github.com/google/uuid",
    'add "github.com/google/uuid" to packages',
  ],
  ["rust", "  = help: you might be missing a crate named `serde`\n", 'add "serde" to packages'],
  ["rust", "error[E0463]: can't find crate for `itoa`", 'add "itoa" to packages'],
  ["javascript", "Error: Cannot find module 'is-odd'\n  code: 'MODULE_NOT_FOUND',", 'add "is-odd" to packages'],
  [
    "typescript",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@scope/name' imported from /opt/program/main.mjs\n  code: 'ERR_MODULE_NOT_FOUND'",
    'add "@scope/name" to packages',
  ],
  ["javascript", "Error: Cannot find module 'lodash/nope'\n  code: 'MODULE_NOT_FOUND',", 'add "lodash" to packages'],
  ["java", "Main.java:1: error: package com.google.gson does not exist\n", "group:artifact:version"],
])("[packages.hint] what is missing in %s is named as it is asked for: %j", (language, said, expected) => {
  expect(missingPackageHint(language, said)).toContain(expected);
});

test("all that a compiler misses is asked for at once, each package once", () => {
  const said = ["serde", "rand", "serde"]
    .map((name) => `help: you might be missing a crate named \`${name}\`\n`)
    .join("");
  expect(missingPackageHint("rust", said)).toBe('if serde, rand are packages: add "serde", "rand" to packages');
});

test("other errors have no such hint", () => {
  expect(missingPackageHint("rust", "error[E0308]: mismatched types")).toBeUndefined();
  for (const path of ["./helper", "/workspace/helper.mjs", "../a"]) {
    const said = `Error: Cannot find module '${path}'\n  code: 'MODULE_NOT_FOUND'`;
    expect(missingPackageHint("javascript", said)).toBeUndefined();
  }
  expect(missingPackageHint("javascript", "Error: Cannot find module 'the-lost-one' of mine")).toBeUndefined();
  expect(missingPackageHint("c", "package a does not exist")).toBeUndefined();
});
