import type { ProgramError } from "@glovebox/protocol";
import { normal, packageOfModule } from "../packages/pythonWishes.ts";
import { BASE } from "./environment.ts";
import dataImports from "./generated/dataImports.json" with { type: "json" };
import { importedModules } from "./importedModules.ts";

export type RequiredEnvironment = {
  environment: "base" | "data";
  /** For `data`: the reason as a clause, such as `the code imports numpy, pandas`. */
  because?: string;
};

export type RequestModules = {
  /** Top-level names of the modules that the request brings as files. They come before packages of the same name. */
  localModules?: ReadonlySet<string>;
  /** Top-level names of the modules that `data` has. Default: those of the native engine. */
  dataModules?: ReadonlySet<string>;
};

const NONE: ReadonlySet<string> = new Set();
/** Top-level names of the modules that the environment `data` of the native engine has. */
export const modulesOfData: ReadonlySet<string> = new Set(Object.keys(dataImports.modules));

/** The smallest environment that has what Python source imports. Modules that no environment has do not count. */
export function requiredEnvironment(
  source: string,
  { localModules = NONE, dataModules = modulesOfData }: RequestModules = {},
): RequiredEnvironment {
  const needed = Array.from(importedModules(source)).filter((name) => dataModules.has(name) && !localModules.has(name));
  if (needed.length === 0) return { environment: BASE };
  return { environment: "data", because: `the code imports ${needed.join(", ")}` };
}

/** Which package brings this module of `data`, in the form in which names are compared. */
export function packageInData(module: string): string {
  const packages: Readonly<Record<string, string>> = dataImports.modules;
  return normal(Object.hasOwn(packages, module) ? (packages[module] ?? module) : module);
}

/** What to do about a ModuleNotFoundError. Takes dotted names too. */
export function importHint(moduleName: string): string | undefined {
  const [name = ""] = moduleName.split(".");
  if (modulesOfData.has(name)) return `${name} is in the environment "data": set environment to "data"`;
  return `if ${name} is a package: add ${JSON.stringify(packageOfModule(name))} to packages`;
}

/** The same in a session, whose cells may ask for packages. */
export function cellImportHint(moduleName: string): string {
  const [name = ""] = moduleName.split(".");
  const inData = modulesOfData.has(name);
  const install = `%pip install ${inData ? packageInData(name) : packageOfModule(name)}`;
  return inData
    ? `${name} is in the environment "data", for sessions that are made with it; in this one: ${install}`
    : `if ${name} is a package: ${install}`;
}

/** Within one line: a traceback may hold as many empty ones as its program likes. */
const PIP_LINE = /^[ \t]*(?:[!%][ \t]*)?(?:python[\d.]*[ \t]+-m[ \t]+)?pip[\d.]*[ \t]+install[ \t]+(.+)$/m;

/** What to do about a line for pip in a program, which only a session's cells know. */
export function pipLineHint({ name, traceback = "" }: Pick<ProgramError, "name" | "traceback">): string | undefined {
  const line = PIP_LINE.exec(traceback)?.[1];
  if (name !== "SyntaxError" || line === undefined) return undefined;
  const packages = line.split(/\s+/).filter((word) => /^[\w"']/.test(word));
  const names = packages.map((each) => JSON.stringify(each.replaceAll(/["']/g, "")));
  return `pip install is for the cells of sessions and notebooks; here add ${names.join(", ")} to packages`;
}
