import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EndedExecution, type Event, Glovebox, type OpenSession } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 0 });
});
afterAll(() => box.close());

const FUNCTIONS = "from IPython.display import clear_output, update_display\n";

async function told(events: AsyncIterable<Event>): Promise<string[]> {
  const short: string[] = [];
  for await (const event of events) {
    if (event.type === "stdout" || event.type === "stderr") short.push(...event.data.trimEnd().split("\n"));
    if (event.type === "result") short.push(`shown ${event.result.mime["text/plain"]}`);
    if (event.type === "cleared") short.push("cleared");
  }
  return short;
}

function texts({ results }: EndedExecution): unknown[] {
  return results.map(({ mime }) => mime["text/plain"]);
}

describe.each(["native", "portable"])("on %s", (engine) => {
  let session: OpenSession;
  beforeAll(async () => {
    session = await box.sessions.create({ language: "python", environment: "base", engine });
  });
  afterAll(() => session.close());

  const numbers = Array.from({ length: 50 }, (_, each) => each);
  const code = `import sys\nfor i in range(50):\n  print(i, file=[sys.stdout, sys.stderr][i % 2])\n  display(i)`;
  const inOrder = numbers.flatMap((each) => [`${each}`, `shown ${each}`]);

  test("[sessions.order] what a cell shows comes in order with what it prints", async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect(await told(session.stream({ code }))).toEqual(inOrder);
    expect(await told(session.stream({ code: "print('before')\n5" }))).toEqual(["before", "shown 5"]);
  });

  test("[sessions.order] the same in one execution", async () => {
    for (let attempt = 0; attempt < 5; attempt++)
      expect(await told(box.stream({ language: "python", engine, code }))).toEqual(inOrder);
  });

  test("[sessions.displays] what is cleared is told between what was printed before and what after", async () => {
    const clearing = `${FUNCTIONS}for i in range(20):\n  clear_output(wait=True)\n  print(i)\n  display(i)`;
    const each = (i: number) => [...(i === 0 ? [] : ["cleared"]), `${i}`, `shown ${i}`];
    expect(await told(session.stream({ code: clearing }))).toEqual(numbers.slice(0, 20).flatMap(each));
  });

  test("[sessions.displays] an execution has the last state of what it showed, and all that it printed", async () => {
    const ran = await session.execute({
      code: `${FUNCTIONS}h = display("a", display_id=True)\nprint("p")\nclear_output()\nh = display("b", display_id=True)\ndisplay("c")\nh.update("d")`,
    });
    expect(texts(ran)).toEqual(["'d'", "'c'"]);
    expect(ran.stdout).toBe("p\n");
    const later = await session.execute({ code: "h.update('e')\nh.update('f')" });
    expect(later.results).toEqual([
      { mime: { "text/plain": "'f'" }, main: false, displayId: ran.results[0]?.displayId, update: true },
    ]);
  });

  test("[sessions.displays] of a flood of updates the last is told, and it costs the session nothing", async () => {
    const flood = await session.execute({
      code: `${FUNCTIONS}h = display(0, display_id=True)\nfor i in range(20_000): h.update(i)`,
    });
    expect(texts(flood)).toEqual(["19999"]);
    expect(flood.outcome.notes).toEqual(["it showed so much that only the last state of what it replaced is shown"]);
    expect(texts(await session.execute({ code: "5" }))).toEqual(["5"]);
  });

  test("[sessions.shell] get_ipython() is there, the same for who imports it", async () => {
    const code = "from IPython import get_ipython as imported\nimported() is get_ipython()";
    expect(texts(await session.execute({ code }))).toEqual(["True"]);
    const alone = await box.execute({ language: "python", engine, code: "get_ipython()" });
    expect(alone.outcome.error).toMatchObject({ name: "NameError" });
  });

  test("[sessions.shell] a magic that cannot be here says what to do instead", async () => {
    const { outcome } = await session.execute({ code: "%debug" });
    expect(outcome.error).toMatchObject({ name: "UsageError", message: expect.stringContaining("print what") });
  });
});

