import type { Kind } from "./kind.ts";
import { type ProgramCase, programKind } from "./programKind.ts";

const programs: readonly ProgramCase[] = [
  ["python", { language: "python", code: "print(6 * 7)" }, { status: "succeeded", stdout: "42\n" }],
  ["javascript", { language: "javascript", code: "console.log(6 * 7)" }, { status: "succeeded", stdout: "42\n" }],
  ["typescript", { language: "typescript", code: "const n: number = 42; console.log(n)" }, { status: "succeeded", stdout: "42\n" }],
  ["raises", { language: "python", code: "raise ValueError('no')" }, { status: "failed", exitCode: 1 }],
  ["endless loop", { language: "javascript", code: "for (;;);", limits: { timeoutMs: 300 } }, { status: "timed_out" }],
  ["reads the host", { language: "javascript", code: "Deno.readTextFileSync('/etc/passwd')" }, { status: "failed" }],
]; // biome-ignore format: a table

/** Programs on the portable engine. A sandbox there is a process of 100 MiB and more, so one of each at once. */
export const portable: readonly Kind[] = programs.map(([name, request, expected]) => ({
  ...programKind([`portable: ${name}`, { ...request, engine: "portable" }, expected]),
  group: "portable",
  weight: 0.4,
  atOnce: 1,
}));
