import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ExecutionTool, Glovebox } from "../../packages/core/src/glovebox.ts";
import { source } from "../programs/programs.ts";
import { notebook, shown } from "./notebook.ts";

let box: Glovebox;
let tool: ExecutionTool;
let folder: string;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
  tool = new ExecutionTool(box);
  folder = mkdtempSync(join(tmpdir(), "notebooks-test-"));
});
afterAll(async () => {
  await box.close();
  rmSync(folder, { recursive: true });
});

function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function putNotebook(...cells: string[]): string {
  return put("a.ipynb", JSON.stringify(notebook(cells)));
}

test("[notebooks.tool] a notebook of the data packages runs as the seed asks for it", async () => {
  const path = put("analysis.ipynb", source("analysis.ipynb"));
  const answer = await tool.executeNotebook(path, { packages: ["pandas", "matplotlib"], timeout: 300 });
  expect(answer).toMatchObject({ status: "completed", result: { exit_code: 0, stdout: "drawing all\nlast\n" } });
  expect(shown({ notebook: answer.result.notebook ?? {} })[2]).toEqual([
    "[3] region\nnorth    40\nsouth    20\nName: amount, dtype: int64",
  ]);
});

test("[notebooks.tool] the files beside it are there; what its cells write is told apart by stream", async () => {
  put("in.txt", "beside");
  const path = putNotebook("print(open('in.txt').read())", "import sys\nprint('err', file=sys.stderr)", "print(x)");
  const answer = await tool.executeNotebook(path, { parameters: { x: 5 } });
  expect(answer.result).toMatchObject({ stdout: "beside\n5\n", stderr: "err\n", exit_code: 0 });
});

test("[notebooks.tool] a cell that fails gives its exit code and traceback, and with allow_errors the rest runs too", async () => {
  const path = putNotebook("1 / 0", "print('after')");
  const stopped = await tool.executeNotebook(path);
  expect(stopped).toMatchObject({ status: "completed", result: { exit_code: 1, stdout: "" } });
  expect(stopped.result.stderr).toContain("ZeroDivisionError: division by zero");
  const whole = await tool.executeNotebook(path, { allow_errors: true });
  expect(whole).toMatchObject({ status: "completed", result: { exit_code: 1, stdout: "after\n" } });
});

test("[notebooks.tool] its time is that of all cells together", async () => {
  const path = putNotebook("import time\ntime.sleep(0.4)", "time.sleep(60)");
  const answer = await tool.executeNotebook(path, { timeout: 1.5, allow_errors: true });
  expect(answer).toMatchObject({ status: "failed", result: { exit_code: 124 } });
});

test.each([
  ["is missing", () => join(folder, "none.ipynb"), /there is no such file/],
  ["is no notebook", () => put("bad.ipynb", "{}"), /it has no nbformat/],
  [
    "is for another kernel",
    () => put("r.ipynb", JSON.stringify(notebook([], { metadata: { kernelspec: { name: "ir", language: "R" } } }))),
    /is for the kernel/,
  ],
])("[notebooks.tool] one that %s is a set-up error", async (_, path, message) => {
  const answer = await tool.executeNotebook(path());
  expect(answer).toMatchObject({ status: "failed", error: expect.stringMatching(message), result: { exit_code: 2 } });
});
