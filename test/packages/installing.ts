import { describe, expect, test } from "vitest";
import type { Host } from "../hosts/host.ts";
import type { Sample } from "./samples.ts";

export const MINUTES = { timeout: 400_000 };

/** What holds for packages of every ecosystem. */
export function testInstalling(samples: readonly Sample[], host: () => Host): void {
  describe.each(samples)("$name", ({ request, printed, withoutPackages }) => {
    test("[packages.installed] a program finds the packages that it asks for", MINUTES, async () => {
      const { stdout, outcome, stderr } = await host().execute(request);
      expect(stdout, `${stderr}\n${outcome.error?.message}`).toBe(printed);
      expect(outcome.status).toBe("succeeded");
    });

    test("[packages.cached] the second time nothing is installed", MINUTES, async () => {
      const handle = await host().hold(request, "ended");
      const events = await host().resume(handle);
      expect(events.filter(({ type }) => type === "progress")).toEqual([]);
      expect(events.at(-1)).toMatchObject({ outcome: { status: "succeeded" } });
    });

    test("[packages.apart] a program that did not ask for them does not have them", MINUTES, async () => {
      const { packages: _, files: __, ...rest } = request;
      const { outcome } = await host().execute({ ...rest, ...withoutPackages });
      expect(outcome.status).toBe("failed");
    });
  });
}

/** Names that never reach an installer. */
export function refusesNames(language: string, names: readonly string[], host: () => Host): void {
  test.each(names)(`[packages.names] ${language}: %j is no package`, async (wish) => {
    await expect(host().execute({ language, code: "1", packages: [wish] })).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("packages"),
    });
  });
}

/** The error of an installation that must fail. */
export async function failing(host: Host, request: Sample["request"]): Promise<unknown> {
  return host.execute(request).then(
    ({ outcome }) => new Error(`it was installed; the program ended as ${outcome.status}`),
    (error: unknown) => error,
  );
}
