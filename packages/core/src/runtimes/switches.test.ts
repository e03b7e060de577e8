import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Engine } from "../engines/engine.ts";
import { RuntimeSwitches } from "./switches.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gloveboxtest-switches-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function engineWith(...versions: string[]): Engine {
  const runtimes = versions.map((version) => ({ language: "python", version, aliases: [] }));
  return { runtimes: async () => runtimes } as unknown as Engine;
}

test("[runtimes.switches] what is switched off stays so for the next process, until it is switched on", () => {
  const first = new RuntimeSwitches(join(folder, "new"));
  expect(first.isEnabled({ language: "python", version: "3.11.7" })).toBe(true);
  first.disable("python", "3.11.7");
  first.disable("go", "1.22.0");
  const second = new RuntimeSwitches(join(folder, "new"));
  expect(second.isEnabled({ language: "python", version: "3.11.7" })).toBe(false);
  expect(second.isEnabled({ language: "python", version: "3.12.1" })).toBe(true);
  second.enable("python", "3.11.7");
  expect(new RuntimeSwitches(join(folder, "new")).isEnabled({ language: "python", version: "3.11.7" })).toBe(true);
  expect(new RuntimeSwitches(join(folder, "new")).isEnabled({ language: "go", version: "1.22.0" })).toBe(false);
});

test("[runtimes.switches] another version is taken where the usual one is off, and none where all are", async () => {
  const switches = new RuntimeSwitches(folder);
  const engine = engineWith("3.11.7", "3.12.1");
  expect(await switches.choose(engine, "python", undefined)).toBe(undefined);
  switches.disable("python", "3.11.7");
  expect(await switches.choose(engine, "python", undefined)).toBe("3.12.1");
  expect(await switches.choose(engine, "python", "3")).toBe("3.12.1");
  await expect(switches.choose(engine, "python", "3.11")).rejects.toMatchObject({
    code: "unknown_language",
    message: "python@3.11 is switched off here",
  });
  expect(await switches.choose(engine, "python", "2.7")).toBe("2.7"); // the engine says that it is not there
  switches.disable("python", "3.12.1");
  await expect(switches.choose(engine, "python", undefined)).rejects.toMatchObject({ field: "language" });
});

test.each(["{", "[]", '{"python": "3.11"}'])("[runtimes.switches] a file that says %s switches nothing on", (text) => {
  writeFileSync(join(folder, "disabled-runtimes.json"), text);
  const switches = new RuntimeSwitches(folder);
  expect(() => switches.isEnabled({ language: "python", version: "3.11.7" })).toThrow(/cannot be understood/);
  expect(() => switches.disable("python", "3.11.7")).toThrow(/cannot be understood/);
  expect(readFileSync(join(folder, "disabled-runtimes.json"), "utf8")).toBe(text);
});

test("[runtimes.switches] where nothing can be kept, all is on, and switching off fails with the file's name", () => {
  const switches = new RuntimeSwitches("/dev/null/glovebox");
  expect(switches.isEnabled({ language: "python", version: "3.11.7" })).toBe(true);
  expect(() => switches.disable("python", "3.11.7")).toThrow(
    expect.objectContaining({ code: "unavailable", message: expect.stringContaining("disabled-runtimes.json") }),
  );
  expect(switches.isEnabled({ language: "python", version: "3.11.7" })).toBe(true);
});
