import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import dataImports from "./generated/dataImports.json" with { type: "json" };
import { bundledLocks, lockedPackages } from "./locks.ts";
import { cellImportHint, importHint, pipLineHint, requiredEnvironment } from "./requiredEnvironment.ts";

test.each([
  ["import numpy", "numpy"],
  ["import os, numpy.linalg as la, pandas as pd", "numpy, pandas"],
  ["from sklearn.linear_model import Ridge", "sklearn"],
  ["from PIL import(Image)", "PIL"],
  ["import os; import yaml", "yaml"],
  ["try: import bs4\nexcept ImportError: bs4 = None", "bs4"],
  ["def load():\n\tfrom docx import Document\n\treturn Document", "docx"],
  ["import \\\n    dateutil.parser", "dateutil"],
  ["from scipy \\\r\n  import stats", "scipy"],
  ['x = "it\'s # no comment"; import pytz', "pytz"],
  ['"""doc\nstring"""\nimport matplotlib.pyplot as plt', "matplotlib"],
  ["s = r'\\'; import os'\nimport seaborn", "seaborn"],
  ["\uFEFFimport requests", "requests"],
  ["if True:\r\n    import lxml.etree\r\n", "lxml"],
])("%j needs data", (source, modules) => {
  expect(requiredEnvironment(source)).toEqual({ environment: "data", because: `the code imports ${modules}` });
});

test.each([
  "",
  "import os, json, sqlite3",
  "# import numpy",
  "x = 1  # ; import numpy",
  '"""\nimport numpy\n"""',
  "text = '''\nimport pandas as pd\n'''",
  "print('a\\\n; import numpy')",
  'rb"""\\"""\nimport numpy"""',
  "from . import numpy",
  "from .numpy import array",
  "from ..pandas import x",
  "import numpyish",
  "important = numpy",
  "from json import numpy",
  "import os as numpy",
  "def f():\n    yield from numpy\n",
  "x = {'import numpy': 1}",
  "print('unterminated\nimport_numpy = 1",
])("%j needs base only", (source) => {
  expect(requiredEnvironment(source)).toEqual({ environment: "base" });
});

test("a module of the request comes before a package of that name", () => {
  const source = "import yaml, requests.auth\nimport numpy";
  expect(requiredEnvironment(source, { localModules: new Set(["yaml", "requests"]) }).because).toBe(
    "the code imports numpy",
  );
  expect(requiredEnvironment("import yaml", { localModules: new Set(["yaml"]) }).environment).toBe("base");
});

test("source made to confuse the scanner is read in linear time", () => {
  for (const part of [":from ", "from ", " ", ":", "'", '"', "\\\n", "import ", "'''", "f("]) {
    expect(requiredEnvironment(part.repeat(300_000)).environment).toBe("base");
  }
});

test("the hint for a missing module names the environment that has it, or what to ask for", () => {
  expect(importHint("numpy")).toBe('numpy is in the environment "data": set environment to "data"');
  expect(importHint("sklearn.svm")).toMatch(/^sklearn is in/);
  expect(cellImportHint("nonesuch.deep")).toBe("if nonesuch is a package: %pip install nonesuch");
  expect(cellImportHint("sklearn.svm")).toContain("%pip install scikit-learn");
  expect(importHint("nonesuch.deep")).toBe('if nonesuch is a package: add "nonesuch" to packages');
  expect(importHint("cv2")).toContain('"opencv-python-headless"');
  expect(importHint("constructor")).toContain('add "constructor" to packages');
});

test("the table of modules was made from the current lock (else run scripts/data-imports.ts)", async () => {
  const lock = await readFile(bundledLocks().get("data") ?? "");
  expect(dataImports.lock).toBe(createHash("sha256").update(lock).digest("hex"));
});

test("the lock of data names packages with hashes, and no host or path", async () => {
  const lock = await readFile(bundledLocks().get("data") ?? "", "utf8");
  expect(lockedPackages(lock).size).toBeGreaterThan(80);
  expect(lock).not.toMatch(/:\/\/|--(extra-)?index-url|--find-links|(?:^|\s)\/\w/m);
  for (const entry of lock.split(/\n(?=[A-Za-z0-9])/).slice(1)) expect(entry).toContain("--hash=sha256:");
});

test.each([
  "!pip install -q rich 'humanize==4.9.0'",
  "%pip install rich humanize==4.9.0 --user",
  "pip3 install rich humanize==4.9.0",
])("[packages.hint] a program with the line %j is told where packages are asked for", (line) => {
  const traceback = `  File "/workspace/main.py", line 1\n    ${line}\n    ^\nSyntaxError: invalid syntax\n`;
  expect(pipLineHint({ name: "SyntaxError", traceback })).toContain('add "rich", "humanize==4.9.0" to packages');
  expect(pipLineHint({ name: "ValueError", traceback })).toBeUndefined();
  expect(pipLineHint({ name: "SyntaxError", traceback: "    x = = 1\n" })).toBeUndefined();
});

test.each(["\n", " ", "\t", "! ", "pip ", "python -m ", "pip install "])(
  "however often a traceback says %j, it is read at once",
  (piece) => {
    const traceback = `${piece.repeat(200_000 / piece.length)}\n!`;
    expect(() => pipLineHint({ name: "SyntaxError", traceback })).not.toThrow();
  },
);
