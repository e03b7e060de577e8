import { type ErrorCode, GloveboxError } from "@glovebox/protocol";
import { expect, test, vi } from "vitest";
import type { Environments } from "../environments/environments.ts";
import { DummyEngine } from "./dummy/dummyEngine.ts";
import { Engines, type Equipped } from "./engines.ts";

function equipped(languages: readonly string[]): Equipped {
  const engine = Object.assign(new DummyEngine(), { languages });
  return { engine, environments: {} as Environments, offersData: false, dataModules: new Set() };
}

function failing(code: ErrorCode, message: string, advice?: string): () => Equipped {
  return () => {
    throw new GloveboxError(code, message, advice === undefined ? {} : { advice });
  };
}

const second = equipped(["echo"]);

test("auto takes the first engine that has the language, and says why", () => {
  const first = equipped(["other"]);
  const engines = new Engines(
    new Map([
      ["first", () => first],
      ["second", () => second],
    ]),
    "auto",
  );

  expect(engines.attempts("auto", "other").next()).toMatchObject({
    equipped: first,
    reason: expect.stringContaining("auto takes first"),
  });
  const taken = engines.attempts("auto", "echo").next();
  expect(taken.equipped).toBe(second);
  expect(taken.reason).toBe("auto took second: first cannot run this (it does not have echo)");
});

test("after closing no engine is made any more", async () => {
  const engines = new Engines(new Map([["second", () => second]]), "auto");
  await engines[Symbol.asyncDispose]();

  expect(() => engines.attempts("auto", "echo").next()).toThrow("this Glovebox is closed");
});

test("an engine that could not run is asked again a minute later, should the machine have been short of it only", () => {
  vi.useFakeTimers();
  let short = true;
  const first = equipped(["echo"]);
  const make = () => (short ? failing("engine_unavailable", "too many namespaces")() : first);
  const engines = new Engines(
    new Map([
      ["first", make],
      ["second", () => second],
    ]),
    "auto",
  );

  expect(engines.attempts("auto", "echo").next().equipped).toBe(second);
  short = false;
  expect(engines.attempts("auto", "echo").next().equipped).toBe(second);
  vi.advanceTimersByTime(60_000);
  expect(engines.attempts("auto", "echo").next().equipped).toBe(first);
  vi.useRealTimers();
});

test("an engine that this machine cannot have is passed over, and asked once only", () => {
  let asked = 0;
  const broken = () => {
    asked++;
    return failing("engine_unavailable", "no wall can stand here")();
  };
  const engines = new Engines(
    new Map([
      ["first", broken],
      ["second", () => second],
    ]),
    "auto",
  );

  for (let time = 0; time < 3; time++) {
    const { reason } = engines.attempts("auto", "echo").next();
    expect(reason).toBe("auto took second: first cannot run this (no wall can stand here)");
  }
  expect(asked).toBe(1);
});

test("an engine that fails while it opens a sandbox is passed over only where it cannot run at all", () => {
  const engines = new Engines(
    new Map([
      ["first", () => equipped(["echo"])],
      ["second", () => second],
    ]),
    "auto",
  );
  const attempts = engines.attempts("auto", "echo");
  attempts.next();

  expect(attempts.passOver(new GloveboxError("sandbox_failed", "it died"))).toBe(false);
  expect(attempts.passOver(new GloveboxError("engine_unavailable", "no namespaces"))).toBe(true);
  expect(attempts.next().equipped).toBe(second);
});

test("an engine that the request names is the only one, and its error is the answer", () => {
  const engines = new Engines(
    new Map([
      ["first", failing("engine_unavailable", "needs Linux")],
      ["second", () => second],
    ]),
    "auto",
  );

  expect(() => engines.attempts("first", "echo").next()).toThrow("needs Linux");
  expect(engines.attempts("second", "echo").next().reason).toBeUndefined();
  expect(() => engines.attempts("third", "echo")).toThrow('unknown engine "third"; known: auto, first, second');
});

test("the engine of the settings is the one of requests that leave the choice", () => {
  const engines = new Engines(
    new Map([
      ["first", () => equipped(["echo"])],
      ["second", () => second],
    ]),
    "second",
  );

  expect(engines.attempts("auto", "echo").next()).toEqual({ equipped: second, reason: undefined });
});

test("where none is left, the error says what stands in the way of each, and what to do", () => {
  const engines = new Engines(
    new Map([
      ["first", failing("engine_unavailable", "no wall can stand here", "sysctl something")],
      ["second", failing("engine_unavailable", "deno is not here")],
    ]),
    "auto",
  );

  expect(() => engines.attempts("auto", "echo").next()).toThrow(
    expect.objectContaining({
      code: "engine_unavailable",
      message: "no engine can run this: first: no wall can stand here; second: deno is not here",
      advice: "glovebox doctor says what is missing; first of all: sysctl something",
    }),
  );
});

test("an engine that cannot be made is in the diagnosis all the same", async () => {
  const engines = new Engines(
    new Map([
      ["first", failing("engine_unavailable", "needs Linux", "take Linux")],
      ["second", () => second],
    ]),
    "auto",
  );

  const [first, other] = await engines.diagnose();
  expect(first).toMatchObject({
    engine: "first",
    usable: false,
    missing: [{ why: "needs Linux", remedy: "take Linux" }],
  });
  expect(other).toMatchObject({ engine: "dummy", usable: true });
});
