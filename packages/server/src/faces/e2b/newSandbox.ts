import { invalidRequest } from "@glovebox/protocol";
import { z } from "zod";
import { badRequest } from "./failures.ts";

/** What E2B's libraries promise to who names none; they leave it to the server. */
const USUAL_SECONDS = 300;
const DAY_SECONDS = 24 * 3_600;
const Seconds = z
  .number("must be a number of seconds")
  .int("must be a whole number of seconds")
  .min(0, "must not be negative")
  .max(DAY_SECONDS, `must be ${DAY_SECONDS} seconds at most`);
const noNul = (text: string) => !text.includes("\0");
const Variables = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be letters, digits and underscores"),
  z.string().refine(noNul, "must not contain a NUL character"),
);

export const Timeout = z.object({ timeout: Seconds });
export const Connected = z.object({ timeout: Seconds.default(USUAL_SECONDS) });
const moment = z.coerce.number().min(0);
export const MetricsQuery = z.object({ start: moment.default(0), end: moment.default(Number.MAX_SAFE_INTEGER) });
export const Resumed = z.object({ timeout: Seconds.default(USUAL_SECONDS), autoPause: z.boolean().nullish() });

/** What E2B's API takes to make a sandbox. What is asked for and cannot be had is refused, further fields are let be. */
export const NewSandbox = z.object({
  templateID: z.string().min(1).max(300),
  timeout: Seconds.default(USUAL_SECONDS),
  autoPause: z.boolean().nullish(),
  autoResume: z.object({ enabled: z.boolean().nullish() }).nullish(),
  secure: z.boolean().nullish(),
  envVars: Variables.nullish(),
  metadata: z.record(z.string().max(1_000), z.string().max(10_000)).nullish(),
  network: z.object({ allowPublicTraffic: z.boolean().nullish() }).nullish(),
  mcp: z.unknown().optional(),
  iam: z.unknown().optional(),
  volumeMounts: z.array(z.unknown()).nullish(),
});
export type NewSandbox = z.output<typeof NewSandbox>;

/** Templates that are known here, and what they have of Python's packages. */
const templates: ReadonlyMap<string, "base" | "data"> = new Map([
  ["base", "base"],
  ["code-interpreter-v1", "data"],
  ["code-interpreter", "data"],
]);

export function readNewSandbox(body: unknown): NewSandbox & { readonly environment: "base" | "data" } {
  const wanted = parsed(NewSandbox, body);
  for (const field of ["mcp", "iam"] as const)
    if (wanted[field] !== undefined && wanted[field] !== null) throw badRequest(`${field}: is not there`, field);
  if ((wanted.volumeMounts?.length ?? 0) > 0) throw badRequest("volumeMounts: there are no volumes", "volumeMounts");
  const environment = templates.get(wanted.templateID);
  if (environment !== undefined) return { ...wanted, environment };
  const names = [...templates.keys()].join(", ");
  throw badRequest(`templateID: ${JSON.stringify(wanted.templateID)} is not there; ${names} are`, "templateID");
}

export function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (!result.success) throw invalidRequest(result.error);
  return result.data;
}
