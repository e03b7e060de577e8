import { OTLPTraceExporter as OverGrpc } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as OverHttp } from "@opentelemetry/exporter-trace-otlp-proto";
import { expect, test } from "vitest";
import { otlpExporters } from "./otlp.ts";

test.each([
  ["http://localhost:4317", undefined, OverGrpc],
  ["http://localhost:4318", undefined, OverHttp],
  ["https://otlp.example.com/base", undefined, OverHttp],
  ["http://localhost:4317", "http/protobuf", OverHttp],
  ["http://localhost:4317", "http/json", OverHttp],
  ["http://localhost:4318", "grpc", OverGrpc],
] as const)(
  "[telemetry.tool] %s with the protocol %s gets the exporter that fits",
  async (endpoint, protocol, kind) => {
    expect((await otlpExporters({ endpoint, protocol })).spans).toBeInstanceOf(kind);
  },
);
