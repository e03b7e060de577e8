import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND, Place } from "../cli/command.fixture.ts";
import { Served } from "../cli/server.fixture.ts";
import { connect } from "../faces/mcp.fixture.ts";
import { App, program, serve } from "../server/served.ts";
import { openCollector } from "./collector.ts";

const none = { endpoint: undefined, protocol: undefined, serviceName: "glovebox" };

test("[telemetry.server] an execution of each face is a span and is counted, as it ended", async () => {
  await using collector = await openCollector("http/protobuf");
  {
    await using served = await serve({ otel: { ...none, endpoint: collector.endpoint, serviceName: "box" } });
    const post = (path: string, body: object) =>
      fetch(`${served.url}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    const code = "print secret\nexit 3";
    const rest = await (await post("/v1/executions", program(code))).json();
    const files = [{ content: "print one" }];
    await post("/api/v2/execute", { language: "python", version: "*", files });
    await using connected = await connect(`${served.url}/mcp`, "2026-07-28");
    const slow = { code: "sleep 60000", timeout: 0.1 };
    await connected.client.callTool({ name: "execution_run_python", arguments: slow });
    await post("/v1/executions", { language: "cobol", code: "x" });

    expect(collector.spans).toEqual([]);
    expect(rest).toMatchObject({ outcome: { status: "failed" } });
  }

  const told = collector.spans.map(({ service, name, status, attributes }) => ({
    service,
    name,
    status,
    ...attributes,
  }));
  const python = { service: "box", name: "code_execution python", "code_execution.engine": "dummy" };
  expect(told).toMatchObject([
    {
      ...python,
      status: 2,
      "code_execution.outcome": "failed",
      "process.exit.code": 3,
      "code_execution.code.size": 19,
    },
    { ...python, status: 0, "code_execution.outcome": "succeeded", "code_execution.code.size": 9 },
    { ...python, status: 2, "code_execution.outcome": "timed_out", "error.type": "timed_out" },
  ]);
  expect(told).toHaveLength(3);
  expect(collector.spans[2]?.milliseconds).toBeGreaterThanOrEqual(100);
  const counted = collector.metrics.filter(({ name }) => name === "code_execution.executions");
  expect(counted.map(({ attributes, value }) => [attributes["code_execution.outcome"], value]).sort()).toEqual([
    ["failed", 1],
    ["succeeded", 1],
    ["timed_out", 1],
  ]);
  const durations = collector.metrics.filter(({ name }) => name === "code_execution.duration");
  expect(durations.map(({ value }) => value)).toEqual([1, 1, 1]);
  expect(JSON.stringify([collector.spans, collector.metrics])).not.toContain("secret");
});

test("[telemetry.server] the id of a span is that of the record", async () => {
  await using collector = await openCollector("http/protobuf");
  let id = "";
  {
    await using app = await App.open({ otel: { ...none, endpoint: collector.endpoint } });
    id = (await app.run("print 1")).id;
  }
  expect(collector.spans.map(({ attributes }) => attributes["code_execution.id"])).toEqual([id]);
});

test("[telemetry.metrics] Prometheus reads what ended, how long it ran, and what runs", async () => {
  await using app = await App.open();
  await app.run("print 1");
  await app.run("exit 1");
  const stop = new AbortController();
  const running = app.post(program("sleep 60000"), { signal: stop.signal });
  await expect.poll(async () => (await app.call("/v1/executions")).text()).toContain('"running"');

  const before = await app.call("/metrics");
  const text = await before.text();
  await app.run("print 2");
  const after = await (await app.call("/metrics")).text();

  expect(before.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(numbers(text, "code_execution_executions_total")).toEqual({ succeeded: 1, failed: 1 });
  expect(numbers(text, "code_execution_duration_seconds_count")).toEqual({ succeeded: 1, failed: 1 });
  expect(text).toMatch(/^code_execution_active(\{\})? 1$/m);
  expect(numbers(after, "code_execution_executions_total")).toEqual({ succeeded: 2, failed: 1 });
  stop.abort();
  await running;
});

test("[telemetry.metrics] a request that is refused is counted nowhere", async () => {
  await using app = await App.open();
  expect((await app.post({ language: "cobol", code: "x" })).status).toBe(400);
  const text = await (await app.call("/metrics")).text();
  expect(numbers(text, "code_execution_executions_total")).toEqual({});
});

test("[telemetry.server] exporters are loaded where an endpoint is set, and only there", {
  timeout: 120_000,
}, async () => {
  await using collector = await openCollector("http/protobuf");
  using place = new Place();
  const command = [process.execPath, COMMAND, "serve", "--port", "0", "--engine", "native", "--armed", "0"];
  const said = async (env: Record<string, string>) => {
    const hook = join(import.meta.dirname, "tellsLoads.ts");
    await using served = await Served.start(place, command, { NODE_OPTIONS: `--import ${hook}`, ...env });
    expect((await served.execute("print(1)")).status).toBe(200);
    served.signal("SIGTERM");
    return (await served.ended).stderr;
  };

  const without = await said({});
  const having = await said({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_SERVICE_NAME: "from-variables" });

  expect(without).not.toMatch(/loads @opentelemetry\/(exporter-.*-otlp|sdk-trace)/);
  expect(having).toContain("loads @opentelemetry/exporter-trace-otlp-proto");
  expect(collector.spans).toMatchObject([{ service: "from-variables", name: "code_execution python" }]);
});

/** The values of a metric by outcome. */
function numbers(text: string, metric: string): Record<string, number> {
  const lines = text.matchAll(new RegExp(`^${metric}\\{.*code_execution_outcome="(\\w+)".*\\} (\\d+)$`, "gm"));
  return Object.fromEntries([...lines].map(([, outcome, value]) => [outcome, Number(value)]));
}
