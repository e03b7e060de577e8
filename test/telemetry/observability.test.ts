import { describe, expect, test } from "vitest";
import { ExecutionTool, GloveboxError, ToolStatus } from "../../packages/core/src/glovebox.ts";
import { openCollector } from "./collector.ts";

/** The tool of the guide, over a Glovebox that answers at once. */
const tool = new ExecutionTool({
  execute: async () => {
    throw new GloveboxError("unavailable", "not here");
  },
});

describe.each(["grpc", "http/protobuf"] as const)("a collector that speaks %s", (protocol) => {
  test("[telemetry.tool] gets a span and the metrics of what the guide's example traces and records", async () => {
    await using collector = await openCollector(protocol);
    const code = "print('très secret')";
    await using observability = await tool.enableObservability({
      enabled: true,
      serviceName: "code-execution-service",
      endpoint: collector.endpoint,
      protocol,
    });

    {
      using _traced = observability.traceExecution("python", code.length);
      const result = await tool.execute({ language: "python", code });
      observability.recordExecution("python", 0.25, result.status === ToolStatus.COMPLETED);
      observability.recordExecution("python", 2, true);
      observability.recordExecution("python", 300, "timed_out");
    }
    await observability.flush();

    expect(collector.spans).toMatchObject([
      {
        service: "code-execution-service",
        name: "code_execution python",
        attributes: { "code_execution.language": "python", "code_execution.code.size": code.length },
      },
    ]);
    const python = (outcome: string) => ({ "code_execution.language": "python", "code_execution.outcome": outcome });
    expect(numbers(collector.metrics)).toEqual([
      ["code_execution.duration", python("failed"), 1, 0.25],
      ["code_execution.duration", python("succeeded"), 1, 2],
      ["code_execution.duration", python("timed_out"), 1, 300],
      ["code_execution.executions", python("failed"), 1, undefined],
      ["code_execution.executions", python("succeeded"), 1, undefined],
      ["code_execution.executions", python("timed_out"), 1, undefined],
    ]);
    expect(JSON.stringify(collector)).not.toContain("secret");
  });

  test("[telemetry.tool] what was not sent yet is sent when it is closed", async () => {
    await using collector = await openCollector(protocol);
    {
      await using observability = await tool.enableObservability({ endpoint: collector.endpoint, protocol });
      observability.traceExecution("bash", 5).end({ outcome: "failed", exitCode: 3, engine: "native" });
    }
    expect(collector.spans).toMatchObject([
      {
        service: "glovebox",
        status: 2,
        attributes: { "error.type": "failed", "process.exit.code": 3, "code_execution.engine": "native" },
      },
    ]);
  });
});

test("[telemetry.tool] one that is not enabled sends nothing and needs no collector", async () => {
  await using collector = await openCollector("http/protobuf");
  {
    await using observability = await tool.enableObservability({ enabled: false, endpoint: collector.endpoint });
    using traced = observability.traceExecution("python", 1);
    traced.end();
    observability.recordExecution("python", 1, true);
    await observability.flush();
  }
  expect([collector.spans, collector.metrics]).toEqual([[], []]);
});

test("[telemetry.tool] a collector that is not there fails a flush, and keeps nobody from closing", async () => {
  const collector = await openCollector("http/protobuf");
  await collector[Symbol.asyncDispose]();
  await using observability = await tool.enableObservability({ endpoint: collector.endpoint });
  observability.recordExecution("python", 1, true);
  observability.traceExecution("python", 1).end();
  await expect(observability.flush()).rejects.toMatchObject({ code: "unavailable", field: "endpoint" });
});

test("[telemetry.tool] an option with a bad value is named", async () => {
  await expect(tool.enableObservability({ endpoint: "localhost:4317" })).rejects.toMatchObject({ field: "endpoint" });
  await expect(tool.enableObservability({ serviceName: "" })).rejects.toMatchObject({ field: "serviceName" });
});

function numbers(metrics: readonly { name: string; attributes: object; value: number; sum?: number }[]) {
  const all = metrics.map(({ name, attributes, value, sum }) => [name, attributes, value, sum] as const);
  return all.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
