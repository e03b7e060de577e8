import type { Status } from "@glovebox/protocol";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { z } from "zod";
import { type ExecutionMeters, executionMeters, traceExecution } from "./instruments.ts";
import {
  type ExecutionFacts,
  notTaken,
  type Observability,
  type ObservabilityOptions,
  type TracedExecution,
} from "./observability.ts";
import { otlpExporters } from "./otlp.ts";

const SCOPE = "glovebox";

/** What is traced and counted goes to one collector, in batches, off the road of the executions. */
export class Exported implements Observability {
  readonly #endpoint: string;
  readonly #traces: TracerProvider;
  readonly #metrics: MeterProvider;
  readonly #meters: ExecutionMeters;
  #closing: Promise<void> | undefined;

  private constructor(endpoint: string, traces: TracerProvider, metrics: MeterProvider) {
    this.#endpoint = endpoint;
    this.#traces = traces;
    this.#metrics = metrics;
    this.#meters = executionMeters(metrics.getMeter(SCOPE));
  }

  static async open(options: z.output<typeof ObservabilityOptions>): Promise<Exported> {
    const { spans, metrics } = await otlpExporters(options);
    const resource = resourceFromAttributes({ "service.name": options.serviceName });
    return new Exported(
      options.endpoint,
      new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: spans })] }),
      new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: metrics })] }),
    );
  }

  traceExecution(language: string, codeSize: number | undefined): TracedExecution {
    return traceExecution(this.#traces.getTracer(SCOPE), language, codeSize);
  }

  recordExecution(
    language: string,
    durationSeconds: number,
    outcome: boolean | Status,
    more: Pick<ExecutionFacts, "engine"> = {},
  ): void {
    const status = typeof outcome === "string" ? outcome : outcome ? "succeeded" : "failed";
    this.#meters.ended({ ...more, language, durationSeconds, outcome: status });
  }

  async flush(): Promise<void> {
    try {
      await Promise.all([this.#traces.forceFlush(), this.#metrics.forceFlush()]);
    } catch (error) {
      throw notTaken(this.#endpoint, error);
    }
  }

  /** Sends what there is. A collector that is not there must not keep anybody from ending. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= Promise.allSettled([this.#traces.shutdown(), this.#metrics.shutdown()]).then(() => undefined);
    return this.#closing;
  }
}
