import { expect, test } from "vitest";
import { ExecutionRequest, MAX_CODE_BYTES } from "./execution.ts";

const whole = { language: "python", code: "print(1)" };

function problems(change: object): string[] {
  const parsed = ExecutionRequest.safeParse({ ...whole, ...change });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
}

test("a language and code are enough; engine and working directory have defaults", () => {
  expect(ExecutionRequest.parse(whole)).toEqual({
    ...whole,
    engine: "auto",
    policy: "off",
    svg: false,
    workdir: "/workspace",
  });
});

test.each([
  ["language", { language: 5 }],
  ["code", { code: "" }],
  ["code", { code: " \n\t " }],
  ["code", { code: "x".repeat(MAX_CODE_BYTES + 1) }],
  ["code", { code: "ü".repeat(MAX_CODE_BYTES / 2 + 1) }],
  ["main", { main: "../x" }],
  ["files.../x", { files: { "../x": "" } }],
  ["files.a", { files: { a: 5 } }],
  ["args.0", { args: ["a\0b"] }],
  ["env.1A", { env: { "1A": "x" } }],
  ["env.A", { env: { A: "a\0b" } }],
  ["workdir", { workdir: "/etc" }],
  ["workdir", { workdir: "/workspace/../etc" }],
  ["limits.timeoutMs", { limits: { timeoutMs: 0 } }],
  ["limits", { limits: { unlimited: true } }],
])("the field %s is named where it is wrong", (field, change) => expect(problems(change)).toContain(field));

test("a working directory is /workspace or below it, not a folder whose name begins alike", () => {
  expect(problems({ workdir: "/workspace/a" })).toEqual([]);
  expect(problems({ workdir: "/workspace2" })).toEqual(["workdir"]);
  for (const workdir of ["/app", "/mnt/data/a", "/tmp", "/home/user/a"]) expect(problems({ workdir })).toEqual([]);
  for (const workdir of ["/apps", "/mnt", "/app/../etc", "app"]) expect(problems({ workdir })).toEqual(["workdir"]);
});

test("what is not enforced yet is refused, not ignored", () => {
  for (const change of [{ network: { allow: ["example.com"] } }, { tools: [] }]) {
    expect(problems(change)).toHaveLength(1);
  }
});

test("code of exactly the most bytes is allowed", () => {
  expect(problems({ code: "x".repeat(MAX_CODE_BYTES) })).toEqual([]);
});
