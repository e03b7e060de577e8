import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Glovebox } from "../../packages/core/src/glovebox.ts";
import { type Host, startHost } from "../hosts/host.ts";
import { users } from "../hosts/modes.ts";
import { program } from "../programs/programs.ts";

const SANDBOXES = 50;

describe.each(users)("as $name", (mode) => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ mode });
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test("[containment.randomness] no two of fifty sandboxes draw the same random number from any source", async () => {
    const runs = await Promise.all(Array.from({ length: SANDBOXES }, () => host.execute(program("draws_random.py"))));

    const drawn = runs.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
    const sources = Object.keys(drawn[0] ?? {});
    expect(sources.length).toBe(9);
    for (const source of sources) expect(new Set(drawn.map((each) => each[source])).size, source).toBe(SANDBOXES);
  });

  test("[containment.randomness] no two sandboxes of Node draw the same random number", async () => {
    const code = "console.log(Math.random(), require('crypto').randomUUID())";
    const runs = await Promise.all(Array.from({ length: 10 }, () => host.execute({ language: "javascript", code })));

    for (const place of [0, 1])
      expect(new Set(runs.map(({ stdout }) => stdout.trim().split(" ")[place])).size).toBe(10);
  });
});

test("[containment.randomness] no two sandboxes of the data environment draw the same random number", {
  timeout: 300_000,
}, async () => {
  await using box = await Glovebox.open();
  const request = { ...program("draws_random.py", "numpy"), environment: "data" };
  const runs = await Promise.all(Array.from({ length: SANDBOXES }, () => box.execute(request)));

  const drawn = runs.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>);
  for (const source of ["random", "ssl", "uuid4", "numpy", "numpy generator"]) {
    expect(new Set(drawn.map((each) => each[source])).size, source).toBe(SANDBOXES);
  }
});
