import { defaultLimits } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { DummyEngine } from "../engines/dummy/dummyEngine.ts";
import { BASE, type Environment } from "../environments/environment.ts";
import type { Environments } from "../environments/environments.ts";
import { modulesOfData } from "../environments/requiredEnvironment.ts";
import { chooseEnvironment } from "./environmentChoice.ts";
import { prepareRequest } from "./request.ts";

function environment(name: string, packages: Environment["packages"]): Environment {
  return { name, directory: name, sitePackages: name, python: "3.11", packages, bytes: 1 };
}

const base = environment(BASE, []);
const data = environment("data", [
  { name: "numpy", version: "2.1.0" },
  { name: "pandas", version: "2.2.3" },
]);
/** A machine that has both. */
const environments: Environments = {
  list: async () => [],
  find: async (name) => (name === BASE ? base : data),
  install: () => Promise.reject(new Error("nothing is to be installed")),
  remove: async () => [],
};

async function chosen(code: string, wishes: readonly string[]): Promise<string> {
  const prepared = prepareRequest({ language: "python", code }, defaultLimits);
  const equipped = { engine: new DummyEngine(), environments, offersData: true, dataModules: modulesOfData };
  const { done, value } = await chooseEnvironment(prepared, equipped, wishes).next();
  if (done !== true) throw new Error(`an event: ${JSON.stringify(value)}`);
  return value.name;
}

test.each([
  ["what data has is taken from there", "import numpy", ["numpy"], "data"],
  ["in the version that data has", "import numpy", ["numpy==2.1.0"], "data"],
  ["another version of it comes without data", "import numpy", ["numpy==1.26.4"], BASE],
  ["what data does not have comes without it", "import polars", ["polars"], BASE],
  ["beside it where the code imports what only data has", "import polars, pandas", ["polars"], "data"],
])("[packages.environment] of packages that are asked for, %s", async (_, code, wishes, expected) => {
  expect(await chosen(code, wishes)).toBe(expected);
});
