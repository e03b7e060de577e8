import { type Attributes, type Meter, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { ExecutionFacts, TracedExecution } from "./observability.ts";

/** Bounds of the histogram, in seconds: from what is armed to what takes minutes. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600];

export type CountedExecution = Pick<ExecutionFacts, "outcome" | "engine"> & {
  readonly language: string;
  readonly durationSeconds: number;
};

export type ExecutionMeters = {
  /** One more is running or waiting, or -1. */
  active(change: 1 | -1): void;
  ended(execution: CountedExecution): void;
};

/** The numbers of executions, whoever reads them. */
export function executionMeters(meter: Meter): ExecutionMeters {
  const count = meter.createCounter("code_execution.executions", { description: "Executions that ended" });
  const active = meter.createUpDownCounter("code_execution.active", { description: "Executions that run or wait" });
  const duration = meter.createHistogram("code_execution.duration", {
    description: "How long programs ran",
    unit: "s",
    advice: { explicitBucketBoundaries: SECONDS },
  });
  return {
    active: (change) => active.add(change),
    ended: ({ durationSeconds, language, outcome, engine }) => {
      const attributes = {
        "code_execution.language": language,
        ...attributesOf({ outcome, ...(engine && { engine }) }),
      };
      count.add(1, attributes);
      duration.record(durationSeconds, attributes);
    },
  };
}

export function traceExecution(tracer: Tracer, language: string, codeSize: number | undefined): TracedExecution {
  const attributes: Attributes = { "code_execution.language": language };
  if (codeSize !== undefined) attributes["code_execution.code.size"] = codeSize;
  const span = tracer.startSpan(`code_execution ${language}`, { kind: SpanKind.INTERNAL, attributes });
  return {
    end: (facts) => {
      if (facts !== undefined) span.setAttributes(attributesOf(facts));
      if (facts !== undefined && facts.outcome !== "succeeded") {
        span.setAttribute("error.type", facts.outcome);
        span.setStatus({ code: SpanStatusCode.ERROR, message: facts.outcome });
      }
      if (span.isRecording()) span.end();
    },
    [Symbol.dispose]: () => {
      if (span.isRecording()) span.end();
    },
  };
}

function attributesOf({ outcome, engine, exitCode, id }: ExecutionFacts): Attributes {
  return {
    "code_execution.outcome": outcome,
    ...(engine === undefined ? {} : { "code_execution.engine": engine }),
    ...(id === undefined ? {} : { "code_execution.id": id }),
    ...(exitCode === undefined || exitCode === null ? {} : { "process.exit.code": exitCode }),
  };
}