test("[sessions.displays] reports that a program forges are bounded, and its session goes on", async () => {
  await using session = await box.sessions.create({ language: "python", environment: "base", engine: "native" });
  const forged = await session.execute({
    code: `import os, json, struct
def report(value):
    data = json.dumps(value).encode()
    os.write(4, struct.pack("<IB", len(data), ord("7")) + data)
for i in range(6_000):
    report({"mime": {}, "main": False, "displayId": f"x{i}", "update": True})
    report({"clear": True, "wait": False})
report({"clear": "yes", "wait": 5})
report({"mime": {}, "main": False, "displayId": 5, "update": "no"})`,
  });
  expect(forged.outcome.status).toBe("succeeded");
  expect(forged.results.length).toBe(4_000);
  expect(forged.outcome.notes).toEqual(["results after the first 4000 were left out"]);
  expect(texts(await session.execute({ code: "5" }))).toEqual(["5"]);
});

test("[sessions.shell] where IPython is installed its own imports meet the same shell and the same displays", async () => {
  await using session = await box.sessions.create({
    ...{ language: "python", environment: "base", engine: "native", packages: ["ipython"] },
  });
  const run = (code: string) => session.execute({ code });
  expect(texts(await run("import IPython\nIPython.get_ipython() is get_ipython(), hasattr(IPython, 'embed')"))).toEqual(
    ["(True, True)"],
  );
  const shown = await run(
    `${FUNCTIONS}from IPython.display import display, HTML\nh = display("gone", display_id="x")\nclear_output()\ndisplay("a", display_id="x")\nupdate_display(HTML("<b>"), display_id="x")`,
  );
  expect(shown.results.map(({ mime, displayId }) => [mime["text/html"], displayId])).toEqual([["<b>", "x"]]);
  await run(
    "from IPython.core.magic import Magics, magics_class, line_magic\n@magics_class\nclass Mine(Magics):\n  @line_magic\n  def mine(self, line): return line * 2\nget_ipython().register_magics(Mine)",
  );
  expect(texts(await run("%mine ab"))).toEqual(["'abab'"]);
  const kept = await run(
    "from IPython.utils.io import capture_output\nwith capture_output() as c: print('x'); display(1)",
  );
  expect([kept.stdout, kept.results]).toEqual(["", []]);
  expect(texts(await run("c.stdout, c.outputs[0].data"))).toEqual(["('x\\n', {'text/plain': '1'})"]);
}, 300_000);

describe("[sessions.shell] libraries of the data environment", () => {
  let session: OpenSession;
  beforeAll(async () => {
    session = await box.sessions.create({ language: "python", environment: "data", engine: "native" });
  }, 300_000);
  afterAll(() => session.close());

  test("sympy shows formulas as LaTeX, and with init_printing() as a picture and laid out", async () => {
    await session.execute({ code: "import sympy\nx = sympy.symbols('x')" });
    const plain = await session.execute({ code: "x ** 2" });
    expect(plain.results[0]?.mime).toEqual({ "text/plain": "x**2", "text/latex": "$\\displaystyle x^{2}$" });
    const printed = await session.execute({ code: "sympy.init_printing()\nx ** 2" });
    expect(printed.results[0]?.mime).toEqual({
      "text/plain": " 2\nx ",
      "text/latex": "$\\displaystyle x^{2}$",
      "image/png": expect.stringMatching(/^iVBORw0KGgo/),
    });
  });

  test("a styled table of pandas is shown as HTML", async () => {
    const styled = await session.execute({
      code: "import pandas as pd\npd.DataFrame({'a': [1, 2]}).style.highlight_max(color='#abcdef')",
    });
    expect(styled.results[0]?.mime["text/html"]).toMatch(/background-color: #abcdef[\s\S]*<table/);
  });

  test("bars of tqdm and rich are text, for there are no widgets", async () => {
    const bars = await session.execute({
      code: "from tqdm.notebook import tqdm\nfrom tqdm.auto import tqdm as auto\nfrom rich.progress import track\nfor each in (tqdm, auto, track): list(each(range(3)))\nimport rich\nrich.print('[bold]text')",
    });
    expect(bars.outcome.status).toBe("succeeded");
    expect(bars.stderr.match(/3\/3/g)).toHaveLength(2);
    expect(bars.stdout).toMatch(/100%[\s\S]*text\n$/);
    expect(bars.results).toEqual([]);
  });

  test("figures of an interactive matplotlib are shown once, in the format that is set", async () => {
    const drawn = await session.execute({
      code: "import IPython, matplotlib.pyplot as plt\n%config InlineBackend.figure_format = 'retina'\nplt.ion()\nplt.plot([1, 2]);",
    });
    expect(drawn.results).toHaveLength(1);
    expect(drawn.results[0]).toMatchObject({
      metadata: { "image/png": { width: expect.any(Number), height: expect.any(Number) } },
      chart: { type: "line" },
    });
  });
});
