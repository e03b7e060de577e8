import { expect, test } from "vitest";
import { findErrors, importsOf, type Manifest } from "./dependencies.ts";

const manifests: Manifest[] = [
  { folder: "protocol", name: "@glovebox/protocol", dependencies: ["zod"], bundled: [], exports: ["."] },
  { folder: "core", name: "glovebox", dependencies: ["@glovebox/protocol", "zod"], bundled: [], exports: ["."] },
  {
    folder: "server",
    name: "@glovebox/server",
    dependencies: ["glovebox", "hono"],
    bundled: [],
    exports: [".", "./settings"],
  },
  {
    folder: "cli",
    name: "@glovebox/cli",
    dependencies: ["@glovebox/protocol", "@glovebox/server", "glovebox", "commander"],
    bundled: [],
    exports: [],
  },
];

function errors(path: string, ...specifiers: string[]): string[] {
  return findErrors([{ path, text: specifiers.map((name) => `import { x } from "${name}";`).join("\n") }], manifests);
}

test("imports are found in every form, and not in comments", () => {
  const text = `
    import a from "a";
    import {
      type B,
      b,
    } from "b";
    import "c";
    export * from "d";
    export { e } from 'e';
    import type { F } from "f";
    const g = await import("g");
    // import h from "h";
    /** import i from "i"; */
     * import j from "j";
    const k = 'import k from "k"';
  `;
  expect(importsOf(text).sort()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});

test("imports that point the right way are accepted", () => {
  expect(errors("packages/protocol/src/a.ts", "zod", "./b.ts")).toEqual([]);
  expect(errors("packages/core/src/a.ts", "@glovebox/protocol", "node:fs", "./files/b.ts", "zod")).toEqual([]);
  expect(errors("packages/core/src/wiring.ts", "./engines/native/engine.ts")).toEqual([]);
  expect(errors("packages/core/src/engines/native/a.ts", "../engine.ts", "./b.ts", "../../files/c.ts")).toEqual([]);
  expect(errors("packages/core/src/executions/a.test.ts", "vitest", "../engines/dummy/engine.ts")).toEqual([]);
  expect(errors("packages/core/src/executions/a.fixture.ts", "vitest")).toEqual([]);
  expect(errors("packages/server/src/a.ts", "glovebox", "hono")).toEqual([]);
  expect(errors("packages/cli/src/a.ts", "glovebox", "@glovebox/protocol", "commander")).toEqual([]);
  expect(errors("packages/cli/src/a.ts", "@glovebox/server", "@glovebox/server/settings")).toEqual([]);
});

test.each([
  ["packages/protocol/src/a.ts", "node:fs", "protocol imports only zod"],
  ["packages/protocol/src/a.ts", "glovebox", "protocol never imports core"],
  ["packages/core/src/a.ts", "@glovebox/cli", "core never imports cli"],
  ["packages/core/src/a.ts", "../../cli/src/main.ts", "stays within its package"],
  ["packages/core/src/a.ts", "commander", "does not list it"],
  ["packages/core/src/a.ts", "vitest", "does not list it"],
  ["packages/core/src/engines/native/a.ts", "../portable/b.ts", "engines never import each other"],
  ["packages/core/src/engines/native/a.test.ts", "../portable/b.ts", "engines never import each other"],
  ["packages/core/src/executions/a.ts", "../engines/native/b.ts", "only packages/core/src/wiring.ts"],
  ["packages/cli/src/a.ts", "glovebox/src/wiring.ts", "by what it exports"],
  ["packages/cli/src/a.ts", "@glovebox/server/store", "by what it exports"],
  ["packages/server/src/a.ts", "@glovebox/cli", "server never imports cli"],
  ["packages/agent/src/a.ts", "zod", "has no row"],
])("%s must not import %s", (path, specifier, reason) => {
  const [error, ...others] = errors(path, specifier);
  expect(others).toEqual([]);
  expect(error).toContain(reason);
});
