import {
  ExecutionRequest,
  FileContent,
  GloveboxError,
  invalidRequest,
  Limits,
  NotebookRequest,
} from "@glovebox/protocol";
import { z } from "zod";
import { parseSize } from "../../limits/sizes.ts";

const Seconds = z.number().positive("must be more than 0 seconds").max(3600, "must be 3600 seconds or less");
const Size = z.union([z.string(), z.number()]);

/** What every way to run something may say. Times in seconds. */
const shared = {
  files: z.record(z.string(), z.union([FileContent, z.instanceof(Uint8Array)])).default({}),
  timeout: Seconds.default(300).describe("Seconds"),
  memory_limit: Size.default("512m").describe('Bytes, or a number with k, m or g, such as "256m"'),
  env_vars: z.record(z.string(), z.string()).default({}),
  packages: z.array(z.string()).default([]).describe("Installed for this execution, by the language's own manager"),
  working_dir: ExecutionRequest.shape.workdir,
  args: z.array(z.string()).default([]),
  stdin: z.string().optional(),
};

/** `ExecutionTool.execute`. */
export const ExecuteInput = z.strictObject({ language: z.string(), code: z.string(), ...shared });
export type ExecuteInput = z.input<typeof ExecuteInput>;
export type ReadInput = z.output<typeof ExecuteInput>;

/** `ExecutionTool.executeScript`. */
export const ScriptInput = z.strictObject({
  language: z.string().optional().describe("Default: what the ending or the first line says"),
  ...shared,
});
export type ScriptInput = z.input<typeof ScriptInput>;

/** `ExecutionTool.executeNotebook`. */
export const NotebookToolInput = z.strictObject({
  ...shared,
  parameters: NotebookRequest.shape.parameters,
  allow_errors: z.boolean().default(false),
});
export type NotebookToolInput = z.input<typeof NotebookToolInput>;

export type SharedInput = Omit<ReadInput, "language" | "code">;

/** Throws a GloveboxError that names the field. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

export function limitsOf({ timeout, memory_limit }: SharedInput): Partial<Limits> {
  const memoryBytes = typeof memory_limit === "number" ? memory_limit : parseSize(memory_limit);
  if (memoryBytes === undefined) {
    const message = `memory_limit: ${JSON.stringify(memory_limit)} is no size; give bytes, or a number with k, m or g, such as 512m`;
    throw new GloveboxError("invalid_request", message, { field: "memory_limit" });
  }
  if (!Limits.shape.memoryBytes.safeParse(memoryBytes).success) {
    const message = `memory_limit: ${JSON.stringify(memory_limit)} is out of bounds; give 16m to 1024g`;
    throw new GloveboxError("invalid_request", message, { field: "memory_limit" });
  }
  return { timeoutMs: Math.max(1, Math.round(timeout * 1000)), memoryBytes };
}
