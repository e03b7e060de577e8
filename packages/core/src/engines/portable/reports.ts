/**
 * What a Deno child says. User code runs in it and can write any of this, so the host believes none of it but as the
 * program's own word: exit code, text, files. Status, time, memory and limits come from the host.
 */
import { z } from "zod";

export const Ready = z.strictObject({ version: z.string().max(100), packageUrl: z.string().max(500) });
export type Ready = z.infer<typeof Ready>;

/** Said before any user code runs: when, in milliseconds since 1970. The host may hear it later. */
export const Started = z.strictObject({ at: z.number() });

export const Failure = z.strictObject({ message: z.string().max(10_000) });

export const ArtifactHeader = z.strictObject({ name: z.string().max(5_000), size: z.number().int().nonnegative() });

export const Ending = z.strictObject({
  exitCode: z.number().int().min(0).max(255).nullable(),
  signal: z
    .string()
    .regex(/^SIG[A-Z0-9]{1,12}$/)
    .nullable(),
  notes: z.array(z.string().max(1_000)).max(20),
});
export type Ending = z.infer<typeof Ending>;
