import { GloveboxError, invalidRequest, type Status } from "@glovebox/protocol";
import { z } from "zod";

export const ObservabilityOptions = z.strictObject({
  enabled: z.boolean("must be true or false").default(true),
  serviceName: z.string().min(1).default("glovebox").describe("What traces and metrics say they come from"),
  endpoint: z
    .url({ protocol: /^https?$/, message: "must be the URL of a collector, such as http://localhost:4318" })
    .default("http://localhost:4318")
    .describe("The URL of a collector that speaks OTLP"),
  protocol: z
    // A collector that takes JSON takes protobuf at the same address, so that is what it gets.
    .enum(["grpc", "http/protobuf", "http/json"], 'must be "grpc", "http/protobuf" or "http/json"')
    .optional()
    .describe("Default: grpc where the endpoint's port is 4317, else http/protobuf"),
});
export type ObservabilityOptions = z.input<typeof ObservabilityOptions>;

/** What is told of an execution that ended. */
export type ExecutionFacts = {
  readonly outcome: Status;
  readonly engine?: string;
  readonly exitCode?: number | null;
  readonly id?: string;
};

/** An execution that is being traced. Its span ends with `end`, or when it is disposed of. */
export type TracedExecution = Disposable & { end(facts?: ExecutionFacts): void };

/** Traces and metrics of executions, on their way to a collector. None of them has the code itself in it. */
export type Observability = AsyncDisposable & {
  /** Begins a span. `codeSize` is the length of the source. */
  traceExecution(language: string, codeSize: number | undefined): TracedExecution;
  /** Counts an execution, with its duration. `true` means that it succeeded, `false` that it failed. */
  recordExecution(
    language: string,
    durationSeconds: number,
    outcome: boolean | Status,
    more?: Pick<ExecutionFacts, "engine">,
  ): void;
  /** Sends what there is. Rejects where the collector does not take it. */
  flush(): Promise<void>;
};

/**
 * Opens the way to a collector. What it needs is loaded here, and only where it is enabled. Throws a GloveboxError that
 * names an option with a bad value; a collector that cannot be reached is no failure.
 */
export async function openObservability(options: ObservabilityOptions = {}): Promise<Observability> {
  const parsed = ObservabilityOptions.safeParse(options);
  if (!parsed.success) throw invalidRequest(parsed.error);
  if (!parsed.data.enabled) return DISABLED;
  const { Exported } = await import("./exported.ts");
  return Exported.open(parsed.data);
}

const DISABLED: Observability = Object.freeze({
  traceExecution: () => ({ end: () => undefined, [Symbol.dispose]: () => undefined }),
  recordExecution: () => undefined,
  flush: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
});

/** A collector that does not take what it is sent. */
export function notTaken(endpoint: string, cause: unknown): GloveboxError {
  return new GloveboxError("unavailable", `endpoint: ${endpoint} did not take traces or metrics`, {
    field: "endpoint",
    cause,
  });
}
