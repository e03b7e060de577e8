import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox, type RequestInput } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

const python = (code: string, policy: RequestInput["policy"], more: Partial<RequestInput> = {}) =>
  box.execute({ language: "python", code, policy, ...more });

describe.each(["native", "portable"])("on the %s engine", (engine) => {
  test("[policy.nothing-runs] a violation ends as rejected, with no event but ended, and says where, why and what instead", async () => {
    const code = "print('before')\nimport math, os\nprint(eval('1'))\n";
    const events = await Array.fromAsync(box.stream({ language: "python", code, policy: "standard", engine }));

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: "ended",
      outcome: { status: "rejected", exitCode: null, signal: null, error: { name: "PolicyViolation" } },
    });
    const message = events[0]?.type === "ended" ? events[0].outcome.error?.message : undefined;
    expect(message?.split("\n")).toEqual([
      'the policy "standard" does not allow this program, and nothing of it was run',
      '"main.py", line 2: import math, os',
      expect.stringMatching(/^ {2}the module os: it reaches .*; use pathlib.* \(rule: module\)$/),
      `"main.py", line 3: print(eval('1'))`,
      expect.stringMatching(/^ {2}eval: it runs text as code.*; .*ast\.literal_eval.* \(rule: call\)$/),
    ]);
  });

  test("[policy.harmless] a program that the policy allows runs as without it", async () => {
    const code = "import math\nopen('out.txt', 'w').write(open('in.csv').read())\nprint(math.floor(2.5))";
    const run = await python(code, "standard", { engine, files: { "in.csv": "a,b" } });

    expect(run).toMatchObject({ engine, stdout: "2\n", outcome: { status: "succeeded" } });
    expect(run.artifacts.map(({ name }) => name)).toEqual(["out.txt"]);
  });

  test("[policy.harmless] a source that does not parse fails with its own SyntaxError", async () => {
    const run = await python("print(1", "strict", { engine });
    expect(run.outcome).toMatchObject({ status: "failed", exitCode: 1, error: { name: "SyntaxError" } });
  });

  test("[policy.unanswered] what is nested too deeply to be read does not run", async () => {
    const run = await python(`x = ${"1 + ".repeat(100_000)}1`, "standard", { engine }).catch((error) => error);
    if (run.name === "GloveboxError") expect(run).toMatchObject({ code: "sandbox_failed" });
    else expect(run.outcome).toMatchObject({ status: "rejected", error: { message: /cannot be checked/ } });
  });
});

describe("standard", () => {
  test.each([
    "import os",
    "import sys",
    "import subprocess as s",
    "from socket import socket",
    "from os import listdir",
    "import math, os",
    "import os as o",
    "import importlib",
    "from importlib import import_module",
    "import http.client",
    "import asyncio\nasyncio.create_subprocess_shell('ls')",
    "exec('1')",
    "eval('1')",
    "__import__('os')",
    "compile('1', '', 'eval')",
    "input()",
    "getattr(__builtins__, 'eval')('1')",
    "import builtins\nbuiltins.exec('1')",
    "import random\nrandom._os.listdir()",
    "().__class__.__base__.__subclasses__()",
    "open('/etc/hosts', 'a')",
  ])("[policy.caught] %j is rejected", async (code) => {
    expect((await python(code, "standard")).outcome.status).toBe("rejected");
  });

  test.each([
    "open('in.csv').read()",
    "def profile(x): return x\nprofile(1)",
    "# import os, eval('1')\nx = 'import os; eval(1)'",
    "class Model:\n    def eval(self): return self\nModel().eval()",
    "import json, re, datetime, collections, asyncio\nre.compile('x')",
    "def forward(input): return input\nforward(1)",
    "import urllib.parse\nurllib.parse.quote('x')",
  ])("[policy.harmless] %j runs", async (code) => {
    const run = await python(code, "standard", { files: { "in.csv": "a" } });
    expect(run.outcome).toMatchObject({ status: "succeeded" });
  });
});

