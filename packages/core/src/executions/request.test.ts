import { defaultLimits, GloveboxError, MAX_FILE_BYTES } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { prepareRequest, type RequestInput } from "./request.ts";

const python = { language: "python", code: "print(1)" };

function prepare(change: Partial<RequestInput> = {}) {
  return prepareRequest({ ...python, ...change }, defaultLimits);
}

function refusal(change: object): GloveboxError {
  try {
    prepareRequest({ ...python, ...change } as RequestInput, defaultLimits);
  } catch (error) {
    if (error instanceof GloveboxError) return error;
    throw error;
  }
  throw new Error("expected it to be refused");
}

test.each([
  ["python", "main.py"],
  ["bash", "main.sh"],
  ["javascript", "main.js"],
])("%s code becomes the file %s", (language, main) => {
  const prepared = prepare({ language, code: "x" });
  expect(prepared.main).toBe(main);
  expect(Buffer.from(prepared.files.get(main) ?? []).toString()).toBe("x");
});

test("Python code is dedented, other code is not", () => {
  expect(Buffer.from(prepare({ code: "  a\n  b" }).files.get("main.py") ?? []).toString()).toBe("a\nb");
  const bash = prepare({ language: "bash", code: "  a\n  b" });
  expect(Buffer.from(bash.files.get("main.sh") ?? []).toString()).toBe("  a\n  b");
});

test("main names one of the files, which is taken as it is", () => {
  const content = Buffer.from([0xff, 0x00, 0x41]);
  const prepared = prepareRequest({ language: "python", main: "a/b.py", files: { "a/b.py": content } }, defaultLimits);
  expect(prepared.main).toBe("a/b.py");
  expect(prepared.files.get("a/b.py")).toBe(content);
});

test("files are text, bytes, or base64", () => {
  const { files } = prepare({
    files: {
      "text.txt": "ü",
      "bytes.bin": new Uint8Array([1, 2]),
      "utf8.txt": { content: "ü", encoding: "utf8" },
      "base64.bin": { content: "/w==", encoding: "base64" },
      "url.bin": { content: "_w", encoding: "base64" },
    },
  });
  const bytes = Object.fromEntries([...files].map(([name, content]) => [name, [...content]]));
  expect(bytes).toMatchObject({
    "text.txt": [0xc3, 0xbc],
    "bytes.bin": [1, 2],
    "utf8.txt": [0xc3, 0xbc],
    "base64.bin": [0xff],
    "url.bin": [0xff],
  });
});

test("the request's limits replace the defaults one by one", () => {
  const { limits } = prepare({ limits: { timeoutMs: 5, memoryBytes: undefined } as never });
  expect(limits).toEqual({ ...defaultLimits, timeoutMs: 5 });
});

test("stdin is there only where it was given, even if it is empty", () => {
  expect(prepare().stdin).toBeUndefined();
  expect(prepare({ stdin: "" }).stdin).toHaveLength(0);
});

test.each([
  ["code", { code: undefined }, "is missing"],
  ["code", { code: "" }, "is empty"],
  ["main", { main: "a.py", files: { "a.py": "" } }, "together with code"],
  ["main", { code: undefined, main: "b.py", files: { "a.py": "" } }, "not one of the files"],
  ["files", { files: { "main.py": "" } }, "already has a main.py"],
  ["files", { files: { a: "", "a/b": "" } }, "both as a file and as a folder"],
  ["files.a.content", { files: { a: { content: "%%%", encoding: "base64" } } }, "not valid base64"],
  ["files.../x", { files: { "../x": "" } }, '".."'],
  ["files./x", { files: { "/x": new Uint8Array() } }, "absolute"],
  ["files", { files: { "": "" } }, "is empty"],
  ["files.a\0b", { files: { "a\0b": "" } }, "NUL"],
  ["files.__proto__", { files: JSON.parse('{"__proto__": "x"}') }, "cannot be used as a name"],
  ["env.__proto__", { env: JSON.parse('{"__proto__": "x"}') }, "cannot be used as a name"],
  ["files", { files: [] }, "files"],
  ["workdir", { workdir: "/workspace/a.txt/b", files: { "a.txt": "" } }, "which is a file"],
  ["workdir", { workdir: "/workspace/a.txt", files: { "a.txt": "" } }, "which is a file"],
  ["limits.timeoutMs", { limits: { timeoutMs: -1 } }, "from 1 to 3600000"],
  ["limits.memoryBytes", { limits: { memoryBytes: "512m" } }, "must be a number of bytes"],
  ["timeout", { timeout: 5 }, "unknown field"],
])("the field %s is named where it is wrong: %s", (field, change, message) => {
  const error = refusal(change);
  expect(error.code).toBe("invalid_request");
  expect(error.field).toBe(field);
  expect(error.message).toContain(message);
});

test("code of 10 MB and files over their limits are refused", () => {
  expect(refusal({ code: "x".repeat(10_000_000) })).toMatchObject({ field: "code" });
  expect(refusal({ files: { a: new Uint8Array(MAX_FILE_BYTES + 1) } })).toMatchObject({
    field: "files.a",
    advice: "put it, and give its id",
  });
  const files = { a: new Uint8Array(2e6) };
  expect(refusal({ files, limits: { workspaceBytes: 1024 * 1024 } })).toMatchObject({
    message: expect.stringContaining("limits.workspaceBytes is 1048576"),
    advice: "raise limits.workspaceBytes, or give fewer files",
  });
});

test.each([null, undefined, 5, "print(1)", []])("%j is no request", (input) => {
  expect(() => prepareRequest(input as never, defaultLimits)).toThrow(GloveboxError);
});
