import { expect, test } from "vitest";
import { Displays } from "./displays.ts";

type Place = { content: string | undefined };
const MiB = 1024 ** 2;

function shown(name: string, places: number): { displays: Displays<Place, string>; all: Place[] } {
  const displays = new Displays<Place, string>((place, content) => {
    place.content = content;
  });
  const all = Array.from({ length: places }, () => ({ content: "first" }));
  for (const place of all) displays.add(name, place);
  return { displays, all };
}

const contents = (all: readonly Place[]) => all.map(({ content }) => content);

test("[sessions.displays] an update takes all places of its name, and no others", () => {
  const { displays, all } = shown("x", 3);
  const other = { content: "other" };
  displays.add("y", other);
  displays.update("x", "second", 1);
  displays.update("z", "nowhere", 1);
  expect(contents([...all, other])).toEqual(["second", "second", "second", "other"]);
  expect([displays.has("x"), displays.has("z")]).toEqual([true, false]);
});

test("[sessions.displays] what is gone is updated no more", () => {
  const { displays, all } = shown("x", 2);
  for (const place of all) displays.forget(place);
  displays.update("x", "second", 1);
  expect(contents(all)).toEqual(["first", "first"]);
  expect(displays.has("x")).toBe(false);
});

test("[sessions.displays] copies of a large update have a bound in all, past which only the newest place has it", () => {
  const { displays, all } = shown("x", 5);
  const { all: others } = shown("y", 3);
  for (const place of others) displays.add("y", place);
  displays.update("x", "large", 15 * MiB);
  expect(contents(all)).toEqual(Array(5).fill("large"));
  displays.update("y", "larger", 3 * MiB);
  expect(contents(others)).toEqual([undefined, undefined, "larger"]);
  displays.update("x", "small", 1);
  displays.update("y", "larger", 3 * MiB);
  expect(contents([...all, ...others])).toEqual([...Array(5).fill("small"), ...Array(3).fill("larger")]);
});

test("[sessions.displays] of thousands of places of one name the oldest are updated no more", () => {
  const { displays, all } = shown("x", 1_500);
  displays.update("x", "second", 1);
  expect(contents(all).filter((content) => content === "first")).toHaveLength(500);
});
