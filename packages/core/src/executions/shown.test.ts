import type { Event, Result } from "@glovebox/protocol";
import { describe, expect, test } from "vitest";
import { emptyExecution, recordEvent } from "./record.ts";
import { Shown } from "./shown.ts";

type Told = string | { clear: "now" | "then" } | Partial<Result>;

function result(text: string, more: Partial<Result> = {}): Event & { type: "result" } {
  return { type: "result", result: { mime: { "text/plain": text }, main: false, ...more } };
}

/** What comes out, in short, of texts that are printed, clearings and results. */
function passed(...told: Told[]): string[] {
  const shown = new Shown();
  const events = told.flatMap((each) => {
    if (typeof each === "string") return [...shown.pass({ type: "stdout", data: each })];
    if ("clear" in each) return [...shown.clear({ type: "cleared", wait: each.clear === "then" })];
    return [...shown.pass(result("r", each as Partial<Result>))];
  });
  return events.map((event) => ("data" in event ? event.data : event.type));
}

describe("[sessions.displays] what is cleared", () => {
  test.each<[string, Told[], string[]]>([
    ["at once", ["a", { clear: "now" }, "b"], ["a", "cleared", "b"]],
    ["with what comes next", ["a", { clear: "then" }, "b"], ["a", "cleared", "b"]],
    ["not at all where nothing comes next", ["a", { clear: "then" }], ["a"]],
    ["not at all where nothing was there", [{ clear: "now" }, { clear: "then" }, "a"], ["a"]],
    ["once, however often it is said", ["a", ...Array(1000).fill({ clear: "now" }), "b"], ["a", "cleared", "b"]],
    [
      "not with an update, which is nothing new",
      ["a", { clear: "then" }, { displayId: "x", update: true }, {}],
      ["a", "result", "cleared", "result"],
    ],
  ])("%s", (_, told, events) => {
    expect(passed(...told)).toEqual(events);
  });

  test("results without end are left out, and a note says so", () => {
    const shown = new Shown();
    const events = Array.from({ length: 5_000 }, () => [...shown.pass(result("r"))]).flat();
    expect(events.length).toBe(4_000);
    expect(shown.notes).toEqual(["results after the first 4000 were left out"]);
  });
});

describe("[sessions.displays] an execution's record has the last state", () => {
  function recorded(...events: Event[]) {
    const execution = emptyExecution();
    for (const event of events) recordEvent(execution, event);
    return execution;
  }

  test("an update takes the place of all that was shown under its name, and keeps what it was", () => {
    const named = { displayId: "x" };
    const first = result("1", { ...named, main: true, chart: { type: "line" } });
    const { results } = recorded(first, result("2"), result("3", named), result("4", { ...named, update: true }));
    expect(results.map(({ mime, main, chart }) => [mime["text/plain"], main, chart])).toEqual([
      ["4", true, undefined],
      ["2", false, undefined],
      ["4", false, undefined],
    ]);
    expect(first.result.mime).toEqual({ "text/plain": "1" }); // who listens keeps what was told
  });

  test("an update of what an earlier cell showed is there once, as such, also after a clearing", () => {
    const update = { displayId: "earlier", update: true as const };
    const { results, stdout } = recorded(
      result("1", update),
      result("2"),
      { type: "stdout", data: "kept" },
      { type: "cleared" },
      result("3", update),
    );
    expect(results).toEqual([result("3", update).result]);
    expect(stdout).toBe("kept");
  });

  test("an update of a hundred places makes no record of a hundred times its size", () => {
    const named = { displayId: "x" };
    const small = Array.from({ length: 100 }, () => result("small", named));
    const { results } = recorded(...small, result("l".repeat(5 * 1024 ** 2), { ...named, update: true }));
    expect(results).toHaveLength(100);
    expect(JSON.stringify(results).length).toBeLessThan(6 * 1024 ** 2);
    expect(results.at(-1)?.mime["text/plain"]).toMatch(/^l+$/);
    expect(results[0]?.mime["text/plain"]).toContain("left out");
  });
});
