import { Execution } from "@glovebox/protocol";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Options } from "../../packages/core/src/options.ts";
import { type OpenBox, openGlovebox } from "../../packages/server/src/wiring.ts";
import { App } from "../server/served.ts";
import { SessionsApp } from "./http.ts";

/** Records in a folder of the test's own, the environment data where all have it. */
const openWithData: OpenBox = (settings, keeping) => {
  const { dataDir } = Options.parse({});
  return openGlovebox({ ...settings, artifactDir: `${settings.dataDir}/artifacts`, dataDir: dataDir ?? "" }, keeping);
};

let http: SessionsApp;
beforeAll(async () => {
  http = new SessionsApp(await App.open({ armed: 1 }, openWithData));
});
afterAll(() => http[Symbol.asyncDispose]());

type Cell = { readonly code: string; readonly check: (execution: Execution) => void };

const succeeds = (execution: Execution) =>
  expect(execution.outcome, execution.id).toMatchObject({ status: "succeeded" });
const mainOf = ({ results }: Execution) => results.find(({ main }) => main)?.mime;

function silent(code: string): Cell {
  const check = (execution: Execution) => {
    succeeds(execution);
    expect([execution.stdout, execution.stderr, execution.results]).toEqual(["", "", []]);
  };
  return { code, check };
}

function prints(code: string, stdout: string): Cell {
  const check = (execution: Execution) => {
    succeeds(execution);
    expect([execution.stdout, execution.results]).toEqual([stdout, []]);
  };
  return { code, check };
}

function shows(code: string, text: string): Cell {
  const check = (execution: Execution) => {
    succeeds(execution);
    expect(execution.results).toHaveLength(1);
    expect(mainOf(execution)?.["text/plain"]).toBe(text);
  };
  return { code, check };
}

function table(code: string, rows: number, some: string): Cell {
  const check = (execution: Execution) => {
    succeeds(execution);
    const html = String(mainOf(execution)?.["text/html"]);
    expect(html.match(/<tr/g)).toHaveLength(rows + 1);
    expect(html).toContain(some);
    expect(mainOf(execution)?.["text/plain"]).toContain(some);
  };
  return { code, check };
}

function plots(code: string, type: string, points: unknown): Cell {
  const check = (execution: Execution) => {
    succeeds(execution);
    const figures = execution.results.filter(({ mime }) => mime["image/png"] !== undefined);
    expect(figures).toHaveLength(1);
    const png = Buffer.from(String(figures[0]?.mime["image/png"]), "base64");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(figures[0]?.chart).toMatchObject({ type, elements: points });
  };
  return { code, check };
}

function fails(code: string, name: string, line: string): Cell {
  const check = ({ outcome, results }: Execution) => {
    expect(outcome).toMatchObject({ status: "failed", error: { name } });
    expect(outcome?.error?.traceback).toContain(line);
    expect(results).toEqual([]);
  };
  return { code, check };
}

function crashes(code: string, status: string): Cell {
  const check = ({ outcome }: Execution) => expect(outcome).toMatchObject({ status, recovered: "checkpoint" });
  return { code, check };
}

/** One round of what an analyst does, eight cells; `n` makes each round another one. */
function round(n: number): Cell[] {
  const sum = (n * (n + 1)) / 2;
  return [
    silent(`part = df[df.day < ${n}]\nscale_${n} = ${n}`),
    shows("len(part), part.columns.tolist()", `(${2 * n}, ['day', 'region', 'sales'])`),
    table(`df.groupby('region', as_index=False).sales.sum().head(2).assign(round=${n})`, 2, "south"),
    prints(`for each in range(2):\n    print('round', ${n}, each)`, `round ${n} 0\nround ${n} 1\n`),
    plots(`fig, ax = plt.subplots()\nax.plot([1, 2, 3], [${n}, ${n + 1}, ${n + 2}])\nplt.show()`, "line", [
      {
        points: [
          [1, n],
          [2, n + 1],
          [3, n + 2],
        ],
      },
    ]),
    fails(`before = ${n}\nratio(${n}, 0)`, "ZeroDivisionError", "return a / b"),
    shows("before", String(n)),
    shows(`sum(range(${n} + 1)) + total`, String(sum + 100)),
  ];
}

