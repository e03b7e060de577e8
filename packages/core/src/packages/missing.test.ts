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
  ["java", "Main.java:1: error: package com.google.gson does not exist\n", "group:artifact:version"],
])("[packages.hint] what is missing in %s is named as it is asked for: %j", (language, said, expected) => {
  expect(missingPackageHint(language, said)).toContain(expected);
});

test("other errors have no such hint", () => {
  expect(missingPackageHint("rust", "error[E0308]: mismatched types")).toBeUndefined();
  expect(missingPackageHint("c", "package a does not exist")).toBeUndefined();
});
