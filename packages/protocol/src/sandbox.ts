import { z } from "zod";
import { ExecutionRequest } from "./execution.ts";
import { Limits } from "./limits.ts";

const MOST_TIMEOUT_MS = 24 * 3_600_000;
const TIMEOUT = `must be a whole number of milliseconds from 0 to ${MOST_TIMEOUT_MS}`;
export const SandboxTimeout = z.number(TIMEOUT).int(TIMEOUT).min(0, TIMEOUT).max(MOST_TIMEOUT_MS, TIMEOUT);

const { engine, environment, env, packages, metadata } = ExecutionRequest.shape;

/** What a sandbox that stays is made with. */
export const SandboxRequest = z.strictObject({
  engine,
  environment: environment.describe("base or data. Default: data"),
  packages: packages.describe("Of Python's registry"),
  env: env.describe("Variables for all that runs in it"),
  limits: Limits.partial().optional().describe("Of all that is in it together; times and output of each execution"),
  timeoutMs: SandboxTimeout.default(300_000).describe("It ends so long after it was made, whatever runs"),
  onTimeout: z.enum(["end", "pause"]).default("end").describe("What happens then"),
  metadata: metadata.describe("Anything of yours; it comes back with the sandbox"),
});
export type SandboxRequest = z.input<typeof SandboxRequest>;
export type ParsedSandboxRequest = z.output<typeof SandboxRequest>;

/** A sandbox that stays: files, commands and interpreters together. */
export const Sandbox = z.object({
  id: z.string(),
  state: z.enum(["running", "paused"]).describe("paused: its time stands still, and nothing new runs in it"),
  engine: z.string(),
  environment: z.string(),
  limits: Limits,
  createdAt: z.string().describe("ISO 8601"),
  endsAt: z.string().describe("ISO 8601. Of one that is paused: when it would end if it went on now"),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type Sandbox = z.infer<typeof Sandbox>;
