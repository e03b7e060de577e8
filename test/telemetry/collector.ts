import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type Protocol, type ReceivedMetric, type ReceivedSpan, readMetrics, readSpans } from "./otlp.ts";

/** A collector of OTLP on loopback, that decodes and keeps what it is sent. */
export type Collector = AsyncDisposable & {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  readonly metrics: ReceivedMetric[];
};

export function openCollector(protocol: Protocol): Promise<Collector> {
  return protocol === "grpc" ? overGrpc() : overHttp();
}

async function overHttp(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const metrics: ReceivedMetric[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    if (request.url === "/v1/traces") spans.push(...readSpans(body));
    else if (request.url === "/v1/metrics") metrics.push(...readMetrics(body));
    else response.statusCode = 404;
    response.setHeader("Content-Type", "application/x-protobuf").end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    endpoint,
    spans,
    metrics,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await close();
    },
  };
}

async function overGrpc(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const metrics: ReceivedMetric[] = [];
  const server = new Server();
  addExport(server, "trace.v1.TraceService", (body) => spans.push(...readSpans(body)));
  addExport(server, "metrics.v1.MetricsService", (body) => metrics.push(...readMetrics(body)));
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, bound: number) => (error === null ? resolve(bound) : reject(error));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    metrics,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

function addExport(server: Server, service: string, take: (body: Buffer) => void): void {
  const asIs = (bytes: Buffer) => bytes;
  const method = {
    path: `/opentelemetry.proto.collector.${service}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  } as const;
  server.addService(
    { export: method },
    {
      export: (call: { request: Buffer }, answer: (error: null, body: Buffer) => void) => {
        take(call.request);
        answer(null, Buffer.alloc(0));
      },
    },
  );
}
