import { ObservabilityOptions } from "glovebox";
import { z } from "zod";

const { endpoint, protocol, serviceName } = ObservabilityOptions.shape;

/** Where traces and metrics go, under OpenTelemetry's own variables too. */
export const OtelSettings = z.strictObject({
  endpoint: endpoint.unwrap().optional().meta({
    description: "URL of a collector that speaks OTLP. Default: none, and nothing is exported",
    variable: "OTEL_EXPORTER_OTLP_ENDPOINT",
  }),
  protocol: protocol.meta({
    description: "grpc, or http/protobuf. Default: grpc where the endpoint's port is 4317, else http/protobuf",
    variable: "OTEL_EXPORTER_OTLP_PROTOCOL",
  }),
  serviceName: serviceName.meta({
    description: "What traces and metrics say they come from",
    variable: "OTEL_SERVICE_NAME",
  }),
});
export type OtelSettings = Readonly<z.output<typeof OtelSettings>>;
