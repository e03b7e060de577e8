import { expect, test } from "vitest";
import { offered } from "./offered.ts";

const toolchain = (engine: string, language: string, version: string, enabled = true) => ({
  engine,
  language,
  version,
  enabled,
  aliases: [],
});
const all = [
  toolchain("native", "python", "3.11.7", false),
  toolchain("native", "python", "3.13.0"),
  toolchain("portable", "python", "3.14.2"),
  toolchain("portable", "typescript", "2.9.5"),
  toolchain("piston", "go", "1.16.2"),
];
const names = (usual: string) =>
  offered(all, usual).map(({ engine, language, version }) => `${engine} ${language} ${version}`);

test("[piston.runtimes] of each language those of the engine that auto takes are offered, switched off or not", () => {
  expect(names("auto")).toEqual(["native python 3.11.7", "native python 3.13.0", "portable typescript 2.9.5"]);
});

test("[piston.runtimes] where one engine is the usual one, its own are offered", () => {
  expect(names("portable")).toEqual(["portable python 3.14.2", "portable typescript 2.9.5"]);
  expect(names("piston")).toEqual(["piston go 1.16.2"]);
});
