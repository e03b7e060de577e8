import protobuf from "protobufjs";
import { z } from "zod";

export type Protocol = "grpc" | "http/protobuf";

type Attributes = Readonly<Record<string, string | number | boolean>>;
export type ReceivedSpan = {
  readonly service: unknown;
  readonly name: string;
  readonly attributes: Attributes;
  /** 2 is an error. */
  readonly status: number;
  readonly milliseconds: number;
};
export type ReceivedMetric = {
  readonly service: unknown;
  readonly name: string;
  readonly attributes: Attributes;
  /** Of a histogram: how many. */
  readonly value: number;
  readonly sum?: number;
};

/** As much of OTLP's messages as is looked at here. */
const root = protobuf.parse(
  `syntax = "proto3";
  message Traces { repeated ResourceSpans resources = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopes = 2; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    string name = 5; fixed64 start = 7; fixed64 end = 8; repeated KeyValue attributes = 9; Status status = 15;
  }
  message Status { int32 code = 3; }
  message Metrics { repeated ResourceMetrics resources = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scopes = 2; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message Metric { string name = 1; Sum sum = 7; Histogram histogram = 9; }
  message Sum { repeated NumberPoint points = 1; }
  message NumberPoint { double asDouble = 4; sfixed64 asInt = 6; repeated KeyValue attributes = 7; }
  message Histogram { repeated HistogramPoint points = 1; }
  message HistogramPoint { fixed64 count = 4; double sum = 5; repeated KeyValue attributes = 9; }
  message Resource { repeated KeyValue attributes = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { oneof value { string text = 1; bool flag = 2; int64 whole = 3; double number = 4; } }`,
  { keepCase: true },
).root;

const Value = z
  .object({ text: z.string(), flag: z.boolean(), whole: z.number(), number: z.number() })
  .partial()
  .transform(({ text, flag, whole, number }) => text ?? flag ?? whole ?? number ?? "");
const Attributes = z
  .array(z.object({ key: z.string(), value: Value }))
  .transform((all) => Object.fromEntries(all.map(({ key, value }) => [key, value])));
const Resource = z.object({ attributes: Attributes });
const Spans = z.array(
  z.object({
    name: z.string(),
    start: z.number(),
    end: z.number(),
    attributes: Attributes,
    status: z.object({ code: z.number().default(0) }).nullish(),
  }),
);
const Traces = z.object({
  resources: z.array(z.object({ resource: Resource, scopes: z.array(z.object({ spans: Spans })) })),
});
const Point = z.object({
  attributes: Attributes,
  asInt: z.number().optional(),
  asDouble: z.number().optional(),
  count: z.number().optional(),
  sum: z.number().optional(),
});
const Points = z.object({ points: z.array(Point) }).nullish();
const Metric = z.object({ name: z.string(), sum: Points, histogram: Points });
const Metrics = z.object({
  resources: z.array(z.object({ resource: Resource, scopes: z.array(z.object({ metrics: z.array(Metric) })) })),
});

export function readSpans(body: Buffer): ReceivedSpan[] {
  return decoded("Traces", Traces, body).resources.flatMap(({ resource, scopes }) =>
    scopes.flatMap(({ spans }) =>
      spans.map(({ name, attributes, status, start, end }) => ({
        service: resource.attributes["service.name"],
        name,
        attributes,
        status: status?.code ?? 0,
        milliseconds: (end - start) / 1e6,
      })),
    ),
  );
}

export function readMetrics(body: Buffer): ReceivedMetric[] {
  return decoded("Metrics", Metrics, body).resources.flatMap(({ resource, scopes }) =>
    scopes.flatMap(({ metrics }) =>
      metrics.flatMap(({ name, sum: counter, histogram }) =>
        [...(counter?.points ?? []), ...(histogram?.points ?? [])].map(
          ({ attributes, count, asInt, asDouble, sum }) => ({
            service: resource.attributes["service.name"],
            name,
            attributes,
            value: count ?? (asInt || asDouble || 0),
            ...(count === undefined ? {} : { sum: sum ?? 0 }),
          }),
        ),
      ),
    ),
  );
}

function decoded<T>(type: string, schema: z.ZodType<T>, body: Buffer): T {
  const message = root.lookupType(type);
  return schema.parse(message.toObject(message.decode(body), { longs: Number, arrays: true }));
}
