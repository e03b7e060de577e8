import assert from "node:assert/strict";
import type { RequestInput } from "glovebox";
import { type Expected, execute } from "./answers.ts";
import type { Kind } from "./kind.ts";

/** A program and how it must end. */
export type ProgramCase = readonly [name: string, request: RequestInput, expected: Expected];

/** Load that is one program, two of it at once at most. */
export function programKind([name, request, expected]: ProgramCase): Pick<Kind, "name" | "atOnce" | "run"> {
  return {
    name,
    atOnce: 2,
    run: async ({ http }) => {
      const { engine } = await execute(http, request, expected);
      if (request.engine !== undefined) assert.equal(engine, request.engine);
    },
  };
}
