import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Place } from "./command.fixture.ts";

test("--version is the package's", async () => {
  using place = new Place();
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../packages/cli/package.json"), "utf8"));
  expect(await place.glovebox(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("--help teaches by example, and the help of run tells limits, files and exit codes", async () => {
  using place = new Place();
  const { stdout, code } = await place.glovebox(["--help"]);
  expect(code).toBe(0);
  for (const text of ["glovebox run report.py", "--json", "env list", "--memory"]) expect(stdout).toContain(text);

  const run = (await place.glovebox(["run", "--help"])).stdout;
  const options = ["--code", "--language", "--engine", "--environment", "--timeout", "--memory", "--file", "--env"];
  for (const option of [...options, "--arg", "--stdin", "--out", "--force", "--json"]) expect(run).toContain(option);
  for (const text of ["124", "137", "128+n", "125", "50 MB", "no network"]) expect(run).toContain(text);
});

test("without a command the help is shown, with 2", async () => {
  using place = new Place();
  const { code, stdout, stderr } = await place.glovebox([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("glovebox run report.py");
});

test("env list names the environments and whether they are installed, also as JSON", async () => {
  using place = new Place();
  const list = await place.glovebox(["env", "list", "--data-dir", "kept"]);
  expect(list).toMatchObject({ code: 0, stderr: "" });
  expect(list.stdout).toMatch(/^base +always there.*\ndata +not installed\n$/);
  const json = await place.glovebox(["env", "list", "--json", "--data-dir", "kept"]);
  expect(JSON.parse(json.stdout)).toEqual([
    { name: "base", installed: [], outdated: [] },
    { name: "data", installed: [], outdated: [] },
  ]);
  expect(await place.glovebox(["env", "remove", "data", "--data-dir", "kept"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "glovebox: data was not installed\n",
  });
});
