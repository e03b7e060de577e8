import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";
import { projects } from "./projects.ts";

let host: Host;
beforeAll(async () => {
  const env = { RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(homedir(), ".rustup") };
  host = await startHost({ mode: asRoot, env });
});
afterAll(() => host[Symbol.asyncDispose]());

test.each(projects)("[languages.projects] $what", { timeout: 300_000 }, async ({ request, prints, says }) => {
  const { outcome, stdout, stderr, compile } = await host.execute(request);
  if (says !== undefined) expect(compile?.stderr).toContain(says);
  if (prints === undefined) return expect(outcome).toMatchObject({ status: "failed", error: { name: "CompileError" } });
  expect({ stdout, status: outcome.status, error: outcome.error }, `${stderr}${compile?.stderr}`).toEqual({
    stdout: prints,
    status: "succeeded",
    error: undefined,
  });
});

const MiB = 1024 * 1024;
const HOARDS: readonly { language: string; code: string }[] = [
  {
    language: "go",
    code: "package main\nfunc main() { var all [][]byte; for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; all = append(all, b) } }\n",
  },
  { language: "rust", code: "fn main() { let mut all = vec![]; loop { all.push(vec![1u8; 1 << 20]); } }\n" },
  {
    language: "java",
    code: "class Main { public static void main(String[] args) { var all = new java.util.ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]); } }\n",
  },
  {
    language: "javascript",
    code: "const all = []; while (true) all.push(new Array(1000).fill(0).map((_, i) => ({ i })));\n",
  },
];

test.each(HOARDS.flatMap((hoard) => [64, 256].map((most) => ({ ...hoard, most }))))(
  "[truth.out-of-memory] $language that takes more than $most MiB ran out of memory",
  { timeout: 300_000 },
  async ({ language, code, most }) => {
    const { outcome } = await host.execute({ language, code, limits: { memoryBytes: most * MiB } });
    expect(outcome.status).toBe("out_of_memory");
  },
);

test.each([
  [
    "go",
    "package main\nfunc main() { n := 0; for i := 0; i < 500; i++ { b := make([]byte, 1<<20); for j := range b { b[j] = 1 }; n += len(b) }; println(n) }\n",
  ],
  [
    "java",
    "class Main { public static void main(String[] args) { long n = 0; for (int i = 0; i < 500; i++) n += new byte[1 << 20].length; System.err.println(n); } }\n",
  ],
  [
    "javascript",
    "let n = 0; for (let i = 0; i < 500; i++) n += new Array(1 << 17).fill(i).length * 8; console.error(n);\n",
  ],
])(
  "[languages.memory] %s that throws away what it took fits into 64 MiB",
  { timeout: 300_000 },
  async (language, code) => {
    const { outcome, stderr } = await host.execute({ language, code, limits: { memoryBytes: 64 * MiB } });
    expect([outcome.status, stderr]).toEqual(["succeeded", `${500 * MiB}\n`]);
  },
);

test("[languages.memory] a Java program that catches its OutOfMemoryError goes on", { timeout: 300_000 }, async () => {
  const code = `class Main { public static void main(String[] args) {
    try { var all = new java.util.ArrayList<byte[]>(); while (true) all.add(new byte[1 << 20]); }
    catch (OutOfMemoryError error) { System.out.println("caught"); }
  } }`;
  const { outcome, stdout } = await host.execute({ language: "java", code, limits: { memoryBytes: 64 * MiB } });
  expect([outcome.status, stdout]).toEqual(["succeeded", "caught\n"]);
});
