import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  Glovebox,
  NotebookEvent,
  type NotebookInput,
  type NotebookListener,
  type NotebookOptions,
} from "../../packages/core/src/glovebox.ts";
import { source } from "../programs/programs.ts";
import { cellsOf, code, notebook, type Output, shown } from "./notebook.ts";
import { expectValid } from "./validity.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

async function run(
  given: NotebookInput["notebook"],
  more: Partial<NotebookInput> = {},
  options: NotebookOptions & NotebookListener = {},
) {
  const ran = await box.runNotebook({ environment: "base", ...more, notebook: given }, options);
  expectValid(ran);
  return ran;
}

function outputs(ran: Awaited<ReturnType<typeof run>>, cell: number): readonly Output[] {
  return cellsOf(ran)[cell]?.outputs ?? [];
}

describe("[notebooks.outputs] a notebook with tables and plots", () => {
  test("comes back with what Jupyter shows for it: kinds, order and counts", async () => {
    const ran = await run(source("analysis.ipynb"), { environment: "data" });
    expect(ran).toMatchObject({ outcome: { status: "succeeded" }, executed: 6, environment: "data" });
    expect(cellsOf(ran).map(({ execution_count }) => execution_count)).toEqual([undefined, 1, 2, 3, 4, 5, 6]);
    expect(outputs(ran, 2)).toEqual([
      {
        output_type: "execute_result",
        execution_count: 2,
        metadata: {},
        data: {
          "text/plain": "  region  amount\n0  north      10\n1  south      20\n2  north      30",
          "text/html": expect.stringContaining('<table border="1" class="dataframe">'),
        },
      },
    ]);
    // A Series has no HTML in Jupyter either.
    expect(outputs(ran, 3)[0]?.data).toEqual({
      "text/plain": "region\nnorth    40\nsouth    20\nName: amount, dtype: int64",
    });
    const png = expect.stringMatching(/^iVBORw0KGgo/);
    expect(outputs(ran, 4)).toEqual([
      { output_type: "stream", name: "stdout", text: "drawing all\n" },
      {
        output_type: "display_data",
        metadata: {},
        data: { "text/plain": "<Figure size 640x480 with 1 Axes>", "image/png": png },
      },
    ]);
    const kinds = outputs(ran, 5).map(({ data, text }) => text ?? Object.keys(data ?? {}).sort());
    expect(kinds).toEqual([["image/png", "text/plain"], ["text/plain"], "last\n", ["image/png", "text/plain"]]);
    expect(outputs(ran, 6)[0]?.data?.["text/plain"]).toBe(
      [
        "{int: [int, int, int],",
        " str: [str, str, str],",
        " dict: [dict, dict, dict],",
        " list: [list, list, list],",
        " tuple: [tuple, tuple, tuple],",
        " bytes: [bytes, bytes, bytes],",
        " set: [set, set, set],",
        " frozenset: [frozenset, frozenset, frozenset]}",
      ].join("\n"),
    );
    expect(ran.artifacts.map(({ name }) => name)).toEqual(["totals.csv"]);
  });
});

test("[notebooks.outputs] data that Jupyter shows as text have no JSON beside it; IPython's JSON has", async () => {
  const ran = await run(notebook(["[1, 2]", "from IPython.display import JSON\nJSON({'a': 1})"]));
  expect(outputs(ran, 0)[0]?.data).toEqual({ "text/plain": "[1, 2]" });
  expect(outputs(ran, 1)[0]?.data).toEqual({
    "text/plain": "<IPython.core.display.JSON object>",
    "application/json": { a: 1 },
  });
});

test("[notebooks.outputs] what a cell wrote before its value, to stderr too, stands before it", async () => {
  const cells = Array.from({ length: 20 }, () => "import sys\nsys.stderr.write('err')");
  const counts = cells.map((_, at) => ["stderr: err", `[${at + 1}] 3`]);
  expect(shown(await run(notebook(cells)))).toEqual(counts);
});

