import { z } from "zod";
import { ErrorCode } from "./errors.ts";
import { Execution } from "./execution.ts";

/** The body of every HTTP answer that is an error. */
export const ApiError = z.object({
  error: z.object({
    code: ErrorCode,
    message: z.string().describe("What is wrong, as a sentence"),
    field: z.string().optional().describe("The wrong field of the request, as a path: limits.timeoutMs"),
    advice: z.string().optional().describe("What to do next"),
    requestId: z.string().describe("The same as in the header X-Request-Id"),
  }),
});
export type ApiError = z.infer<typeof ApiError>;

const PAGE = "must be a whole number from 1 to 100";

/** An execution in a list: without what it left, which may be large. */
export const ListedExecution = Execution.omit({
  compile: true,
  stdout: true,
  stderr: true,
  results: true,
  artifacts: true,
  variables: true,
});
export type ListedExecution = z.infer<typeof ListedExecution>;

export const ExecutionList = z.object({
  executions: z.array(ListedExecution).describe("Newest first"),
  nextCursor: z.string().optional().describe("Give it as cursor to get older ones. Absent on the last page"),
});
export type ExecutionList = z.infer<typeof ExecutionList>;

export const ListQuery = z.strictObject({
  limit: z.coerce.number(PAGE).int(PAGE).min(1, PAGE).max(100, PAGE).default(20).describe("How many at most"),
  cursor: z.string().optional().describe("Where the list goes on: nextCursor of the page before"),
});
export type ListQuery = z.infer<typeof ListQuery>;

export const FileQuery = ListQuery.extend({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case")
    .optional()
    .describe("Only the file of this content"),
});
export type FileQuery = z.infer<typeof FileQuery>;

export const RuntimeList = z.object({
  runtimes: z.array(
    z.object({
      language: z.string(),
      version: z.string(),
      engine: z.string().describe("Which engine has it"),
      aliases: z.array(z.string()).describe("Other names that a request may use"),
    }),
  ),
});
export type RuntimeList = z.infer<typeof RuntimeList>;

export const EnvironmentList = z.object({
  environments: z.array(
    z.object({
      name: z.string(),
      installed: z
        .array(
          z.object({
            python: z.string().describe("The Python that it is installed for, such as 3.11"),
            packages: z.array(z.object({ name: z.string(), version: z.string() })),
          }),
        )
        .describe("Empty where it would be installed at the first use; base needs no installation"),
    }),
  ),
});
export type EnvironmentList = z.infer<typeof EnvironmentList>;

export const Health = z.object({ status: z.literal("ok") });
export type Health = z.infer<typeof Health>;

export const Readiness = z.object({
  status: z.enum(["ready", "draining", "unavailable"]),
  reason: z.string().optional().describe("Why no execution can run now"),
});
export type Readiness = z.infer<typeof Readiness>;
