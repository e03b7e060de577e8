import { GloveboxError } from "@glovebox/protocol";
import { expect, test } from "vitest";
import { Readiness } from "./readiness.ts";

const well = async () => undefined;
const failing = (error: Error) => () => Promise.reject(error);
const running = { draining: false };

test("[server.ready] the first thing that stands in the way is the reason, if it is one that may be told", async () => {
  const full = failing(new GloveboxError("unavailable", "the disk is full"));
  const noWall = failing(new GloveboxError("engine_unavailable", "no namespaces"));
  const ours = failing(new Error("a secret path"));
  expect(await new Readiness(running, [well, well]).look()).toEqual({ status: "ready" });
  expect(await new Readiness(running, [full, noWall]).look()).toEqual({
    status: "unavailable",
    reason: "the disk is full",
  });
  expect(await new Readiness(running, [well, noWall]).look()).toMatchObject({ reason: "no namespaces" });
  expect(await new Readiness(running, [ours]).look()).toMatchObject({ reason: expect.not.stringContaining("secret") });
  expect(await new Readiness({ draining: true }, [well]).look()).toMatchObject({ status: "draining" });
});