test("[sessions.displays] updates reach what earlier cells showed, and what a cell clears is gone, as in Jupyter", async () => {
  const ran = await run(
    notebook([
      "from IPython.display import clear_output, update_display\nh = display('a', display_id='one')",
      "print('gone')\ndisplay('gone', display_id='two')\nclear_output()\nh.display('b')\n1",
      "for i in range(3):\n  clear_output(wait=True)\n  print(i)",
      "h.update('c')\nupdate_display('nowhere', display_id='two')\ndisplay('stays')\nclear_output(wait=True)",
      "display(display_id='later')",
      "update_display('filled', display_id='later')",
    ]),
  );
  expect(shown(ran)).toEqual([
    ["'c'"],
    ["'c'", "[2] 1"],
    ["stdout: 2\n"],
    ["'stays'"],
    ["'filled'", "[5] <DisplayHandle display_id=later>"],
    [],
  ]);
});

test("[notebooks.outputs] a JavaScript notebook runs in one session of its language, with parameters", async () => {
  const kernel = {
    metadata: { kernelspec: { name: "javascript", language: "javascript", display_name: "JavaScript" } },
  };
  const cells = [
    code("var factor = 1;", "parameters"),
    "const six = 6; console.log('six')",
    "six * factor",
    "throw new TypeError('no')",
  ];
  const ran = await run(notebook(cells, kernel), { parameters: { factor: 7 } });
  expect(ran).toMatchObject({ language: "javascript", failedCell: 4, outcome: { status: "failed" } });
  expect(shown(ran).slice(1)).toEqual([[], ["stdout: six\n"], ["[4] 42"], ["TypeError: no"]]);
});

test("[notebooks.outputs] a cell imports modules that lie beside the notebook, and those that an earlier cell wrote", async () => {
  const cells = ["import beside\nbeside.word", "%%writefile made.py\nword = 'made'", "import made\nmade.word"];
  const ran = await run(notebook(cells), { files: { "beside.py": "word = 'beside'" } });
  expect(shown(ran)).toEqual([["[1] 'beside'"], ["stdout: Writing made.py\n"], ["[3] 'made'"]]);
});

test("[notebooks.outputs] files that were put are given to a notebook by their ids, and their events come as well", async () => {
  const { id } = await box.files.put(Buffer.from("kept"), { name: "in.txt" });
  const given = notebook(["open('data/in.txt').read()"]);
  const files = { "data/in.txt": { id } };
  expect(shown(await run(given, { files }))).toEqual([["[1] 'kept'"]]);
  const events: string[] = [];
  for await (const { type } of box.streamNotebook({ environment: "base", notebook: given, files })) events.push(type);
  expect(events.at(-1)).toBe("ended");
  await expect(run(given, { files: { a: { id: "none" } } })).rejects.toMatchObject({ field: "files.a.id" });
});

describe("a cell that fails", () => {
  test("[notebooks.errors] ends the notebook, unless its tag expects it; what is tagged or empty does not run", async () => {
    const ran = await run(source("tagged.ipynb"));
    expect(ran).toMatchObject({ executed: 3, failedCell: 4, outcome: { status: "failed", exitCode: 1 } });
    expect(ran.outcome.error).toMatchObject({ name: "ValueError", message: "for good" });
    expect(cellsOf(ran).map(({ execution_count }) => execution_count)).toEqual([1, 2, null, null, 3, null]);
    const [streams, expected, skipped, empty, failed, after] = shown(ran);
    expect(
      streams
        ?.join("")
        .replaceAll(/stdout: |stderr: /g, "")
        .split("\n")
        .sort()
        .join(" ")
        .trim(),
    ).toBe("err out out again");
    expect(expected).toEqual(["ZeroDivisionError: division by zero"]);
    expect(failed).toEqual(["stdout: before\n", "ValueError: for good"]);
    expect([skipped, empty, after]).toEqual([[], [], []]);
  });

  test("[notebooks.errors] does not end it where errors are allowed; the outcome is still that of the first", async () => {
    const ran = await run(source("tagged.ipynb"), { allowErrors: true });
    expect(ran).toMatchObject({ executed: 4, failedCell: 4, outcome: { status: "failed" } });
    expect(shown(ran).at(-1)).toEqual(["[4] 'after'"]);
  });

  test("[notebooks.errors] shows the lines of the cell in its traceback", async () => {
    const [error] = outputs(await run(notebook(["x = 1\n\nx / 0"]), { allowErrors: true }), 0);
    expect(error?.traceback?.join("\n")).toMatch(/line 3, in <module>\n\s+x \/ 0/);
  });

  test("[notebooks.errors] in a crash is told like any other, and the cells after it have the variables of before", async () => {
    const cells = ["kept = 'here'", "import os\nos._exit(3)", "kept"];
    const ran = await run(notebook(cells), { allowErrors: true });
    expect(ran).toMatchObject({ failedCell: 1, executed: 3, outcome: { recovered: "checkpoint" } });
    expect(shown(ran)[2]).toEqual(["[3] 'here'"]);
  });
});

