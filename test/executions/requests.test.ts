import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, type RequestInput } from "../../packages/core/src/glovebox.ts";
import { descendants } from "../hosts/machine.ts";

const PRINT = { language: "python", code: "print(1)" } as const;

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

describe("requests that are not in order", () => {
  const wrong: [string, string, unknown, string][] = [
    ["no language", "language", { code: "x" }, "invalid_request"],
    ["an unknown language", "language", { language: "klingon", code: "x" }, "unknown_language"],
    ["a version that is no version", "language", { language: "python@latest", code: "x" }, "unknown_language"],
    ["a version that is not there", "language", { language: "python@2.7", code: "x" }, "unknown_language"],
    ["an unknown engine", "engine", { ...PRINT, engine: "quantum" }, "unknown_engine"],
    ["packages that are none", "packages", { ...PRINT, packages: ["../x"] }, "invalid_request"],
    ["packages of a language without", "packages", { language: "c", code: "x", packages: ["x"] }, "invalid_request"],
    ["no code", "code", { language: "python" }, "invalid_request"],
    ["empty code", "code", { language: "python", code: " \n" }, "invalid_request"],
    ["code that is no string", "code", { language: "python", code: 42 }, "invalid_request"],
    ["code and main", "main", { ...PRINT, main: "a.py", files: { "a.py": "1" } }, "invalid_request"],
    ["a main that is no file", "main", { language: "python", main: "b.py", files: { "a.py": "1" } }, "invalid_request"],
    ["an unknown field", "cod", { ...PRINT, cod: "x" }, "invalid_request"],
    ["an unknown limit", "limits.timeout", { ...PRINT, limits: { timeout: 1 } }, "invalid_request"],
    ["a limit of 0", "limits.timeoutMs", { ...PRINT, limits: { timeoutMs: 0 } }, "invalid_request"],
    ["a limit below 0", "limits.memoryBytes", { ...PRINT, limits: { memoryBytes: -1 } }, "invalid_request"],
    [
      "a limit that is no number",
      "limits.processes",
      { ...PRINT, limits: { processes: Number.NaN } },
      "invalid_request",
    ],
    [
      "a limit beyond its ceiling",
      "limits.timeoutMs",
      { ...PRINT, limits: { timeoutMs: 3_600_001 } },
      "invalid_request",
    ],
    ["a file outside", "files.../x", { ...PRINT, files: { "../x": "" } }, "invalid_request"],
    ["an absolute file", "files./etc/passwd", { ...PRINT, files: { "/etc/passwd": "" } }, "invalid_request"],
    ["a file with NUL", "files.a\0b", { ...PRINT, files: { "a\0b": "" } }, "invalid_request"],
    ["a file that is a folder as well", "files", { ...PRINT, files: { a: "", "a/b": "" } }, "invalid_request"],
    [
      "base64 that is none",
      "files.x.content",
      { ...PRINT, files: { x: { content: "!", encoding: "base64" } } },
      "invalid_request",
    ],
    ["a variable's name that is none", "env.A B", { ...PRINT, env: { "A B": "x" } }, "invalid_request"],
    ["a variable with NUL", "env.A", { ...PRINT, env: { A: "\0" } }, "invalid_request"],
    ["an argument with NUL", "args.0", { ...PRINT, args: ["\0"] }, "invalid_request"],
    ["a folder outside", "workdir", { ...PRINT, workdir: "/etc" }, "invalid_request"],
    [
      "a folder that only begins like the workspace",
      "workdir",
      { ...PRINT, workdir: "/workspaces" },
      "invalid_request",
    ],
    ["a folder that leads out", "workdir", { ...PRINT, workdir: "/workspace/../etc" }, "invalid_request"],
  ];
  test.each(wrong)("[bad-input.fields] %s is refused with the name of the field", async (_, field, request, code) => {
    await expect(box.execute(request as RequestInput)).rejects.toMatchObject({ name: "GloveboxError", code, field });
  });

  test.each(["network", "tools"])("[bad-input.unbuilt] %s, which nobody enforces yet, is refused", async (field) => {
    const values: Record<string, unknown> = {
      network: { allow: ["example.com"] },
      tools: [],
    };
    const request = { ...PRINT, [field]: values[field] } as RequestInput;
    await expect(box.execute(request)).rejects.toMatchObject({ field });
  });

  test.each([undefined, null, 42, "python", []])(
    "[bad-input.fields] a request that is %s is refused",
    async (request) => {
      await expect(box.execute(request as never)).rejects.toMatchObject({ code: "invalid_request" });
    },
  );

  test("[bad-input.before-run] none of them starts a process", async () => {
    for (const [, , request] of wrong.filter(([name]) => !name.includes("not there"))) {
      await box.execute(request as RequestInput).catch(() => undefined);
    }
    expect(descendants(process.pid)).toEqual([]);
  });
});
