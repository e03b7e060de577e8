import type { EngineDiagnosis } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { chooseEngine } from "./choice.ts";

test("auto takes the native engine where it is usable, in whatever order the diagnoses come", () => {
  const choice = chooseEngine([diagnosis("portable", true), diagnosis("native", true)]);
  expect(choice).toEqual({ engine: "native", reason: "as told by native" });
});

test("auto takes the portable engine where the native one is not usable, and says why not the native one", () => {
  const choice = chooseEngine([diagnosis("native", false), diagnosis("portable", true)]);
  expect(choice).toEqual({
    engine: "portable",
    reason: "not native: as told by native; as told by portable",
  });
});

test("auto takes none where none is usable, and says why of each", () => {
  const choice = chooseEngine([diagnosis("native", false), diagnosis("portable", false)]);
  expect(choice).toEqual({
    engine: null,
    reason: "no engine can run here; not native: as told by native; not portable: as told by portable",
  });
});

test("auto never takes an engine that isolates nothing", () => {
  expect(chooseEngine([diagnosis("dummy", true)]).engine).toBeNull();
});

function diagnosis(engine: string, usable: boolean): EngineDiagnosis {
  return { engine, usable, reason: `as told by ${engine}`, facts: {}, promises: [], missing: [], languages: [] };
}