describe("time", () => {
  test("[notebooks.limits] cellLimits end a cell that takes too long; with errors allowed the next one runs", async () => {
    const cells = ["print('begins', flush=True)\nwhile True: pass", "'next'"];
    const ran = await run(notebook(cells), { allowErrors: true, cellLimits: { timeoutMs: 500 } });
    expect(ran).toMatchObject({ failedCell: 0, executed: 2, outcome: { status: "timed_out" } });
    const [late, next] = shown(ran);
    expect(late).toEqual(["stdout: begins\n", expect.stringMatching(/^TimedOut: stopped after 500 ms/)]);
    expect(next).toEqual(["[2] 'next'"]);
  });

  test("[notebooks.stop] an aborted signal stops the cell that runs, errors allowed or not, and no other begins", async () => {
    const stop = new AbortController();
    const onEvent = (event: NotebookEvent) => void (event.type === "stdout" && stop.abort());
    const cells = ["print('begins', flush=True)\nimport time\ntime.sleep(60)", "'next'"];
    const ran = await run(notebook(cells), { allowErrors: true }, { signal: stop.signal, onEvent });
    expect(ran).toMatchObject({ executed: 1, failedCell: 0, outcome: { status: "cancelled" } });
    expect(shown(ran)[1]).toEqual([]);
    expect(box.sessions.list()).toEqual([]);
  });
});

