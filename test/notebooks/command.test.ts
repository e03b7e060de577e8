import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Place } from "../cli/command.fixture.ts";
import { source } from "../programs/programs.ts";
import { code, notebook, shown } from "./notebook.ts";
import { expectValid } from "./validity.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

function put(name: string, cells: Parameters<typeof notebook>[0]): string {
  return place.put(name, JSON.stringify(notebook(cells)));
}

function finished(name: string) {
  const run = { notebook: JSON.parse(place.read(name)) };
  expectValid(run);
  return run;
}

describe("[notebooks.command] glovebox run analysis.ipynb", () => {
  test("saves the finished copy under the name that --out gives, and the notebook's files beside", async () => {
    place.put("in.csv", "1,2\n");
    const cells = [code("x = 1", "parameters"), "print(open('in.csv').read(), x)", "open('made.txt', 'w').write('m');"];
    const ended = await place.glovebox(["run", put("a.ipynb", cells), "--out", "done.ipynb", "--param", "x=[1, 2]"]);
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(ended.stderr).toContain("saved glovebox-out/made.txt");
    expect(ended.stderr).toContain("saved done.ipynb");
    expect(ended.stderr).toContain("4 cells ran");
    expect(shown(finished("done.ipynb"))).toEqual([[], [], ["stdout: 1,2\n [1, 2]\n"], []]);
    expect(place.read("glovebox-out/made.txt")).toBe("m");
  });

  test("saves it into a folder under its own name; a copy that is there is only replaced with --force", async () => {
    const file = put("a.ipynb", ["6 * 7"]);
    const ran = await place.glovebox(["run", file]);
    expect(ran).toMatchObject({ code: 0 });
    expect(shown(finished("glovebox-out/a.ipynb"))).toEqual([["[1] 42"]]);
    put("a.ipynb", ["'again'"]);
    const again = await place.glovebox(["run", file]);
    expect(again.stderr).toContain("saved glovebox-out/a-2.ipynb (glovebox-out/a.ipynb exists; --force overwrites it)");
    expect(shown(finished("glovebox-out/a.ipynb"))).toEqual([["[1] 42"]]);
    await place.glovebox(["run", file, "--force"]);
    expect(shown(finished("glovebox-out/a.ipynb"))).toEqual([["[1] 'again'"]]);
  });

  test("ends with 1 at a cell that fails, names it, and saves the outputs up to there", async () => {
    const failing = ["'before'", "1 / 0", "'after'"];
    const ended = await place.glovebox(["run", put("a.ipynb", failing), "--out", "done.ipynb"]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("cell 2 of the notebook failed: ZeroDivisionError: division by zero\nTraceback");
    expect(ended.stderr).toContain('\n  File "<cell 2>", line 1, in <module>\n    1 / 0\n');
    expect(shown(finished("done.ipynb"))).toEqual([["[1] 'before'"], ["ZeroDivisionError: division by zero"], []]);
  });

  test("goes on with --allow-errors, and still ends with 1", async () => {
    const file = put("a.ipynb", ["1 / 0", "'after'"]);
    const ended = await place.glovebox(["run", file, "--out", "done.ipynb", "--allow-errors"]);
    expect(ended.code).toBe(1);
    expect(shown(finished("done.ipynb"))).toEqual([["ZeroDivisionError: division by zero"], ["[2] 'after'"]]);
  });

  test.each([
    ["124 where a cell takes too long", ["while True: pass"], ["--timeout", "0.5"], 124],
    ["137 where a cell runs out of memory", ["x = bytearray(10**10)"], ["--memory", "100m"], 137],
    ["0 where only a cell fails that is expected to", [code("1 / 0", "raises-exception")], [], 0],
  ])("ends with %s", async (_, cells, more, exitCode) => {
    const ended = await place.glovebox(["run", put("a.ipynb", cells), "--out", "done.ipynb", ...more]);
    expect(ended.code).toBe(exitCode);
    finished("done.ipynb");
  });

  test.each([
    ["is not JSON", "{", [], /notebook: is not JSON/],
    ["is of version 3", '{"nbformat": 3}', [], /notebook: has nbformat 3/],
    ["is given another language", "{}", ["--language", "python"], /--language cannot go with a notebook/],
    ["is given a parameter without a name", "{}", ["--param", "=1"], /--param .*: give NAME=VALUE/],
  ])("ends with 2 where it %s, and saves nothing", async (_, text, more, says) => {
    const ended = await place.glovebox(["run", place.put("a.ipynb", text), "--out", "done.ipynb", ...more]);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
    expect(place.has("done.ipynb")).toBe(false);
  });

  test("prints the whole run as one document with --json", async () => {
    const file = place.put("tagged.ipynb", source("tagged.ipynb"));
    const ended = await place.glovebox(["run", file, "--out", "done.ipynb", "--json"]);
    const run = JSON.parse(ended.stdout);
    expect(run).toMatchObject({ executed: 3, failedCell: 4, outcome: { status: "failed" }, language: "python" });
    expect(run.notebook).toEqual(finished("done.ipynb").notebook);
    expect(ended.code).toBe(1);
  });
});