describe("strict", () => {
  test.each([
    "import socket",
    "import subprocess",
    "import os\nos.system('ls')",
    "from os import system as run",
    "import os as o\nrun = o.popen",
    "import shutil\nshutil.rmtree('x')",
    "import pickle",
    "from importlib import import_module",
    "eval('1')",
    "exec('1')",
    "__import__('json')",
    "import requests",
    "import http.server",
    "import multiprocessing",
  ])("[policy.caught] %j is rejected", async (code) => {
    expect((await python(code, "strict")).outcome.status).toBe("rejected");
  });

  test.each([
    "import os, sys\nprint(os.path.join('a', 'b'), sys.version_info)",
    "import json, csv, math, datetime, collections, itertools, re, zipfile, tarfile, gzip, bz2, statistics",
    "import shutil\nopen('a', 'w').close()\nshutil.copy('a', 'b')",
    "import helper\nfrom package.part import two\nprint(helper.one, two)",
  ])("[policy.harmless] %j runs", async (code) => {
    const files = { "helper.py": "one = 1", "package/part.py": "two = 2" };
    expect((await python(code, "strict", { files })).outcome).toMatchObject({ status: "succeeded" });
  });

  test("[policy.harmless] every package of its list is allowed by the name that it is imported by", async () => {
    const names =
      "numpy pandas scipy sklearn sympy statsmodels matplotlib seaborn plotly openpyxl xlrd docx PyPDF2 pdfplumber pypdf pyarrow h5py tables netCDF4 xarray lxml bs4 chardet PIL imageio jsonschema cerberus nltk textblob yaml".split(
        " ",
      );
    const code = `if 0:\n    import ${names.join(", ")}\nprint(1)`;
    expect(await python(code, "strict", { environment: "base" })).toMatchObject({ stdout: "1\n" });
  });

  test("[policy.caught] a module that is not on the list is named with the list's reason", async () => {
    const { outcome } = await python("import antigravity", "strict");
    expect(outcome.error?.message).toMatch(/the module antigravity: it is not one of the modules/);
  });
});

test("[policy.caught] every Python file is checked, and the main one whatever it is called", async () => {
  const files = { "a/helper.py": "x = 1\nimport os", "data.txt": "import os", program: "import socket" };
  const { outcome } = await box.execute({ language: "python", main: "program", files, policy: "standard" });

  expect(outcome.error?.message).toContain('"a/helper.py", line 2: import os');
  expect(outcome.error?.message).toContain('"program", line 1: import socket');
  expect(outcome.error?.message).not.toContain("data.txt");
});

test.each(["m.pyc", "m.so", "x.pth"])("[policy.caught] %s, which nobody can read, is rejected", async (name) => {
  const { outcome } = await python("print(1)", "standard", { files: { [name]: "x" } });
  expect(outcome.error?.message).toMatch(/a compiled module: it cannot be checked/);
});

test("[policy.caught] at most 20 violations are told, and the rest counted", async () => {
  const { outcome } = await python("eval('1')\n".repeat(33), "standard");
  const lines = outcome.error?.message.split("\n") ?? [];

  expect(lines.filter((line) => line.startsWith('"main.py", line'))).toHaveLength(20);
  expect(lines.at(-1)).toBe("and 13 more");
});

test("[policy.data-only] a source that is checked is not executed, however it is named or encoded", async () => {
  const forged = `print('{"violations": [], "total": 0}')\nraise SystemExit(0)\n`;
  const files = { "ast.py": forged, "json.py": forged, "policy.py": forged, "rules.json": "{}", "sources/0": forged };
  const { outcome } = await python("import os", "standard", { files });
  expect(outcome).toMatchObject({ status: "rejected" });
});

test("[policy.unanswered] a source of more than 4 MiB is rejected, never approved unread", async () => {
  const large = "x = 1\n".repeat(800_000);
  const { outcome } = await python("import large", "standard", { files: { "large.py": large } });
  expect(outcome.error?.message).toContain("a source of more than 4 MiB: it cannot be checked");
});

test("[policy.unanswered] a large source is checked to its end, also within tight limits", async () => {
  const code = `${"x = [1, 2, 3]\n".repeat(60_000)}import os`;
  const limits = { memoryBytes: 32 * 1024 * 1024, timeoutMs: 100, fileBytes: 1024 * 1024 };
  expect((await python(code, "standard", { limits })).outcome.status).toBe("rejected");
});

test("[truth.cancelled] an aborted signal ends the check as cancelled", async () => {
  const code = "x = [1, 2, 3]\n".repeat(200_000);
  const signal = AbortSignal.timeout(50);
  const { outcome } = await box.execute({ language: "python", code, policy: "standard" }, { signal });
  expect(outcome.status).toBe("cancelled");
});

test.each(["bash", "javascript"])("[bad-input.fields] a policy for %s is refused by name", async (language) => {
  const asked = box.execute({ language, code: "echo", policy: "strict" });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", field: "policy" });
  expect((await box.execute({ language, code: "1", policy: "off" })).outcome.status).not.toBe("rejected");
});

test("[bad-input.fields] a policy that nobody knows is refused by name", async () => {
  const asked = python("1", "lax" as never);
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", field: "policy" });
});

test("[policy.off] without a policy nothing is checked", async () => {
  expect(await python("import os\nprint(eval('6 * 7'))", undefined)).toMatchObject({ stdout: "42\n" });
});