describe("parameters", () => {
  const values = { region: 'a "quoted"\nname', factor: 2.5, on: true, none: null, many: [1, { deep: false }] };

  test("[notebooks.parameters] are set after the cell that is tagged parameters", async () => {
    const ran = await run(notebook([code("factor = 1", "parameters"), "region, factor, on, none, many"]), {
      parameters: values,
    });
    const tags = cellsOf(ran).map(({ metadata }) => metadata?.tags);
    expect(tags).toEqual([["parameters"], ["injected-parameters"], []]);
    expect(shown(ran)[2]).toEqual([`[3] ('a "quoted"\\nname', 2.5, True, None, [1, {'deep': False}])`]);
  });

  test("[notebooks.parameters] take the place of those that an earlier run set", async () => {
    const first = await run(notebook([code("x = 1", "parameters"), "x"]), { parameters: { x: 2 } });
    const second = await run(first.notebook, { parameters: { x: 3 } });
    expect(cellsOf(second)).toHaveLength(3);
    expect(cellsOf(second)[1]?.source).toBe("# Parameters\nx = 3");
    expect(shown(second)[2]).toEqual(["[3] 3"]);
  });

  test("[notebooks.parameters] come before all else where no cell is tagged", async () => {
    const ran = await run(notebook(["x"]), { parameters: { x: 5 } });
    expect(shown(ran)).toEqual([[], ["[2] 5"]]);
  });

  test("[notebooks.parameters] cannot have a name that is no variable's", async () => {
    await expect(run(notebook(["1"]), { parameters: { "x = 1; y": 2 } })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });
});

describe("the file", () => {
  test("[notebooks.older] of nbformat 4.2 becomes 4.5: ids for its cells, and no output of before", async () => {
    const ran = await run(source("older.ipynb"));
    expect(ran.notebook).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
    expect(cellsOf(ran)[0]?.source).toBe("## An older one\nin two lines");
    expect(shown(ran)).toEqual([["[1] 42"], ["stdout: 6\n"]]);
  });

  test("[notebooks.older] keeps the ids and the metadata that it has; of two equal ids the second is replaced", async () => {
    const cell = { ...code("1"), id: "same", metadata: { tags: ["mine"], other: { x: 1 } } };
    const ran = await run(notebook([cell, cell], { metadata: { authors: [{ name: "A" }] } }));
    const [first, second] = cellsOf(ran);
    expect(first).toMatchObject({ id: "same", metadata: { tags: ["mine"], other: { x: 1 } } });
    expect(second?.id).not.toBe("same");
    expect(ran.notebook["metadata"]).toMatchObject({ authors: [{ name: "A" }] });
  });

  test("[notebooks.outputs] without a code cell, or without any cell, comes back as it is", async () => {
    const text = { cell_type: "markdown" as const, id: "a", metadata: {}, source: "only text" };
    for (const cells of [[text], []]) {
      const ran = await run(notebook(cells));
      expect(ran).toMatchObject({ executed: 0, outcome: { status: "succeeded" } });
      expect(cellsOf(ran)).toEqual(cells);
    }
  });

  const R = { metadata: { kernelspec: { name: "ir", language: "R", display_name: "R" } } };
  const wrong: readonly [what: string, given: NotebookInput["notebook"], says: RegExp][] = [
    ["is not JSON", "{ not json", /is not JSON/],
    ["is JSON but no object", "[1]", /is no notebook/],
    ["is null", "null", /is no notebook/],
    ["has no nbformat", "{}", /it has no nbformat/],
    ["is of version 3", { nbformat: 3, worksheets: [] }, /has nbformat 3, and only 4 can be run; jupyter nbconvert/],
    ["has no cells", { nbformat: 4, nbformat_minor: 5, metadata: {} }, /cells/],
    [
      "has a cell of an unknown kind",
      notebook([{ ...code("1"), cell_type: "heading" as "raw" }]),
      /cells\.0\.cell_type/,
    ],
    ["is for R", notebook(["1"], R), /is for the kernel "r"; only python, .* can be run/i],
    ["is larger than can be read", JSON.stringify(notebook([code("x".repeat(51 * 1024 * 1024))])), /is larger than/],
  ];
  test.for(wrong)("[notebooks.refused] is refused where it %s", async ([, given, says]) => {
    const refused = box.runNotebook({ notebook: given });
    await expect(refused).rejects.toMatchObject({ code: "invalid_request", field: "notebook" });
    await expect(refused).rejects.toThrow(says);
  });

  test("[notebooks.refused] with 100 MB of old outputs is refused with advice, and an object of that size loses them", async () => {
    const old = { output_type: "stream", name: "stdout", text: "x".repeat(100 * 1024 * 1024) };
    const large = notebook([{ ...code("6 * 7"), outputs: [old] }]);
    await expect(box.runNotebook({ notebook: JSON.stringify(large) })).rejects.toThrow(/clear its outputs first/);
    expect(shown(await run(large))).toEqual([["[1] 42"]]);
  });

  test("[notebooks.limits] a cell that prints 100 MB is stopped at its limit, and the notebook stays small", async () => {
    const ran = await run(notebook(["for _ in range(1000): print('x' * 100_000)", "'next'"]), { allowErrors: true });
    expect(ran).toMatchObject({ failedCell: 0, outcome: { status: "output_limit" } });
    expect(JSON.stringify(ran.notebook).length).toBeLessThan(3 * 1024 * 1024);
    expect(shown(ran)[1]).toEqual(["[2] 'next'"]);
  });
});

test("[notebooks.outputs] what happens is told with its cell: it begins, what it shows, how it ended; the notebook comes last", async () => {
  const cells = ["print('a')", { cell_type: "markdown" as const, source: "text", metadata: {} }, "1 / 0"];
  const events = await Array.fromAsync(box.streamNotebook({ notebook: notebook(cells), environment: "base" }));
  const told = events.filter(({ type }) => type !== "progress").map((event) => NotebookEvent.parse(event));
  expect(told).toMatchObject([
    { type: "started", language: "python", engine: "native", environment: "base" },
    { type: "cell", cell: 0, done: 0, total: 2 },
    { type: "stdout", cell: 0, data: "a\n" },
    { type: "cell_ended", cell: 0, done: 1, total: 2, outcome: { status: "succeeded" } },
    { type: "cell", cell: 2, done: 1, total: 2 },
    { type: "cell_ended", cell: 2, done: 2, total: 2, outcome: { status: "failed" } },
    { type: "ended", outcome: { status: "failed" }, run: { executed: 2, failedCell: 2 } },
  ]);
});

test("[notebooks.stop] who stops reading its events leaves no session", async () => {
  for await (const event of box.streamNotebook({ notebook: notebook(["1", "2"]), environment: "base" }))
    if (event.type === "cell") break;
  expect(box.sessions.list()).toEqual([]);
});
