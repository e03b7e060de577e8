import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, type PythonAnswer, PythonInterpreterToolSet } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
let tools: PythonInterpreterToolSet;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
  tools = new PythonInterpreterToolSet(box, { name: "python", session: { environment: "data" } });
}, 300_000);
afterAll(() => box.close());

async function run(code: string, more: object = {}, client: object = {}): Promise<PythonAnswer> {
  return (await tools.runPythonCode({ code, ...more }, client)) as PythonAnswer;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

describe("the guide's examples", () => {
  test("[toolset.python] a variable's value comes back, with what was printed", async () => {
    const answer = await run("x = 1 + 2\nprint(x)", { result_var_name: "x" });
    expect(answer).toMatchObject({ success: true, result: 3, stdout: "3\n", stderr: "" });
    expect((await run("print(x * 2)")).stdout).toBe("6\n");
  });

  test("[toolset.python] a figure comes back as a data URI, hidden to the model, and lies in the workspace", async () => {
    const answer = await run(`
      import matplotlib.pyplot as plt
      import numpy as np

      x = np.linspace(0, 10, 100)
      y = np.sin(x)
      plt.plot(x, y)
      plt.title('Sine Wave')
      plt.show()
    `);
    expect(answer).toMatchObject({ success: true, hidden_to_model: ["base64_uri"] });
    expect(answer.base64_uri).toHaveLength(1);
    const [uri = ""] = answer.base64_uri ?? [];
    expect(uri.startsWith("data:image/png;base64,")).toBe(true);
    expect(Buffer.from(uri.slice(22), "base64").subarray(0, 4)).toEqual(PNG);
    const read = await run(`open(${JSON.stringify(answer.fig_storage_path)}, "rb").read(4)`);
    expect(read.stdout).toBe("b'\\x89PNG'\n");
  });

  test("[toolset.python] every figure comes back, shown or left open, once", async () => {
    const answer = await run("import matplotlib.pyplot as plt\nfor n in range(3):\n    plt.figure(); plt.plot([n])");
    expect(answer.base64_uri).toHaveLength(3);
    expect((await run("1")).base64_uri).toBeUndefined();
  });

  test("[toolset.python] data analysis: a table per region", async () => {
    const answer = await run(`
      import pandas as pd
      import numpy as np

      # Create sample data
      df = pd.DataFrame({
          'date': pd.date_range('2024-01-01', periods=30),
          'sales': np.random.randint(100, 1000, 30),
          'region': np.random.choice(['North', 'South', 'East'], 30)
      })

      # Analyze
      summary = df.groupby('region')['sales'].agg(['mean', 'sum'])
      print(summary)
    `);
    expect(answer.success).toBe(true);
    expect(answer.stdout).toMatch(/mean +sum\nregion/);
  });

  test("[toolset.python] machine learning: a regression that fits", async () => {
    const answer = await run(`
      from sklearn.model_selection import train_test_split
      from sklearn.linear_model import LinearRegression
      from sklearn.metrics import r2_score
      import numpy as np

      # Generate sample data
      X = np.random.rand(100, 1) * 10
      y = 2 * X + 1 + np.random.randn(100, 1) * 2

      # Train model
      X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
      model = LinearRegression()
      model.fit(X_train, y_train)

      # Evaluate
      predictions = model.predict(X_test)
      r2 = r2_score(y_test, predictions)
      print(f"R² Score: {r2:.4f}")
    `);
    expect(answer).toMatchObject({ success: true, stdout: expect.stringMatching(/^R² Score: 0\.\d{4}\n$/) });
  });

  test("[toolset.python] a dictionary comes back as data", async () => {
    const answer = await run(
      `
      import pandas as pd
      df = pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]})
      summary = df.describe().to_dict()
      `,
      { result_var_name: "summary" },
    );
    expect(answer.result).toMatchObject({ a: { count: 3, mean: 2, min: 1, max: 3 }, b: { mean: 5 } });
  });

  test("[toolset.python] interpreters are made, listed and deleted", async () => {
    const client = { clientId: "manager" };
    const { interpreter_id: id = "" } = await tools.manageInterpreters({ operation: "create" }, client);
    expect(await tools.manageInterpreters({ operation: "list" }, client)).toEqual({
      success: true,
      interpreters: [{ id, status: "running" }],
    });
    expect(await run("y = 5", { interpreter_id: id }, client)).toMatchObject({ success: true, interpreter_id: id });
    const gone = { success: false, error: `Interpreter ${id} not found` };
    const remove = { operation: "delete", interpreter_id: id };
    expect(await tools.manageInterpreters(remove, { clientId: "other" })).toEqual(gone);
    expect(await tools.manageInterpreters(remove, client)).toEqual({ success: true, interpreter_id: id });
    expect(await tools.manageInterpreters(remove, client)).toEqual(gone);
    expect(await tools.runPythonCode({ code: "1", interpreter_id: id }, client)).toEqual(gone);
    const missing = "interpreter_id is required for delete operation";
    expect(await tools.manageInterpreters({ operation: "delete" })).toEqual({ success: false, error: missing });
    expect(await tools.manageInterpreters({ operation: "rename" })).toEqual({
      success: false,
      error: "Unknown operation: rename",
    });
  });
});

test("[toolset.python] each client has its own variables", async () => {
  await run("x = 10", {}, { clientId: "A" });
  await run("x = 20", {}, { clientId: "B" });
  expect((await run("x", {}, { clientId: "A" })).stdout).toBe("10\n");
});

test("[toolset.python] an exception is data: what was printed before it, and the traceback in the code's own lines", async () => {
  const answer = await run("print('before')\n\n1 / 0");
  expect(answer).toMatchObject({ success: false, stdout: "before\n", result: null });
  expect(answer.error).toContain("line 3");
  expect(answer.error).toContain("ZeroDivisionError");
});

test("[toolset.python] after a crash the variables are there, and the answer says so", async () => {
  await run("kept = 'here'");
  const crashed = await run("kept = 'lost'\nimport os; os.abort()");
  expect(crashed).toMatchObject({ success: false, interpreter_restarted: true, state_recovered: true });
  expect(crashed.restart_reason).toContain("SIGABRT");
  expect((await run("kept")).stdout).toBe("'here'\n");
});

describe("on a folder of this machine", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gloveboxtest-workdir-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("[toolset.workdir] files go in, changes come back, and links are not followed", async () => {
    writeFileSync(join(folder, "in.txt"), "from the host");
    writeFileSync(join(folder, "outside.txt"), "untouched");
    await using own = new PythonInterpreterToolSet(box, { workdir: folder, init_code: "greeting = 'hello'" });
    const answer = (await own.runPythonCode({
      code: "text = open('in.txt').read()\nopen('in.txt', 'w').write('changed')\nopen('out.txt', 'w').write(greeting)",
      result_var_name: "text",
    })) as PythonAnswer;
    expect(answer.result).toBe("from the host");
    expect(readFileSync(join(folder, "in.txt"), "utf8")).toBe("changed");
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toBe("hello");
    symlinkSync("outside.txt", join(folder, "link.txt"));
    await own.runPythonCode({ code: "open('link.txt', 'w').write('through')" });
    expect(readFileSync(join(folder, "outside.txt"), "utf8")).toBe("untouched");
    const figure = (await own.runPythonCode({
      code: "import matplotlib.pyplot as plt; plt.plot([1]); plt.show()",
    })) as PythonAnswer;
    expect(existsSync(join(folder, figure.fig_storage_path ?? ""))).toBe(true);
  });

  test("[toolset.workdir] a folder that is not there is refused before anything runs", () => {
    expect(() => new PythonInterpreterToolSet(box, { workdir: join(folder, "missing") })).toThrow(/workdir/);
  });
});

test("[toolset.python] arguments that are not in order are told by name", async () => {
  await expect(tools.runPythonCode({ code: 1 } as never)).rejects.toMatchObject({ field: "code" });
  await expect(tools.call("rm", {})).rejects.toMatchObject({ field: "name" });
  expect(tools.definitions().map((each) => each.function.name)).toEqual(["run_python_code", "manage_interpreters"]);
});