const beginning: Cell[] = [
  silent("import pandas as pd\nimport matplotlib.pyplot as plt\ntotal = 100"),
  silent("def ratio(a, b):\n    return a / b"),
  silent(
    "df = pd.DataFrame({'day': [d for d in range(60) for _ in range(2)], 'region': ['north', 'south'] * 60, 'sales': range(120)})",
  ),
  shows("df.shape", "(120, 3)"),
  shows("_", "(120, 3)"),
  shows("int(df.sales.sum())", "7140"),
  plots("plt.bar(['a', 'b'], [1, 2])\nplt.show()", "bar", [
    { label: "a", value: 1 },
    { label: "b", value: 2 },
  ]),
  fails("df['no such column']", "KeyError", "df['no such column']"),
];

async function converse(id: string, cells: readonly Cell[]): Promise<number> {
  for (const { code, check } of cells) {
    const execution = await http.run(id, code);
    expect(execution).toMatchObject({ sessionId: id, language: "python", environment: "data", state: "ended" });
    try {
      check(execution);
    } catch (error) {
      throw new Error(`${code}\n${JSON.stringify(execution, null, 1).slice(0, 4_000)}`, { cause: error });
    }
  }
  return cells.length;
}

/** A cell that never ends of itself. */
async function interrupted(id: string): Promise<number> {
  const running = http.run(id, "steps = 1\nwhile True: pass");
  await vi.waitFor(async () => {
    const session = await (await http.json("GET", `/v1/sessions/${id}`)).json();
    expect(session).toMatchObject({ state: "busy" });
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await http.json("POST", `/v1/sessions/${id}/interrupt`);
  expect((await running).outcome).toMatchObject({ status: "cancelled", error: { name: "KeyboardInterrupt" } });
  return 1;
}

test("[sessions.conversation] a conversation of 200 cells with tables, plots, errors, a crash, an interrupt and a branch", {
  timeout: 600_000,
}, async () => {
  const { id } = await http.create({ environment: "data", limits: { memoryBytes: 1024 ** 3 } });
  let count = await converse(id, beginning);
  for (let n = 1; n <= 10; n++) count += await converse(id, round(n));

  const crash = crashes("total = 'lost'\nimport ctypes\nctypes.string_at(0)", "killed");
  count += await converse(id, [crash, shows("total, len(df)", "(100, 120)")]);
  for (let n = 11; n <= 14; n++) count += await converse(id, round(n));

  count += await interrupted(id);
  count += await converse(id, [shows("steps", "1"), shows("total", "100")]);
  for (let n = 15; n <= 17; n++) count += await converse(id, round(n));

  const answer = await http.json("POST", `/v1/sessions/${id}/branch`, { n: 1 });
  const [branch] = ((await answer.json()) as { sessions: { id: string }[] }).sessions;
  const idea = branch?.id ?? "";
  count += await converse(idea, [silent("df['sales'] *= 2"), shows("int(df.sales.sum())", "14280")]);
  for (let n = 18; n <= 21; n++) count += await converse(idea, round(n));
  count += await converse(id, [shows("int(df.sales.sum())", "7140")]);
  const left = 200 - count;
  count += await converse(
    id,
    Array.from({ length: left }, (_, at) => shows(`${at} + total`, String(at + 100))),
  );

  expect(count).toBe(200);
  const told = (await http.sessions()).map((session) => session.executions);
  expect(told.reduce((sum, each) => sum + each)).toBe(200);
});

test("[sessions.conversation] every cell of it is on record", async () => {
  const { executions } = (await (await http.json("GET", "/v1/executions?limit=100")).json()) as {
    executions: { id: string }[];
  };
  expect(executions).toHaveLength(100);
  const [last] = executions;
  const record = await (await http.json("GET", `/v1/executions/${last?.id}`)).json();
  expect(Execution.parse(record)).toMatchObject({ state: "ended", outcome: { status: "succeeded" } });
});
