import type { Event, Result } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { Shown } from "./answer.ts";

function shownOf(...events: (string | Partial<Result> | "cleared")[]): Shown {
  const shown = new Shown();
  for (const each of events) {
    const event: Event =
      each === "cleared"
        ? { type: "cleared" }
        : typeof each === "string"
          ? { type: "stdout", data: each }
          : { type: "result", result: { mime: { "text/plain": "text" }, main: false, ...each } };
    shown.hear(event);
  }
  return shown;
}

const figure = (data: string) => ({ mime: { "text/plain": "<Figure>", "image/png": data } });
const text = (value: string) => ({ mime: { "text/plain": value } });

test("[sessions.displays] the toolset's answer has the last state of what was shown, in its place among what was printed", () => {
  const bar = { displayId: "bar" };
  const shown = shownOf("a\n", { ...text("1/2"), ...bar }, "b\n", { ...text("2/2"), ...bar, update: true });
  expect(shown.stdout).toBe("a\n2/2\nb\n");
  expect(shownOf({ ...text("of before"), ...bar, update: true }).stdout).toBe("of before\n");
});

test("[sessions.displays] of figures that take each other's place the toolset gives the last", () => {
  const live = { displayId: "live" };
  expect(shownOf({ ...figure("one"), ...live }, { ...figure("two"), ...live, update: true }).figures).toEqual(["two"]);
  const cleared = shownOf("kept\n", figure("one"), "cleared", figure("two"), text("shown"));
  expect([cleared.figures, cleared.stdout]).toEqual([["two"], "kept\nshown\n"]);
  const becameText = shownOf({ ...figure("one"), ...live }, { ...text("done"), ...live, update: true });
  expect([becameText.figures, becameText.stdout]).toEqual([[], "done\n"]);
});
