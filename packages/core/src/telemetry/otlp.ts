import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { z } from "zod";
import type { ObservabilityOptions } from "./observability.ts";

/** Within which a collector must take a batch, with all that is tried again. */
const TIMEOUT_MS = 3_000;
const GRPC_PORT = "4317";

type Exporters = { readonly spans: SpanExporter; readonly metrics: PushMetricExporter };
type Target = { readonly endpoint: string; readonly protocol?: z.output<typeof ObservabilityOptions>["protocol"] };

/** The exporters of the protocol that the collector speaks; those of the other one are not loaded. */
export function otlpExporters({ endpoint, protocol }: Target): Promise<Exporters> {
  const isGrpc = protocol === undefined ? new URL(endpoint).port === GRPC_PORT : protocol === "grpc";
  return isGrpc ? overGrpc(endpoint) : overHttp(endpoint);
}

async function overGrpc(url: string): Promise<Exporters> {
  const [traces, metrics] = await Promise.all([
    import("@opentelemetry/exporter-trace-otlp-grpc"),
    import("@opentelemetry/exporter-metrics-otlp-grpc"),
  ]);
  const options = { url, timeoutMillis: TIMEOUT_MS };
  return { spans: new traces.OTLPTraceExporter(options), metrics: new metrics.OTLPMetricExporter(options) };
}

async function overHttp(endpoint: string): Promise<Exporters> {
  const [traces, metrics] = await Promise.all([
    import("@opentelemetry/exporter-trace-otlp-proto"),
    import("@opentelemetry/exporter-metrics-otlp-proto"),
  ]);
  const base = endpoint.replace(/\/+$/, "");
  return {
    spans: new traces.OTLPTraceExporter({ url: `${base}/v1/traces`, timeoutMillis: TIMEOUT_MS }),
    metrics: new metrics.OTLPMetricExporter({ url: `${base}/v1/metrics`, timeoutMillis: TIMEOUT_MS }),
  };
}
