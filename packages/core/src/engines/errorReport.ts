import { ProgramError } from "@glovebox/protocol";
import { z } from "zod";

/**
 * What a program reports of the exception that ended it, bounded. It comes from user code: text to show, never a fact.
 * `memory`: it was a MemoryError. `module` names the one that was not found, or is empty.
 */
export const ErrorReport = ProgramError.extend({
  name: z.string().max(1_000),
  message: z.string().max(100_000),
  traceback: z.string().max(200_000),
  memory: z.boolean(),
  module: z.string().max(1_000),
}).strict();
export type ErrorReport = z.infer<typeof ErrorReport>;
