import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { type ExecutionMeters, executionMeters } from "glovebox/telemetry";

/** Prometheus wants the unit in the name. */
const VIEWS = [{ instrumentName: "code_execution.duration", name: "code_execution.duration_seconds" }];

/** Meters that are read when somebody asks, as text for Prometheus. */
export function openScrape(): { readonly meters: ExecutionMeters; text(): Promise<string> } {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const meters = executionMeters(new MeterProvider({ readers: [reader], views: VIEWS }).getMeter("glovebox"));
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  return {
    meters,
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
}
